package dev.parley.protocol;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request was not answered within its time. */
public final class RequestTimeoutException extends ParleyException {
    private static final long serialVersionUID = 1L;

    /** What the request was waiting for when its time was up. */
    public enum Phase {
        /** Its turn: other requests were before it. */
        QUEUED,
        /** A connection. */
        CONNECT,
        /** The operating system to take its last byte. */
        WRITE,
        /** The answer. */
        ANSWER
    }

    private final Phase phase;

    /**
     * A timeout.
     *
     * @param phase what it was waiting for
     * @param timeout how long the request was given
     * @param remote the peer, or null when there is none yet
     */
    public RequestTimeoutException(Phase phase, Duration timeout, @Nullable SocketAddress remote) {
        super(
                "no answer within " + timeout.toMillis() + " ms (phase: "
                        + phase.name().toLowerCase(Locale.ROOT) + ")",
                null,
                remote,
                phase == Phase.WRITE || phase == Phase.ANSWER ? Delivery.MAYBE_SENT : Delivery.NOT_SENT);
        this.phase = Objects.requireNonNull(phase, "phase");
    }

    /** What the request was waiting for when its time was up. */
    public Phase phase() {
        return phase;
    }
}
