package dev.parley.protocol;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The peer was too slow, and the connection was closed for it: a {@link CloseReason.Failed} has it as the cause. */
public final class PeerTimeoutException extends ParleyException {
    private static final long serialVersionUID = 1L;

    /** What the peer was given so long for. */
    public enum Kind {
        /** A message's header, from its first byte on: {@link Limits#headerTimeout()}. */
        HEADER("sent no whole header"),
        /** A whole message, from its first byte on: {@link Limits#messageTimeout()}. */
        MESSAGE("sent no whole message"),
        /** Any byte of what waits for it: {@link Limits#writeTimeout()}. */
        WRITE("read nothing"),
        /** Anything: {@link Limits#idleTimeout()}. */
        IDLE("was silent");

        private final String what;

        Kind(String what) {
            this.what = what;
        }
    }

    private final Kind kind;
    private final Duration timeout;

    /**
     * A timeout.
     *
     * @param kind what the time was for
     * @param timeout how long it was
     * @param remote the peer, or null when there is none yet
     */
    public PeerTimeoutException(Kind kind, Duration timeout, @Nullable SocketAddress remote) {
        super("the peer " + kind.what + " for " + timeout.toMillis() + " ms", null, remote, Delivery.MAYBE_SENT);
        this.kind = kind;
        this.timeout = Objects.requireNonNull(timeout, "timeout");
    }

    /** What the peer was given so long for. */
    public Kind kind() {
        return kind;
    }

    /** How long it was given. */
    public Duration timeout() {
        return timeout;
    }
}
