package dev.parley.observe;

import dev.parley.protocol.CloseReason;
import java.net.SocketAddress;

/**
 * Hears what happens on the connections of a server or client, for logs and figures.
 *
 * <p>For each connection: {@code opened} once, then any number of {@code received} and {@code sending}, then
 * {@code closed} once; what another thread was doing just then may be heard of after that. Called by the thread on which
 * it happens, often an event loop's: a method must be quick and must not block. What it throws is logged and otherwise
 * ignored.
 */
public interface Observer {

    /** A connection is there. */
    default void opened(SocketAddress remote) {}

    /** Why a server closed a connection as it came. */
    enum Refusal {
        /** The server's filter does not allow its address. */
        NOT_ALLOWED,
        /** Its address has as many as it may have: {@link dev.parley.protocol.Limits#maxConnectionsPerAddress()}. */
        TOO_MANY
    }

    /** A server closed a connection as it came; it is neither {@code opened} nor {@code closed}. */
    default void refused(SocketAddress remote, Refusal why) {}

    /** {@code count} whole messages came in with one read, in {@code bytes} bytes of it. */
    default void received(SocketAddress remote, int count, long bytes) {}

    /** A message of {@code bytes} bytes, framing included, was taken on to be sent. */
    default void sending(SocketAddress remote, long bytes) {}

    /** A connection is gone. */
    default void closed(SocketAddress remote, CloseReason reason) {}

    /** An observer that does nothing. */
    static Observer none() {
        return new Observer() {};
    }
}
