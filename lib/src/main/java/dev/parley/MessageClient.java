package dev.parley;

import dev.parley.protocol.Message;
import dev.parley.protocol.Protocol;
import java.util.concurrent.CompletableFuture;

/**
 * Sends requests, and completes a future with each answer.
 *
 * <pre>{@code
 * try (var client = MessageClient.connect("127.0.0.1", 65432).join()) {
 *     client.send(Message.json(Map.of("action", "search", "value", "ring")))
 *           .thenAccept(answer -> System.out.println(answer.asText()))
 *           .join();
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads; requests of one thread are sent in its order.
 *
 * @param <M> the message, request and answer alike
 */
public interface MessageClient<M> extends AsyncCloseable {

    /**
     * Sends a request.
     *
     * @return completes with its answer, on the executor. Fails with
     *     {@link dev.parley.protocol.RequestTimeoutException} when none came in time,
     *     {@link dev.parley.protocol.ChannelClosedException} when the connection ended first or the client is closed,
     *     {@link dev.parley.protocol.ConnectFailedException} when the request needed a connection and none came about,
     *     {@link dev.parley.protocol.QueueFullException} when too many requests wait, and
     *     {@link dev.parley.protocol.MalformedMessageException} when the protocol cannot carry the request; each tells by
     *     {@link dev.parley.protocol.ParleyException#delivery()} how far the request got.
     *     <p>Completing it oneself, by {@code cancel}, {@code orTimeout} or otherwise, cancels the request: one that is
     *     not written yet is never sent; the answer to one that is, is dropped when it comes, and answers stay in step.
     *     Cancelling a stage that depends on it does not reach it. Completions run one after the other: one that waits
     *     for another answer of the same client waits in vain.
     */
    CompletableFuture<M> send(M request);

    /**
     * Connects with the JSON-header protocol and the defaults of {@link ClientBuilder}: one connection, on which requests
     * are pipelined.
     *
     * @return as {@link ClientBuilder#connect}
     */
    static CompletableFuture<MessageClient<Message>> connect(String host, int port) {
        return builder(Protocol.jsonHeader()).connect(host, port);
    }

    /** Options for a client. */
    static <M> ClientBuilder<M> builder(Protocol<M> protocol) {
        return new ClientBuilder<>(protocol);
    }
}
