package dev.parley.soak;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.MessageServer;
import dev.parley.protocol.Seeded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Promise 25, through a proxy: a bad network costs time, not data. */
@Timeout(120)
class FaultyProxyTest {
    private static final int CONNECTIONS = 64;
    private static final int REQUESTS = 12;
    private static final int THREADS = 8;

    private final Seeded seeded = new Seeded(25);
    private final FaultServer server = new FaultServer();

    @Test
    void latencyAndSlicesCostTimeAlone() throws Exception {
        Exchanges exchanges = run(false);

        assertEquals(0, exchanges.failed.get(), seeded::toString);
        assertEquals(CONNECTIONS * REQUESTS, exchanges.right.get(), seeded::toString);
        assertEquals(CONNECTIONS * REQUESTS, server.whole(), seeded::toString);
    }

    @Test
    void whatIsResetFailsOrIsRight() throws Exception {
        Exchanges exchanges = run(true);

        assertTrue(exchanges.failed.get() > 0, seeded::toString);
        assertTrue(exchanges.right.get() > 0, seeded::toString);
        assertEquals(CONNECTIONS * REQUESTS, exchanges.right.get() + exchanges.failed.get(), seeded::toString);
    }

    /** Patient clients through the proxy, and one beside it, which nothing may happen to. */
    private Exchanges run(boolean cuts) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
        try (MessageServer<byte[]> listening = server.start(HoldingServer.HOST);
                FaultyProxy proxy = new FaultyProxy(FaultServer.port(listening), seeded.seed, cuts)) {
            Exchanges through = new Exchanges(HoldingServer.HOST, proxy.port());
            Exchanges beside = new Exchanges(HoldingServer.HOST, FaultServer.port(listening));
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                Random random = new Random(seeded.seed + i);
                runs.add(threads.submit(() -> {
                    through.connection(random, Exchanges.Manner.PATIENT, REQUESTS);
                    return null;
                }));
            }
            if (cuts) {
                beside.connection(new Random(seeded.seed), Exchanges.Manner.PATIENT, 10 * REQUESTS);
                assertEquals(10 * REQUESTS, beside.right.get(), "a neighbour's answers");
            }
            for (Future<?> run : runs) {
                run.get();
            }
            assertEquals(0, server.broken(), seeded::toString);
            assertEquals(cuts, proxy.resets() > 0, seeded::toString);
            await().atMost(Duration.ofSeconds(20)).until(() -> listening.peers().isEmpty());
            return through;
        } finally {
            threads.shutdownNow();
        }
    }
}
