package dev.parley;

import dev.parley.protocol.Delivery;
import dev.parley.protocol.ParleyException;
import java.net.SocketAddress;

/** What users are told of a link that failed. */
final class LinkFailure {
    private LinkFailure() {}

    /**
     * An error that says what was being done, with whom, and what went wrong.
     *
     * @param what such as "reading from"
     */
    static ParleyException of(String what, SocketAddress remote, Throwable cause) {
        return new ParleyException(
                what + " " + Addresses.text(remote) + ": " + text(cause), cause, remote, Delivery.MAYBE_SENT);
    }

    /** What went wrong, in the system's own words. */
    static String text(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
    }
}
