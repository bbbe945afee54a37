package dev.parley;

import static dev.parley.RoundTrip.BYTES;
import static dev.parley.RoundTrip.DEADLINE;
import static dev.parley.RoundTrip.HOST;
import static dev.parley.RoundTrip.bytes;
import static dev.parley.RoundTrip.connect;
import static dev.parley.RoundTrip.failure;
import static dev.parley.RoundTrip.get;
import static dev.parley.RoundTrip.number;
import static dev.parley.RoundTrip.port;
import static dev.parley.RoundTrip.until;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.RoundTrip.On;
import dev.parley.RoundTrip.PlainPeer;
import dev.parley.RoundTrip.PlainServer;
import dev.parley.protocol.ChannelClosedException;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.ConnectFailedException;
import dev.parley.protocol.Delivery;
import dev.parley.protocol.Limits;
import dev.parley.protocol.MalformedMessageException;
import dev.parley.protocol.TruncatedMessageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How clients and servers end: in order, at once, or because of the other side. */
@Timeout(60)
class RoundTripCloseTest {
    private static final int IN_FLIGHT = 128; // the default limit
    private static final Duration QUICK = Duration.ofSeconds(2);

    @AfterEach
    void nothingIsLeft() {
        RoundTrip.awaitNoThreads(DEADLINE);
    }

    @ParameterizedTest
    @EnumSource
    void a_server_that_closes_in_order_answers_what_it_has_and_accepts_no_more(On on) throws Exception {
        BlockingQueue<Runnable> asked = new LinkedBlockingQueue<>();
        List<MessageClient<byte[]>> clients = new ArrayList<>();
        MessageServer<byte[]> server = on.server(BYTES)
                .answerAsync((request, peer) -> {
                    CompletableFuture<byte[]> answer = new CompletableFuture<>();
                    asked.add(() -> answer.complete(request));
                    return answer;
                })
                .bind(HOST, 0);
        List<CompletableFuture<byte[]>> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            MessageClient<byte[]> client = connect(on.client(BYTES), server);
            clients.add(client);
            IntStream.range(0, 100).forEach(number -> answers.add(client.send(bytes(number))));
        }
        until(() -> asked.size() == answers.size());

        CompletableFuture<Void> closed = server.closeAsync();
        failure(ConnectFailedException.class, on.client(BYTES).connect(HOST, port(server)));
        assertFalse(closed.isDone());
        asked.forEach(Runnable::run);
        for (int i = 0; i < answers.size(); i++) {
            assertEquals(i % 100, number(get(answers.get(i))));
        }
        get(closed);
        get(server.closed());
        assertEquals(List.of(), List.copyOf(server.peers()));
        clients.forEach(MessageClient::close);
        RoundTrip.awaitNoThreads(on == On.DEFAULT ? DEADLINE : QUICK.plus(QUICK));
    }

    @ParameterizedTest
    @EnumSource
    void a_server_whose_drain_time_is_up_cuts_off_what_is_left(On on) throws Exception {
        CompletableFuture<byte[]> asked = new CompletableFuture<>();
        MessageServer<byte[]> server = on.server(BYTES)
                .answerAsync((request, peer) -> {
                    asked.complete(request);
                    return new CompletableFuture<>();
                })
                .bind(HOST, 0);
        try (var client = connect(on.client(BYTES), server)) {
            CompletableFuture<byte[]> answer = client.send(bytes(1));
            get(asked);
            long start = System.nanoTime();
            get(server.closeAsync(Duration.ofMillis(200)));
            assertTrue(System.nanoTime() - start >= Duration.ofMillis(190).toNanos());
            assertEquals(
                    Delivery.MAYBE_SENT,
                    failure(ChannelClosedException.class, answer).delivery());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_closed_at_once_tells_each_request_how_far_it_got(On on) throws Exception {
        BlockingQueue<byte[]> asked = new LinkedBlockingQueue<>();
        try (var server = on.server(BYTES)
                        .answerAsync((request, peer) -> {
                            asked.add(request);
                            return new CompletableFuture<>();
                        })
                        .bind(HOST, 0);
                var client = connect(on.client(BYTES), server)) {
            List<CompletableFuture<byte[]>> answers = new ArrayList<>();
            IntStream.range(0, 2 * IN_FLIGHT).forEach(i -> answers.add(client.send(bytes(i))));
            until(() -> asked.size() == IN_FLIGHT);
            client.closeNow();
            for (int i = 0; i < answers.size(); i++) {
                ChannelClosedException closed = failure(ChannelClosedException.class, answers.get(i));
                assertEquals(new CloseReason.Local(), closed.reason());
                assertEquals(
                        i < IN_FLIGHT ? Delivery.MAYBE_SENT : Delivery.NOT_SENT, closed.delivery(), "request " + i);
            }
            ChannelClosedException after = failure(ChannelClosedException.class, client.send(bytes(1)));
            assertEquals(Delivery.NOT_SENT, after.delivery());
            assertEquals(new CloseReason.Local(), after.reason());
            server.closeNow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_that_closes_in_order_waits_for_its_answers_and_takes_no_more_requests(On on) throws Exception {
        CompletableFuture<byte[]> gate = new CompletableFuture<>();
        try (var server = on.server(BYTES).answerAsync((request, peer) -> gate).bind(HOST, 0);
                var client = connect(on.client(BYTES), server)) {
            CompletableFuture<byte[]> answer = client.send(bytes(1));
            CompletableFuture<Void> closed = client.closeAsync();
            failure(ChannelClosedException.class, client.send(bytes(2)));
            assertFalse(closed.isDone());
            gate.complete(bytes(1));
            assertArrayEquals(bytes(1), get(answer));
            get(closed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_with_nothing_outstanding_closes_quickly(On on) throws Exception {
        try (var server = on.server(BYTES).answer((request, peer) -> request).bind(HOST, 0)) {
            for (ConnectionUse use : ConnectionUse.values()) {
                MessageClient<byte[]> client = connect(on.client(BYTES).use(use), server);
                long start = System.nanoTime();
                client.close();
                assertTrue(System.nanoTime() - start < QUICK.toNanos());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_can_be_closed_by_whoever_takes_its_answer(On on) throws Exception {
        for (ConnectionUse use : ConnectionUse.values()) {
            try (var server =
                    on.server(BYTES).use(use).answer((request, peer) -> request).bind(HOST, 0)) {
                MessageClient<byte[]> client = connect(on.client(BYTES).use(use), server);
                long start = System.nanoTime();
                get(client.send(bytes(1)).thenAccept(answer -> client.close()));
                assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_closed_connection_tells_why(On on) throws Exception {
        BlockingQueue<Peer<byte[]>> peers = new LinkedBlockingQueue<>();
        Limits limits = Limits.builder().drainIdle(Duration.ofMillis(500)).build();
        try (var server = on.server(BYTES)
                .limits(limits)
                .answer((request, peer) -> {
                    peers.add(peer);
                    return request;
                })
                .bind(HOST, 0)) {
            assertEquals(new CloseReason.PeerEnded(), reason(server, peers, PlainPeer::close));
            assertEquals(new CloseReason.PeerEnded(), reason(server, peers, client -> client.socket.shutdownOutput()));
            assertInstanceOf(CloseReason.Failed.class, reason(server, peers, PlainPeer::reset));
            assertInstanceOf(TruncatedMessageException.class, cause(reason(server, peers, client -> {
                client.out.write(new byte[] {0, 0, 0, 9, 1});
                client.close();
            })));
            assertInstanceOf(
                    MalformedMessageException.class,
                    cause(reason(server, peers, client -> client.out.writeInt(Integer.MAX_VALUE))));
            CloseReason local = reason(server, peers, client -> server.peers().forEach(Peer::closeNow));
            assertEquals(new CloseReason.Local(), local);
            assertEquals(
                    new CloseReason.Local(),
                    reason(server, peers, client -> server.peers().forEach(Peer::closeAsync)));
        }
    }

    private interface Ending {
        void by(PlainPeer client) throws Exception;
    }

    /** Why a connection was closed after one exchange and then this. */
    private static CloseReason reason(MessageServer<byte[]> server, BlockingQueue<Peer<byte[]>> peers, Ending ending)
            throws Exception {
        try (PlainPeer client = PlainPeer.connect(port(server))) {
            client.write(bytes(1));
            assertArrayEquals(bytes(1), client.read());
            ending.by(client);
            return get(peers.take().closed());
        }
    }

    private static Throwable cause(CloseReason reason) {
        return assertInstanceOf(CloseReason.Failed.class, reason).cause();
    }

    @ParameterizedTest
    @EnumSource
    void an_answer_that_is_there_before_the_reset_counts(On on) throws Exception {
        try (PlainServer server = new PlainServer()) {
            for (int i = 0; i < 50; i++) {
                try (var client = connect(on.client(BYTES), server.port());
                        PlainPeer peer = server.accept()) {
                    CompletableFuture<byte[]> first = client.send(bytes(1));
                    CompletableFuture<byte[]> second = client.send(bytes(2));
                    peer.read();
                    peer.read();
                    peer.write(bytes(1));
                    peer.reset();
                    assertArrayEquals(bytes(1), get(first));
                    assertEquals(
                            Delivery.MAYBE_SENT,
                            failure(ChannelClosedException.class, second).delivery());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void no_thread_is_left_two_seconds_after_everything_is_closed(On on) throws Exception {
        try (var server = on.server(BYTES).answer((request, peer) -> request).bind(HOST, 0);
                var client = connect(on.client(BYTES), server)) {
            for (int i = 0; i < 100; i++) {
                assertArrayEquals(bytes(i), get(client.send(bytes(i))));
            }
            assertFalse(RoundTrip.threads().isEmpty());
        }
        RoundTrip.awaitNoThreads(QUICK);
    }
}
