package dev.parley;

import dev.parley.protocol.Protocol;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/**
 * Accepts connections, and answers the requests that come on them.
 *
 * <pre>{@code
 * try (var server = MessageServer.builder(Protocol.jsonHeader())
 *         .answer((request, peer) -> Message.json(Map.of("result", request.contentLength())))
 *         .bind("127.0.0.1", 65432)) {
 *     server.closed().join();
 * }
 * }</pre>
 *
 * <p>Its threads are daemons: a program that has nothing else to do waits for {@link #closed()}.
 *
 * @param <M> the message, request and answer alike
 */
public interface MessageServer<M> extends AsyncCloseable {

    /** Where it listens, with the port that the system chose if 0 was asked for. */
    SocketAddress address();

    /** Who is connected: a copy. */
    Collection<Peer<M>> peers();

    /** When the server and all its connections are closed: completes on the executor. A copy at each call. */
    CompletableFuture<Void> closed();

    /** Options for a server. */
    static <M> ServerBuilder<M> builder(Protocol<M> protocol) {
        return new ServerBuilder<>(protocol);
    }
}
