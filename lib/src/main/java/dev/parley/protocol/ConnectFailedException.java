package dev.parley.protocol;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * No connection came about: the name was not found, or every address it stands for refused or did not answer in time.
 *
 * <p>The cause is the last attempt's error; those of the attempts before it are its suppressed exceptions.
 */
public final class ConnectFailedException extends ParleyException {
    private static final long serialVersionUID = 1L;

    private final int attempts;

    /**
     * A failure after some attempts.
     *
     * @param message what went wrong, with the address
     * @param cause the last attempt's error, or null
     * @param remote the address tried last, or null when the name was not found
     * @param attempts how many addresses were tried
     */
    public ConnectFailedException(
            String message, @Nullable Throwable cause, @Nullable SocketAddress remote, int attempts) {
        super(message, cause, remote, Delivery.NOT_SENT);
        this.attempts = attempts;
    }

    /** How many addresses were tried; 0 when the name stands for none. */
    public int attempts() {
        return attempts;
    }
}
