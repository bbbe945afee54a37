package dev.parley.soak;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.parley.protocol.Seeded;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Promise 25, over a wire between network namespaces: a bad network costs time, not data. Each part takes
 * {@code -Dsoak.network.seconds=20}. Where namespaces cannot be made it is skipped, unless {@code -Dsoak.namespaces=true}.
 */
@Tag("soak")
class NetworkSoakTest {
    private static final int SECONDS = Integer.getInteger("soak.network.seconds", 20);
    private static final int THREADS = 6;
    private static final Duration DEADLINE = Duration.ofMinutes(3);

    private final Seeded seeded = new Seeded(2_500);
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final Tally tally = new Tally();
    private Namespaces network;
    private Child server;
    private Child clients;

    @BeforeEach
    void build() throws IOException {
        try {
            network = Namespaces.make();
        } catch (IOException refused) {
            if (Boolean.getBoolean("soak.namespaces")) {
                fail("network namespaces are required", refused);
            }
            abort("no network namespaces: " + refused.getMessage());
        }
        server = Child.start(Namespaces.within(Namespaces.SERVER), FaultServer.class);
        long port = server.askNumber("start " + Namespaces.SERVER_HOST);
        clients = Child.start(
                Namespaces.within(Namespaces.CLIENT),
                FaultClients.class,
                Namespaces.SERVER_HOST,
                Long.toString(port),
                Long.toString(seeded.seed),
                Integer.toString(THREADS));
        tally.add(clients.ask("patient 1"));
        assertEquals(0, tally.failed(), "failed before there was any fault");
    }

    @AfterEach
    void remove() {
        timer.shutdownNow();
        try {
            Stream.of(clients, server).filter(Objects::nonNull).forEach(Child::close);
        } finally {
            if (network != null) {
                network.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 15})
    void lossCostsTimeAlone(int percent) throws Exception {
        network.lose(percent);
        exchange();
        report(percent + " % loss");
        assertEquals(0, tally.failed(), seeded::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1mbit", "20mbit"})
    void aSlowWireCostsTimeAlone(String rate) throws Exception {
        network.limit(rate);
        exchange();
        report(rate + " a second");
        assertEquals(0, tally.failed(), seeded::toString);
    }

    @Test
    void anInterruptedWireCostsTimeAlone() throws Exception {
        during(3_000, number -> {
            if (number % 2 == 0) {
                network.cut();
            } else {
                network.perfect();
            }
        });
        report("a wire that is cut every other 3 s");
        assertEquals(0, tally.failed(), seeded::toString);
    }

    @Test
    void whatIsKilledFailsOrIsRight() throws Exception {
        AtomicInteger killed = new AtomicInteger();
        during(300, number -> killed.addAndGet(network.kill()));
        report(killed + " connections killed");
        if (killed.get() == 0) {
            abort("ss -K kills nothing here: this kernel has no INET_DIAG_DESTROY");
        }
        assertTrue(tally.failed() > 0, seeded::toString);
    }

    @Test
    void whatIsResetOnItsWayFailsOrIsRight() throws Exception {
        during(100, number -> {
            if (number % 4 == 0) {
                network.reject();
            } else {
                network.perfect();
            }
        });
        report("resets for 100 of every 400 ms");
        assertTrue(tally.failed() > 0, seeded::toString);
    }

    private interface Fault {
        void happen(int number) throws IOException;
    }

    /** Exchanges during which a fault happens again and again. */
    private void during(int everyMillis, Fault fault) throws Exception {
        AtomicInteger number = new AtomicInteger();
        ScheduledFuture<?> faults = timer.scheduleAtFixedRate(
                () -> {
                    try {
                        fault.happen(number.getAndIncrement());
                    } catch (IOException broken) {
                        throw new IllegalStateException(broken);
                    }
                },
                everyMillis,
                everyMillis,
                TimeUnit.MILLISECONDS);
        timer.schedule(() -> faults.cancel(false), SECONDS, TimeUnit.SECONDS);
        exchange();
        timer.submit(() -> {}).get(); // behind the last fault
        if (!faults.isCancelled()) {
            faults.get();
        }
    }

    private void exchange() throws IOException {
        tally.add(clients.ask("patient " + SECONDS, DEADLINE));
    }

    /**
     * With a perfect wire again all works, nothing came broken, and nothing is left when the clients have gone: of those
     * whose end the server never heard of, because they were reset on their way, it hears nothing else either.
     */
    private void report(String what) throws Exception {
        network.perfect();
        System.out.println("network: " + what + ": " + tally);
        long failed = tally.failed();
        tally.add(clients.ask("patient 2", DEADLINE));
        assertEquals(failed, tally.failed(), "failed though the wire is perfect again");
        assertEquals(0, server.askNumber("broken"));
        clients.close();
        await().atMost(DEADLINE).pollInterval(Duration.ofMillis(200)).until(() -> server.askNumber("peers") == 0);
        server.ask("stop");
    }
}
