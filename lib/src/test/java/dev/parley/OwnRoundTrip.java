package dev.parley;

import static dev.parley.RoundTrip.get;

import dev.parley.net.FaultyCalls;
import dev.parley.protocol.Limits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A server, a client, a few requests and their close on an {@link OwnLoop}. Whatever fails meanwhile: every future
 * completes, and nothing is left.
 */
final class OwnRoundTrip {
    static final int REQUESTS = 3;

    private final ConnectionUse use;
    private final boolean inPlace;
    private final Limits limits;
    private final List<CompletableFuture<?>> futures = new ArrayList<>();

    /** Null while it is not there. */
    volatile MessageServer<byte[]> server;

    volatile MessageClient<byte[]> client;

    /**
     * One of them.
     *
     * @param inPlace whether users' code runs on the loop
     * @param patience how long to wait for what a failure may have lost
     */
    OwnRoundTrip(ConnectionUse use, boolean inPlace, Duration patience) {
        this.use = use;
        this.inPlace = inPlace;
        this.limits = Limits.builder()
                .connectTimeout(patience)
                .requestTimeout(patience)
                .drainIdle(Duration.ofMillis(50))
                .drainTotal(Duration.ofMillis(100))
                .build();
    }

    void run(FaultyCalls calls) throws Exception {
        OwnLoop loop = OwnLoop.install(calls);
        try {
            exchange(task -> {
                calls.nextUnchecked("user");
                (inPlace ? (Executor) Runnable::run : loop.executor()).execute(task);
            });
            RoundTrip.until(() -> loop.left().isEmpty());
        } catch (Exception | AssertionError failed) {
            throw new AssertionError(calls + ": left is " + loop.left() + " with " + futures, failed);
        } finally {
            loop.stop();
        }
    }

    private void exchange(Executor executor) throws Exception {
        try {
            server = MessageServer.builder(RoundTrip.BYTES)
                    .limits(limits)
                    .executor(executor)
                    .answer((request, peer) -> request)
                    .bind(RoundTrip.HOST, 0);
        } catch (IOException | RuntimeException | OutOfMemoryError unbound) {
            return;
        }
        futures.add(server.closed());
        CompletableFuture<MessageClient<byte[]>> connecting = MessageClient.builder(RoundTrip.BYTES)
                .limits(limits)
                .executor(executor)
                .use(use)
                .connect(RoundTrip.HOST, RoundTrip.port(server));
        futures.add(connecting);
        client = get(connecting.exceptionally(failure -> null));
        if (client != null) {
            requests(client);
        }
        futures.add(server.closeAsync());
        for (CompletableFuture<?> future : futures) {
            get(future.handle((result, failure) -> true));
        }
    }

    private void requests(MessageClient<byte[]> to) throws Exception {
        for (int i = 0; i < REQUESTS; i++) {
            CompletableFuture<byte[]> answer = to.send(Frames.number(i));
            futures.add(answer);
            get(answer.handle((bytes, failure) -> true));
        }
        futures.add(to.closeAsync());
    }
}
