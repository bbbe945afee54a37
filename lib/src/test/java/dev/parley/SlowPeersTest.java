package dev.parley;

import static dev.parley.RoundTrip.BYTES;
import static dev.parley.RoundTrip.bytes;
import static dev.parley.RoundTrip.connect;
import static dev.parley.RoundTrip.get;
import static dev.parley.RoundTrip.port;
import static dev.parley.RoundTrip.until;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.RoundTrip.On;
import dev.parley.RoundTrip.PlainPeer;
import dev.parley.RoundTrip.PlainServer;
import dev.parley.observe.Observer;
import dev.parley.protocol.ChannelClosedException;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Limits;
import dev.parley.protocol.LimitsBuilder;
import dev.parley.protocol.PeerTimeoutException;
import dev.parley.protocol.PeerTimeoutException.Kind;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Over real sockets: peers that are too slow are evicted, one by one, and a neighbour does not notice. */
@Timeout(60)
class SlowPeersTest {
    private static final Duration TIME = Duration.ofMillis(400);

    /** How late a busy machine may be. */
    private static final Duration LATE = Duration.ofSeconds(10);

    private final List<CloseReason> reasons = new CopyOnWriteArrayList<>();

    private final Observer observer = new Observer() {
        @Override
        public void closed(SocketAddress remote, CloseReason reason) {
            reasons.add(reason);
        }
    };

    /** What a slow peer does, until its connection is gone. */
    private interface Slowness {
        void be(PlainPeer peer) throws Exception;
    }

    private void evicted(On on, LimitsBuilder limits, Kind kind, Slowness slowness) throws Exception {
        try (var server = on.server(BYTES)
                        .limits(limits.drainIdle(Duration.ofMillis(100)).build())
                        .observer(observer)
                        .answer((request, peer) -> request)
                        .bind(RoundTrip.HOST, 0);
                var neighbour = connect(on.client(BYTES), server);
                PlainPeer slow = PlainPeer.connect(port(server))) {
            long start = System.nanoTime();
            CompletableFuture<Void> being = CompletableFuture.runAsync(() -> {
                try {
                    slowness.be(slow);
                } catch (Exception gone) {
                    // It was evicted while it wrote or read.
                }
            });
            for (int number = 0; reasons.isEmpty(); number++) {
                assertArrayEquals(bytes(number), get(neighbour.send(bytes(number))));
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            PeerTimeoutException late = assertInstanceOf(
                    PeerTimeoutException.class,
                    assertInstanceOf(CloseReason.Failed.class, reasons.get(0)).cause());
            assertEquals(kind, late.kind());
            assertTrue(took.compareTo(TIME) >= 0, "too early: " + took);
            assertTrue(took.compareTo(TIME.plus(LATE)) < 0, "too late: " + took);
            do { // all the time: else the neighbour may become one that says nothing
                assertArrayEquals(bytes(-1), get(neighbour.send(bytes(-1))));
            } while (!being.isDone());
            get(being);
            until(() -> server.peers().size() == 1); // the observer hears of it before it is gone from there
        }
    }

    private static void drip(PlainPeer peer) throws IOException {
        long end = System.nanoTime() + LATE.toNanos();
        while (System.nanoTime() < end) {
            peer.out.write(0);
            peer.socket.setSoTimeout(20); // a byte each 20 ms
            try {
                if (peer.in.read() < 0) {
                    return;
                }
            } catch (java.net.SocketTimeoutException next) {
                // As expected.
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void one_that_stops_in_a_length(On on) throws Exception {
        evicted(on, Limits.builder().headerTimeout(TIME), Kind.HEADER, peer -> {
            peer.out.write(new byte[] {0, 0});
            assertTrue(peer.isEnded());
        });
    }

    @ParameterizedTest
    @EnumSource
    void one_that_drips(On on) throws Exception {
        evicted(on, Limits.builder().messageTimeout(TIME), Kind.MESSAGE, peer -> {
            peer.out.writeInt(1 << 20);
            drip(peer);
        });
    }

    @ParameterizedTest
    @EnumSource
    void one_that_reads_nothing(On on) throws Exception {
        evicted(on, Limits.builder().writeTimeout(TIME), Kind.WRITE, peer -> {
            byte[] request = new byte[1 << 20];
            for (int i = 0; i < 100; i++) {
                peer.write(request);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void one_that_says_nothing(On on) throws Exception {
        evicted(on, Limits.builder().idleTimeout(TIME), Kind.IDLE, peer -> assertTrue(peer.isEnded()));
    }

    @ParameterizedTest
    @EnumSource
    void a_client_whose_server_stops_within_an_answer_says_why(On on) throws Exception {
        Limits limits = Limits.builder().messageTimeout(TIME).build();
        try (PlainServer server = new PlainServer();
                var client = connect(on.client(BYTES).limits(limits), server.port());
                PlainPeer peer = server.accept()) {
            CompletableFuture<byte[]> answer = client.send(bytes(1));
            assertArrayEquals(bytes(1), peer.read());
            peer.out.writeInt(4);
            ChannelClosedException lost = RoundTrip.failure(ChannelClosedException.class, answer);
            CloseReason.Failed why = assertInstanceOf(CloseReason.Failed.class, lost.reason());
            assertEquals(
                    Kind.MESSAGE,
                    assertInstanceOf(PeerTimeoutException.class, why.cause()).kind());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_connection_that_is_over_leaves_no_thread_that_waits_for_it(On on) throws Exception {
        try (var server = on.server(BYTES).answer((request, peer) -> request).bind(RoundTrip.HOST, 0)) {
            try (PlainPeer peer = PlainPeer.connect(port(server))) {
                peer.out.write(1); // a header that has 10 s
                until(() -> server.peers().size() == 1);
                peer.reset();
            } catch (SocketException reset) {
                // As asked for.
            }
            until(() -> server.peers().isEmpty());
        }
        RoundTrip.awaitNoThreads(Duration.ofSeconds(2));
    }
}
