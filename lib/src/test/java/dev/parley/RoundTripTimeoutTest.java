package dev.parley;

import static dev.parley.RoundTrip.BYTES;
import static dev.parley.RoundTrip.bytes;
import static dev.parley.RoundTrip.connect;
import static dev.parley.RoundTrip.failure;
import static dev.parley.RoundTrip.get;
import static dev.parley.RoundTrip.number;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.RoundTrip.On;
import dev.parley.RoundTrip.PlainPeer;
import dev.parley.RoundTrip.PlainServer;
import dev.parley.protocol.Delivery;
import dev.parley.protocol.Limits;
import dev.parley.protocol.RequestTimeoutException;
import dev.parley.protocol.RequestTimeoutException.Phase;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A request that is not answered in time fails in time, says how far it got, and leaves the rest in step. */
@Timeout(60)
class RoundTripTimeoutTest {
    private static final Duration TIME = Duration.ofMillis(150);
    private static final Duration LATE = Duration.ofMillis(100);

    @AfterEach
    void nothingIsLeft() {
        RoundTrip.awaitNoThreads(RoundTrip.DEADLINE);
    }

    private static Limits within(Duration time) {
        return Limits.builder().requestTimeout(time).build();
    }

    @ParameterizedTest
    @EnumSource
    void a_late_answer_is_dropped_and_the_next_request_gets_its_own(On on) throws Exception {
        Map<Integer, CompletableFuture<byte[]>> held = new ConcurrentHashMap<>();
        try (var server = on.server(BYTES)
                        .answerAsync((request, peer) -> number(request) < 5
                                ? held.computeIfAbsent(number(request), fresh -> new CompletableFuture<>())
                                : CompletableFuture.completedFuture(request))
                        .bind(RoundTrip.HOST, 0);
                var client = connect(on.client(BYTES).limits(within(TIME)), server)) {
            Duration soonest = Duration.ofDays(1);
            for (int i = 0; i < 5; i++) {
                long start = System.nanoTime();
                RequestTimeoutException late = failure(RequestTimeoutException.class, client.send(bytes(i)));
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                soonest = took.compareTo(soonest) < 0 ? took : soonest;
                assertTrue(took.compareTo(TIME) >= 0, () -> "too soon: " + took);
                assertEquals(Phase.ANSWER, late.phase());
                assertEquals(Delivery.MAYBE_SENT, late.delivery());
                assertEquals(server.address(), late.remote().orElseThrow());
            }
            // A busy machine may delay some of them, but not each.
            Duration best = soonest;
            assertTrue(best.compareTo(TIME.plus(LATE)) <= 0, () -> "too late: " + best);

            held.forEach((number, answer) -> answer.complete(bytes(number)));
            assertArrayEquals(bytes(7), get(client.send(bytes(7))));
            assertArrayEquals(bytes(8), get(client.send(bytes(8))));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_request_that_waits_for_others_is_never_sent(On on) throws Exception {
        Set<Integer> seen = ConcurrentHashMap.newKeySet();
        CompletableFuture<byte[]> gate = new CompletableFuture<>();
        Limits one = Limits.builder().maxInFlight(1).requestTimeout(TIME).build();
        try (var server = on.server(BYTES)
                        .answerAsync((request, peer) -> {
                            seen.add(number(request));
                            return gate.thenApply(opened -> request);
                        })
                        .bind(RoundTrip.HOST, 0);
                var client = connect(on.client(BYTES).limits(one), server)) {
            CompletableFuture<byte[]> first = client.send(bytes(1));
            RequestTimeoutException late = failure(RequestTimeoutException.class, client.send(bytes(2)));
            assertEquals(Phase.QUEUED, late.phase());
            assertEquals(Delivery.NOT_SENT, late.delivery());
            failure(RequestTimeoutException.class, first);
            gate.complete(new byte[0]);
            assertArrayEquals(bytes(3), get(client.send(bytes(3))));
            assertEquals(Set.of(1, 3), seen);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_peer_that_does_not_read_is_waited_for_in_writing(On on) throws Exception {
        try (PlainServer server = new PlainServer();
                var client = connect(on.client(BYTES).limits(within(TIME)), server.port());
                PlainPeer peer = server.accept()) {
            RequestTimeoutException late =
                    failure(RequestTimeoutException.class, client.send(new byte[32 << 20])); // more than sockets hold
            assertEquals(Phase.WRITE, late.phase());
            assertEquals(Delivery.MAYBE_SENT, late.delivery());
            client.closeNow();
            assertFalse(peer.socket.isClosed());
        }
    }

    @ParameterizedTest
    @EnumSource
    void each_of_many_exchanges_fails_with_its_timeout_and_nothing_else(On on) throws Exception {
        Duration time = Duration.ofSeconds(1); // enough for a hundred connections on a busy machine
        try (PlainServer server = new PlainServer(200);
                var client =
                        connect(on.client(BYTES).use(ConnectionUse.ONE_EXCHANGE).limits(within(time)), server.port())) {
            List<CompletableFuture<byte[]>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(client.send(bytes(i)));
            }
            for (CompletableFuture<byte[]> answer : answers) {
                RequestTimeoutException late = failure(RequestTimeoutException.class, answer);
                assertEquals(Phase.ANSWER, late.phase());
                assertEquals(Delivery.MAYBE_SENT, late.delivery());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @EnabledOnOs(OS.LINUX)
    void an_exchange_whose_connection_does_not_come_about_was_not_sent(On on) throws Exception {
        try (FullListener full = new FullListener();
                var client =
                        connect(on.client(BYTES).use(ConnectionUse.ONE_EXCHANGE).limits(within(TIME)), full.port())) {
            for (int i = 0; i < 5; i++) {
                RequestTimeoutException late = failure(RequestTimeoutException.class, client.send(bytes(i)));
                assertEquals(Phase.CONNECT, late.phase());
                assertEquals(Delivery.NOT_SENT, late.delivery());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_can_be_closed_by_whoever_hears_of_a_timeout(On on) throws Exception {
        Limits patient = Limits.builder()
                .requestTimeout(TIME)
                .drainIdle(Duration.ofMillis(300))
                .drainTotal(Duration.ofSeconds(2))
                .build();
        try (PlainServer server = new PlainServer()) {
            MessageClient<byte[]> client = connect(on.client(BYTES).limits(patient), server.port());
            try (PlainPeer peer = server.accept()) {
                CompletableFuture<String> thread = new CompletableFuture<>();
                CompletableFuture<?> closed = client.send(bytes(1)).handle((answer, late) -> {
                    thread.complete(Thread.currentThread().getName());
                    client.close(); // its answer is outstanding, and this peer will never send it
                    return late;
                });
                get(closed);
                assertFalse(get(thread).startsWith("parley-timer"), "users' code ran on the timer");
                get(client.closeAsync());
                assertArrayEquals(bytes(1), peer.read());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_time_without_end_is_one_that_does_not_end(On on) throws Exception {
        Duration forEver = ChronoUnit.FOREVER.getDuration();
        Limits endless = Limits.builder()
                .connectTimeout(forEver)
                .requestTimeout(forEver)
                .headerTimeout(forEver)
                .messageTimeout(forEver)
                .writeTimeout(forEver)
                .idleTimeout(forEver)
                .drainIdle(forEver)
                .drainTotal(forEver)
                .build();
        try (var server = on.server(BYTES)
                        .limits(endless)
                        .answer((request, peer) -> request)
                        .bind(RoundTrip.HOST, 0);
                var client = connect(on.client(BYTES).limits(endless), server)) {
            assertArrayEquals(bytes(1), get(client.send(bytes(1))));
            get(client.closeAsync(forEver));
        }
    }
}
