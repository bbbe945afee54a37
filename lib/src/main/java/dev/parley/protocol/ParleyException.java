package dev.parley.protocol;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Parley's futures fail with: an I/O error that says where it happened, and how far the message got. */
public class ParleyException extends IOException {
    private static final long serialVersionUID = 1L;

    private final @Nullable SocketAddress remote;
    private final Delivery delivery;

    /**
     * An error that belongs to no request and names no peer.
     *
     * @param message what went wrong, and what to do about it
     */
    public ParleyException(String message) {
        this(message, null, null, Delivery.MAYBE_SENT);
    }

    /**
     * An error with all that is known of it.
     *
     * @param message what went wrong, and what to do about it
     * @param cause what brought it about, or null
     * @param remote the peer, or null when there is none yet
     * @param delivery how far the request got
     */
    public ParleyException(
            String message, @Nullable Throwable cause, @Nullable SocketAddress remote, Delivery delivery) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.remote = remote;
        this.delivery = Objects.requireNonNull(delivery, "delivery");
    }

    /** What went wrong, never null. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** The peer it happened with, where one is known. */
    public Optional<SocketAddress> remote() {
        return Optional.ofNullable(remote);
    }

    /** How far the request got; {@link Delivery#MAYBE_SENT} where that is not known or does not apply. */
    public Delivery delivery() {
        return delivery;
    }
}
