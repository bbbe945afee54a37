package dev.parley.protocol;

import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The connection is closed, so this message was not sent, or its answer will not come. */
public final class ChannelClosedException extends ParleyException {
    private static final long serialVersionUID = 1L;

    private final CloseReason reason;

    /**
     * A refusal or a loss, because of a close.
     *
     * @param reason what closed the connection
     * @param remote the peer, or null when there was none
     * @param delivery how far the message got
     */
    public ChannelClosedException(CloseReason reason, @Nullable SocketAddress remote, Delivery delivery) {
        super(
                "channel closed: " + reason,
                reason instanceof CloseReason.Failed failed ? failed.cause() : null,
                remote,
                delivery);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** What closed the connection. */
    public CloseReason reason() {
        return reason;
    }
}
