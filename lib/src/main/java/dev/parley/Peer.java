package dev.parley;

import dev.parley.protocol.CloseReason;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;

/**
 * The far side of one connection: somebody to send messages to.
 *
 * <p>Safe for use by several threads; messages of one thread are sent in its order.
 *
 * @param <M> the message
 */
public interface Peer<M> extends AsyncCloseable {

    /**
     * Sends a message. A client that pipelines takes each message for the next answer: within a handler, answer by
     * returning, and send only to peers whose protocol expects more.
     *
     * @return completes, on the executor, when the operating system has taken the message's last byte, which does not
     *     mean that the peer has seen it. When too much waits, {@link dev.parley.protocol.Limits#overflow()} says what
     *     becomes of it: by default the future fails with {@link dev.parley.protocol.QueueFullException}. It fails with
     *     {@link dev.parley.protocol.MalformedMessageException} when the protocol cannot carry the message, and
     *     {@link dev.parley.protocol.ChannelClosedException} when the connection is closed or its output ended.
     *     Cancelling it withdraws the message, if none of it was written yet.
     */
    CompletableFuture<Void> send(M message);

    /**
     * Sends a message if there is room for it now.
     *
     * @return whether it was taken on; false also when the connection is closed, or its output ended
     * @throws IllegalArgumentException when the protocol cannot carry the message
     */
    boolean trySend(M message);

    /** When the connection is gone, and why: completes once, on the executor. A copy at each call. */
    CompletableFuture<CloseReason> closed();

    /** The peer's address. */
    SocketAddress remote();

    /** This end's address. */
    SocketAddress local();
}
