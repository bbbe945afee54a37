package dev.parley.soak;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.protocol.Seeded;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Faults without a pause, {@code -Dsoak.minutes=60} of them: a server in a process of its own, among its clients some that
 * misbehave, some that are killed, some behind a bad network, and some that do nothing of the kind. Those last ones never
 * notice; all answers are right; every future completes; and at the end the server holds what it held at the beginning.
 */
@Tag("soak")
class FaultsSoakTest {
    private static final int MINUTES = Integer.getInteger("soak.minutes", 60);
    private static final int WARM_UP_SECONDS = 15;
    private static final int REPORT_SECONDS = 30;
    private static final int THREADS = 6;
    private static final Duration DEADLINE = Duration.ofMinutes(3);

    private final Seeded seeded = new Seeded(3_600);
    private final Tally healthy = new Tally();
    private final Tally faulty = new Tally();
    private final Tally proxied = new Tally();
    private final AtomicBoolean over = new AtomicBoolean();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final long began = System.nanoTime();
    private int port;

    @Test
    void neighboursNeverNoticeAndNothingIsLeft() throws Exception {
        System.out.println("soak: " + MINUTES + " minutes of faults, " + seeded);
        try (Child server = Child.start(FaultServer.class)) {
            port = (int) server.askNumber("start " + HoldingServer.HOST);
            soak(server, WARM_UP_SECONDS);
            System.out.println("soak: held at the beginning: " + drained(server).ask("baseline"));
            over.set(false);
            soak(server, TimeUnit.MINUTES.toSeconds(MINUTES));
            System.out.println("soak: held at the end: " + drained(server).ask("check"));
            System.out.println("soak: held with the server closed: " + server.ask("stop"));
            assertEquals(0, server.askNumber("broken"));
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
        assertTrue(healthy.right() > 0 && proxied.right() > 0 && faulty.deeds() > 0, this::figures);
        assertTrue(faulty.kills() > 0 && proxied.failed() > 0, this::figures);
        System.out.println("soak: " + figures());
    }

    private void soak(Child server, long seconds) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        List<Future<?>> slots = new ArrayList<>();
        slots.add(threads.submit(() -> expendable("faulty", faulty, seeded.seed)));
        slots.add(threads.submit(() -> expendable("proxied", proxied, seeded.seed + 1)));
        try (Child neighbour = clients(seeded.seed + 2)) {
            while (System.nanoTime() < end && slots.stream().noneMatch(Future::isDone)) {
                long left = TimeUnit.NANOSECONDS.toSeconds(end - System.nanoTime());
                healthy.add(neighbour.ask("patient " + Math.max(1, Math.min(REPORT_SECONDS, left)), DEADLINE));
                assertEquals(0, healthy.failed(), "a healthy neighbour's requests that failed");
                System.out.println("soak: " + figures() + "; the server has " + server.ask("peers") + " peers");
            }
        }
        over.set(true);
        for (Future<?> slot : slots) {
            slot.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** One process of clients after another; some are killed at any time. */
    private Void expendable(String order, Tally tally, long seed) throws Exception {
        Random random = new Random(seed);
        while (!over.get()) {
            try (Child child = clients(random.nextLong())) {
                int seconds = 2 + random.nextInt(10);
                AtomicBoolean killed = new AtomicBoolean();
                if (random.nextInt(3) == 0) {
                    killLater(child, random.nextInt(seconds * 1_000), killed);
                }
                try {
                    tally.add(child.ask(order + " " + seconds, DEADLINE));
                } catch (IOException gone) {
                    if (!killed.get()) {
                        throw gone;
                    }
                    tally.killed();
                }
            }
        }
        return null;
    }

    private static void killLater(Child child, int millis, AtomicBoolean killed) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(() -> {
            killed.set(true);
            child.kill();
        });
    }

    private Child clients(long seed) throws IOException {
        return Child.start(
                FaultClients.class,
                HoldingServer.HOST,
                Integer.toString(port),
                Long.toString(seed),
                Integer.toString(THREADS));
    }

    private static Child drained(Child server) {
        await().atMost(DEADLINE).pollInterval(Duration.ofMillis(200)).until(() -> server.askNumber("peers") == 0);
        return server;
    }

    private String figures() {
        return String.format(
                "%d s; healthy: %s; faulty: %s; behind a bad network: %s",
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began), healthy, faulty, proxied);
    }
}
