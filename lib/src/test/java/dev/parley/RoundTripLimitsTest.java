package dev.parley;

import static dev.parley.RoundTrip.BYTES;
import static dev.parley.RoundTrip.DEADLINE;
import static dev.parley.RoundTrip.HOST;
import static dev.parley.RoundTrip.bytes;
import static dev.parley.RoundTrip.connect;
import static dev.parley.RoundTrip.failure;
import static dev.parley.RoundTrip.get;
import static dev.parley.RoundTrip.port;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.RoundTrip.On;
import dev.parley.RoundTrip.PlainPeer;
import dev.parley.RoundTrip.PlainServer;
import dev.parley.protocol.Delivery;
import dev.parley.protocol.Limits;
import dev.parley.protocol.QueueFullException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A peer that does not read, or asks without end, costs no more than the limits allow. */
@Timeout(60)
class RoundTripLimitsTest {

    @AfterEach
    void nothingIsLeft() {
        RoundTrip.awaitNoThreads(DEADLINE);
    }

    @ParameterizedTest
    @EnumSource
    void a_client_refuses_requests_when_its_peer_does_not_read(On on) throws Exception {
        try (PlainServer server = new PlainServer();
                var client = connect(on.client(BYTES), server.port());
                PlainPeer peer = server.accept()) {
            List<CompletableFuture<byte[]>> taken = new ArrayList<>();
            CompletableFuture<byte[]> last = client.send(new byte[1 << 20]);
            while (!last.isCompletedExceptionally()) {
                taken.add(last);
                assertTrue(taken.size() < 200, "200 MB were taken on");
                last = client.send(new byte[1 << 20]);
            }
            QueueFullException full = failure(QueueFullException.class, last);
            assertEquals(Delivery.NOT_SENT, full.delivery());
            assertEquals(7, full.queuedMessages()); // of 1 MiB and 4 bytes each, within 8 MiB

            for (int i = 0; i < taken.size(); i++) { // once it reads, all goes on
                assertEquals(1 << 20, peer.read().length);
                peer.write(bytes(i));
            }
            for (int i = 0; i < taken.size(); i++) {
                assertArrayEquals(bytes(i), get(taken.get(i)));
            }
            CompletableFuture<byte[]> next = client.send(bytes(1));
            assertArrayEquals(bytes(1), peer.read());
            peer.write(bytes(2));
            assertArrayEquals(bytes(2), get(next));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_refuses_more_requests_than_may_wait(On on) throws Exception {
        Limits limits = Limits.builder().maxQueuedMessages(10).maxInFlight(5).build();
        CompletableFuture<byte[]> gate = new CompletableFuture<>();
        try (var server = on.server(BYTES).answerAsync((request, peer) -> gate).bind(HOST, 0);
                var client = connect(on.client(BYTES).limits(limits), server)) {
            List<CompletableFuture<byte[]>> answers = new ArrayList<>();
            for (int i = 0; i < 16; i++) { // 5 are handed over, sooner or later, and 10 wait
                answers.add(client.send(bytes(i)));
            }
            Map<Boolean, List<CompletableFuture<byte[]>>> byRefusal =
                    answers.stream().collect(Collectors.partitioningBy(CompletableFuture::isCompletedExceptionally));
            List<CompletableFuture<byte[]>> refused = byRefusal.get(true);
            assertTrue(!refused.isEmpty() && refused.size() <= 6, "refused " + refused.size());
            for (CompletableFuture<byte[]> answer : refused) {
                failure(QueueFullException.class, answer);
            }
            gate.complete(bytes(0));
            for (CompletableFuture<byte[]> answer : byRefusal.get(false)) {
                assertArrayEquals(bytes(0), get(answer));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_server_stops_asking_its_handler_when_answers_are_not_read(On on) throws Exception {
        int count = 100_000;
        AtomicInteger calls = new AtomicInteger();
        byte[] answer = new byte[2_000];
        try (var server = on.server(BYTES)
                        .answer((request, peer) -> {
                            byte[] own = answer.clone();
                            ByteBuffer.wrap(own).put(request);
                            calls.incrementAndGet();
                            return own;
                        })
                        .bind(HOST, 0);
                PlainPeer client = PlainPeer.connect(port(server))) {
            CompletableFuture<Void> written = CompletableFuture.runAsync(() -> write(client, count));
            // Nothing moves any more: the server has stopped reading, and so the client is stuck.
            AtomicInteger before = new AtomicInteger(-1);
            await().atMost(DEADLINE)
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> before.getAndSet(calls.get()) == calls.get() && calls.get() > 0);
            // What the sockets hold on the way, a queue of 8 MiB, and 128 in flight.
            assertTrue(calls.get() < 20_000, "the handler was called " + calls.get() + " times");

            DataInputStream in = new DataInputStream(new BufferedInputStream(client.in, 1 << 16));
            byte[] came = new byte[answer.length];
            for (int i = 0; i < count; i++) {
                assertEquals(answer.length, in.readInt());
                in.readFully(came);
                assertEquals(i, RoundTrip.number(came));
            }
            get(written);
            assertEquals(count, calls.get());
        }
    }

    private static void write(PlainPeer client, int count) {
        try {
            ByteBuffer requests = ByteBuffer.allocate(8 * 1_000);
            for (int i = 0; i < count; i++) {
                requests.putInt(Integer.BYTES).putInt(i);
                if (!requests.hasRemaining()) {
                    client.out.write(requests.array());
                    requests.clear();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_server_asks_no_more_than_may_be_in_flight(On on) throws Exception {
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (var server = on.server(BYTES)
                        .limits(Limits.builder().maxInFlight(4).build())
                        .answerAsync((request, peer) -> {
                            most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                            return CompletableFuture.supplyAsync(() -> {
                                inFlight.decrementAndGet();
                                return request;
                            });
                        })
                        .bind(HOST, 0);
                var client = connect(on.client(BYTES), server)) {
            List<CompletableFuture<byte[]>> answers = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                answers.add(client.send(bytes(i)));
            }
            for (int i = 0; i < 2_000; i++) {
                assertArrayEquals(bytes(i), get(answers.get(i)));
            }
            assertTrue(most.get() >= 2 && most.get() <= 4, "in flight: " + most);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_server_that_is_full_accepts_again_when_one_leaves(On on) throws Exception {
        try (var server = on.server(BYTES)
                .limits(Limits.builder().maxConnections(2).build())
                .answer((request, peer) -> request)
                .bind(HOST, 0)) {
            MessageClient<byte[]> first = connect(on.client(BYTES), server);
            assertArrayEquals(bytes(1), get(first.send(bytes(1))));
            try (var second = connect(on.client(BYTES), server);
                    var third = connect(on.client(BYTES), server)) {
                CompletableFuture<byte[]> waiting = third.send(bytes(3));
                assertArrayEquals(bytes(2), get(second.send(bytes(2))));
                assertEquals(2, server.peers().size());
                first.close();
                assertArrayEquals(bytes(3), get(waiting));
            }
        }
    }
}
