package dev.parley.soak;

import dev.parley.MessageClient;
import dev.parley.protocol.ParleyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that ask, and check what holds whatever happens: each future completes, with its answer or a typed error. */
final class Exchanges {
    /** More than connecting, a request and a close may take. */
    private static final int DEADLINE_SECONDS = 90;

    private static final AtomicLong IDS = new AtomicLong();

    final AtomicLong right = new AtomicLong();
    final AtomicLong failed = new AtomicLong();

    private final String host;
    private final int port;

    Exchanges(String host, int port) {
        this.host = host;
        this.port = port;
    }

    static long nextId() {
        return IDS.incrementAndGet();
    }

    /** How one connection is treated by its own side. */
    enum Manner {
        /** All answers are waited for. */
        PATIENT,
        /** Some are given up, and it is closed at any time, in either way. */
        HASTY
    }

    /** One connection and its requests. */
    void connection(Random random, Manner manner, int requests) throws Exception {
        CompletableFuture<MessageClient<byte[]>> connecting =
                MessageClient.builder(HoldingServer.BYTES).connect(host, port);
        MessageClient<byte[]> client = result(connecting);
        if (client == null) {
            return;
        }
        List<byte[]> sent = new ArrayList<>();
        List<CompletableFuture<byte[]>> answers = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            byte[] request = Payload.request(random, nextId());
            sent.add(request);
            answers.add(client.send(request));
            if (manner == Manner.HASTY && random.nextInt(5) == 0) {
                answers.get(random.nextInt(answers.size())).cancel(false);
            }
        }
        if (manner == Manner.HASTY) {
            close(random, client);
        }
        for (int i = 0; i < sent.size(); i++) {
            byte[] answer = result(answers.get(i));
            if (answer != null) {
                Payload.check(answer, sent.get(i));
                right.incrementAndGet();
            }
        }
        client.closeAsync().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    private static void close(Random random, MessageClient<byte[]> client) {
        if (random.nextBoolean()) {
            client.closeNow();
        } else {
            var unused = client.closeAsync();
        }
    }

    /** What came of it, or null when it failed as it may. */
    private <T> T result(CompletableFuture<T> future) throws Exception {
        try {
            return future.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (CancellationException given) {
            return null;
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof ParleyException) {
                failed.incrementAndGet();
                return null;
            }
            throw failure;
        }
    }
}
