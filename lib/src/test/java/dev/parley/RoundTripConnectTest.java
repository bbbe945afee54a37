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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.RoundTrip.On;
import dev.parley.protocol.ConnectFailedException;
import dev.parley.protocol.Delivery;
import dev.parley.protocol.Limits;
import dev.parley.protocol.ParleyException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of an attempt to connect or to listen, and that nothing is left of one that failed. */
@Timeout(60)
class RoundTripConnectTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    @AfterEach
    void nothingIsLeft() {
        RoundTrip.awaitNoThreads(DEADLINE);
    }

    @ParameterizedTest
    @EnumSource
    void a_port_on_which_nobody_listens_refuses(On on) throws Exception {
        int port = RoundTrip.unusedPort();
        ConnectFailedException refused =
                failure(ConnectFailedException.class, on.client(BYTES).connect(HOST, port));
        assertEquals(1, refused.attempts());
        assertEquals(Delivery.NOT_SENT, refused.delivery());
        assertEquals(new InetSocketAddress(HOST, port), refused.remote().orElseThrow());
        assertInstanceOf(ConnectException.class, refused.getCause());
        assertTrue(refused.getMessage().contains(HOST + ":" + port), refused.getMessage());
        assertTrue(refused.getMessage().contains("refused"), refused.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void an_exchange_with_a_port_on_which_nobody_listens_was_not_sent(On on) throws Exception {
        int port = RoundTrip.unusedPort();
        try (var client = connect(on.client(BYTES).use(ConnectionUse.ONE_EXCHANGE), port)) {
            ConnectFailedException refused = failure(ConnectFailedException.class, client.send(bytes(1)));
            assertEquals(1, refused.attempts());
            assertEquals(Delivery.NOT_SENT, refused.delivery());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_name_that_stands_for_nothing_fails_without_an_attempt(On on) {
        ConnectFailedException unknown =
                failure(ConnectFailedException.class, on.client(BYTES).connect("no..such.host", 1));
        assertEquals("unknown host no..such.host", unknown.getMessage());
        assertEquals(0, unknown.attempts());
        assertTrue(unknown.remote().isEmpty());
        assertEquals(Delivery.NOT_SENT, unknown.delivery());
        assertInstanceOf(UnknownHostException.class, unknown.getCause());
    }

    @ParameterizedTest
    @EnumSource
    @EnabledOnOs(OS.LINUX)
    void an_address_that_does_not_answer_costs_the_timeout_and_no_more(On on) throws Exception {
        try (FullListener full = new FullListener()) {
            long start = System.nanoTime();
            ConnectFailedException late = failure(
                    ConnectFailedException.class,
                    on.client(BYTES)
                            .limits(Limits.builder().connectTimeout(SHORT).build())
                            .connect(HOST, full.port()));
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(took.compareTo(SHORT) >= 0 && took.compareTo(SHORT.plusSeconds(5)) < 0, took::toString);
            assertEquals(1, late.attempts());
            assertEquals(Delivery.NOT_SENT, late.delivery());
            assertTrue(late.getMessage().contains("no answer within"), late.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    @EnabledOnOs(OS.LINUX)
    void a_cancelled_attempt_leaves_no_connection(On on) throws Exception {
        try (FullListener full = new FullListener()) {
            var client = on.client(BYTES).connect(HOST, full.port());
            assertTrue(client.cancel(true));
            RoundTrip.awaitNoThreads(DEADLINE);
            assertEquals(0, full.strangersWithin(1_500)); // one still being made would come within 1 s
        }
    }

    @ParameterizedTest
    @EnumSource
    void cancelling_at_any_moment_leaves_no_connection(On on) throws Exception {
        long seed = 5;
        Random random = new Random(seed);
        try (var server = on.server(BYTES).answer((request, peer) -> request).bind(HOST, 0)) {
            for (int i = 0; i < 300; i++) {
                CompletableFuture<MessageClient<byte[]>> connecting =
                        on.client(BYTES).connect(HOST, port(server));
                long until = System.nanoTime() + random.nextInt(1_000_000);
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                if (!connecting.cancel(true)) {
                    get(connecting).close();
                }
            }
            until(() -> server.peers().isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource
    void localhost_reaches_a_server_on_whichever_loopback_address_it_listens(On on) throws Exception {
        for (InetAddress address : InetAddress.getAllByName("localhost")) {
            try (var server =
                            on.server(BYTES).answer((request, peer) -> request).bind(address.getHostAddress(), 0);
                    var client = get(on.client(BYTES).connect("localhost", port(server)))) {
                assertArrayEquals(bytes(1), get(client.send(bytes(1))));
            }
        }
    }

    @Test
    void a_port_in_use_is_refused_with_the_address_in_the_message() throws Exception {
        var builder = On.DEFAULT.server(BYTES).answer((request, peer) -> request);
        try (var server = builder.bind(HOST, 0)) {
            int port = port(server);
            ParleyException inUse = assertThrows(ParleyException.class, () -> builder.bind(HOST, port));
            assertTrue(inUse.getMessage().startsWith("cannot listen on " + HOST + ":" + port), inUse.getMessage());
            assertInstanceOf(IOException.class, inUse.getCause());
        }
    }

    @Test
    void a_server_cannot_listen_on_a_name_that_stands_for_nothing() {
        var builder = On.DEFAULT.server(BYTES).answer((request, peer) -> request);
        ParleyException unknown = assertThrows(ParleyException.class, () -> builder.bind("no..such.host", 1));
        assertTrue(unknown.getMessage().startsWith("cannot listen on no..such.host:1"), unknown.getMessage());
    }
}
