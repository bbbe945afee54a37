package dev.parley;

import static dev.parley.RoundTrip.BYTES;
import static dev.parley.RoundTrip.DEADLINE;
import static dev.parley.RoundTrip.HOST;
import static dev.parley.RoundTrip.bytes;
import static dev.parley.RoundTrip.connect;
import static dev.parley.RoundTrip.failure;
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
import dev.parley.protocol.Delivery;
import dev.parley.protocol.Limits;
import dev.parley.protocol.TruncatedMessageException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One request, its answer, and the connection is closed. */
@Timeout(60)
class RoundTripOneExchangeTest {

    /** Counts connections. */
    private static final class Counting implements Observer {
        final AtomicInteger opened = new AtomicInteger();
        final AtomicInteger open = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();

        @Override
        public void opened(SocketAddress remote) {
            opened.incrementAndGet();
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
        }

        @Override
        public void closed(SocketAddress remote, CloseReason reason) {
            open.decrementAndGet();
        }
    }

    @AfterEach
    void nothingIsLeft() {
        RoundTrip.awaitNoThreads(DEADLINE);
    }

    @ParameterizedTest
    @EnumSource
    void each_request_has_a_connection_which_is_closed_after_it(On on) throws Exception {
        Counting atServer = new Counting();
        Counting atClient = new Counting();
        Limits five = Limits.builder().maxInFlight(5).build();
        try (var server = on.server(BYTES)
                        .use(ConnectionUse.ONE_EXCHANGE)
                        .observer(atServer)
                        .answer((request, peer) -> request)
                        .bind(HOST, 0);
                var client = connect(
                        on.client(BYTES)
                                .use(ConnectionUse.ONE_EXCHANGE)
                                .observer(atClient)
                                .limits(five),
                        server)) {
            assertEquals(0, atClient.opened.get());
            List<CompletableFuture<byte[]>> answers = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                answers.add(client.send(bytes(i)));
            }
            for (int i = 0; i < 300; i++) {
                assertArrayEquals(bytes(i), get(answers.get(i)));
            }
            assertEquals(300, atClient.opened.get());
            assertTrue(atClient.most.get() <= 5, "open at a time: " + atClient.most);
            until(() -> atClient.open.get() == 0 && atServer.open.get() == 0);
            assertEquals(300, atServer.opened.get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_server_answers_once_and_ends_its_stream(On on) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (var server = on.server(BYTES)
                        .use(ConnectionUse.ONE_EXCHANGE)
                        .answer((request, peer) -> {
                            calls.incrementAndGet();
                            return request;
                        })
                        .bind(HOST, 0);
                PlainPeer client = PlainPeer.connect(port(server))) {
            client.out.write(new byte[] {0, 0, 0, 1, 7, 0, 0, 0, 1, 8, 0, 0, 0, 1, 9});
            assertArrayEquals(new byte[] {7}, client.read());
            assertTrue(client.isEnded());
            client.close();
            until(() -> server.peers().isEmpty());
            assertEquals(1, calls.get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_reset_or_an_end_right_behind_the_answer_is_success(On on) throws Exception {
        try (PlainServer server = new PlainServer();
                var client = connect(on.client(BYTES).use(ConnectionUse.ONE_EXCHANGE), server.port())) {
            for (int i = 0; i < 100; i++) {
                CompletableFuture<byte[]> answer = client.send(bytes(i));
                try (PlainPeer peer = server.accept()) {
                    assertArrayEquals(bytes(i), peer.read());
                    peer.write(bytes(i));
                    if (i % 2 == 0) {
                        peer.reset();
                    }
                }
                assertArrayEquals(bytes(i), get(answer));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_end_or_a_reset_before_the_answer_fails_that_request_alone(On on) throws Exception {
        try (PlainServer server = new PlainServer();
                var client = connect(on.client(BYTES).use(ConnectionUse.ONE_EXCHANGE), server.port())) {
            CompletableFuture<byte[]> ended = client.send(bytes(1));
            try (PlainPeer peer = server.accept()) {
                peer.read();
            }
            ChannelClosedException end = failure(ChannelClosedException.class, ended);
            assertEquals(new CloseReason.PeerEnded(), end.reason());
            assertEquals(Delivery.MAYBE_SENT, end.delivery());

            CompletableFuture<byte[]> reset = client.send(bytes(2));
            try (PlainPeer peer = server.accept()) {
                peer.read();
                peer.reset();
            }
            assertInstanceOf(
                    CloseReason.Failed.class,
                    failure(ChannelClosedException.class, reset).reason());

            CompletableFuture<byte[]> cut = client.send(bytes(3));
            try (PlainPeer peer = server.accept()) {
                peer.read();
                peer.out.write(new byte[] {0, 0, 0, 9, 1});
            }
            assertInstanceOf(
                    TruncatedMessageException.class,
                    failure(ChannelClosedException.class, cut).getCause());

            CompletableFuture<byte[]> answer = client.send(bytes(4));
            try (PlainPeer peer = server.accept()) {
                peer.write(peer.read());
                assertArrayEquals(bytes(4), get(answer));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_request_given_up_closes_its_connection(On on) throws Exception {
        try (PlainServer server = new PlainServer();
                var client = connect(on.client(BYTES).use(ConnectionUse.ONE_EXCHANGE), server.port())) {
            CompletableFuture<byte[]> answer = client.send(bytes(1));
            try (PlainPeer peer = server.accept()) {
                assertArrayEquals(bytes(1), peer.read());
                assertTrue(answer.cancel(true));
                assertTrue(peer.isEnded());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_closed_at_once_closes_all_its_exchanges(On on) throws Exception {
        Limits three = Limits.builder().maxInFlight(3).build();
        try (PlainServer server = new PlainServer()) {
            MessageClient<byte[]> client =
                    connect(on.client(BYTES).use(ConnectionUse.ONE_EXCHANGE).limits(three), server.port());
            List<CompletableFuture<byte[]>> answers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                answers.add(client.send(bytes(i)));
            }
            for (int i = 0; i < 3; i++) {
                server.accept().read();
            }
            client.closeNow();
            for (int i = 0; i < 6; i++) {
                ChannelClosedException closed = failure(ChannelClosedException.class, answers.get(i));
                assertEquals(new CloseReason.Local(), closed.reason());
                assertEquals(i < 3 ? Delivery.MAYBE_SENT : Delivery.NOT_SENT, closed.delivery());
            }
            get(client.closeAsync());
            failure(ChannelClosedException.class, client.send(bytes(7)));
        }
    }
}
