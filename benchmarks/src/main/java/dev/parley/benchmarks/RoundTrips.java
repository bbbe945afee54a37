package dev.parley.benchmarks;

import dev.parley.ClientBuilder;
import dev.parley.MessageClient;
import dev.parley.MessageServer;
import dev.parley.ServerBuilder;
import dev.parley.protocol.ParleyException;
import dev.parley.protocol.Protocol;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A server that answers each request with itself, and a client of it on one pipelined connection over loopback.
 *
 * @param <M> the message
 */
final class RoundTrips<M> implements AutoCloseable {
    private final MessageServer<M> server;
    private final MessageClient<M> client;
    private final M request;

    private RoundTrips(MessageServer<M> server, MessageClient<M> client, M request) {
        this.server = server;
        this.client = client;
        this.request = request;
    }

    /** Both ends, on an executor that runs tasks in place if {@code direct}, else each on its default. */
    static <M> RoundTrips<M> start(Protocol<M> protocol, M request, boolean direct) throws ParleyException {
        Executor inPlace = Runnable::run;
        ServerBuilder<M> serving = MessageServer.builder(protocol);
        ClientBuilder<M> asking = MessageClient.builder(protocol);
        if (direct) {
            serving.executor(inPlace);
            asking.executor(inPlace);
        }
        MessageServer<M> server = serving.answer((asked, peer) -> asked).bind("127.0.0.1", 0);
        int port = ((InetSocketAddress) server.address()).getPort();
        return new RoundTrips<>(server, asking.connect("127.0.0.1", port).join(), request);
    }

    /** One request, and the wait for its answer. */
    M one() {
        return client.send(request).join();
    }

    /** So many requests at once, and the wait for all answers; gives how many came. */
    int many(int count) {
        CompletableFuture<?>[] answers = new CompletableFuture<?>[count];
        for (int i = 0; i < count; i++) {
            answers[i] = client.send(request);
        }
        for (CompletableFuture<?> answer : answers) {
            answer.join();
        }
        return answers.length;
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
