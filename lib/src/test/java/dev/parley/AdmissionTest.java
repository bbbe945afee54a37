package dev.parley;

import static dev.parley.RoundTrip.BYTES;
import static dev.parley.RoundTrip.bytes;
import static dev.parley.RoundTrip.port;
import static dev.parley.RoundTrip.until;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.RoundTrip.PlainPeer;
import dev.parley.observe.Observer;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Limits;
import dev.parley.protocol.LimitsBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom a server lets in: not more than it may hold, not more of one address than may be, nobody who is not allowed. */
@Timeout(60)
class AdmissionTest {
    private static final String ONE = "127.0.0.1";
    private static final String OTHER = "127.0.0.2";

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final List<PlainPeer> peers = new ArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger("dev.parley");

    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private final Observer observer = new Observer() {
        @Override
        public void refused(SocketAddress remote, Refusal why) {
            refused.add(((InetSocketAddress) remote).getAddress().getHostAddress() + " " + why);
        }

        @Override
        public void opened(SocketAddress remote) {
            opened.incrementAndGet();
        }

        @Override
        public void closed(SocketAddress remote, CloseReason reason) {
            closed.incrementAndGet();
        }
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void close() throws IOException {
        logger.setUseParentHandlers(true);
        logger.removeHandler(handler);
        for (PlainPeer peer : peers) {
            peer.close();
        }
    }

    private MessageServer<byte[]> serve(LimitsBuilder limits, Predicate<InetAddress> filter) throws Exception {
        return MessageServer.builder(BYTES)
                .limits(limits.drainIdle(Duration.ofMillis(50)).build())
                .allow(filter)
                .observer(observer)
                .executor(Runnable::run)
                .answer((request, peer) -> request)
                .bind("127.0.0.1", 0);
    }

    /** A peer that comes from that address of this machine. */
    private PlainPeer from(String address, MessageServer<?> server) throws IOException {
        PlainPeer peer = new PlainPeer(connected(port(server), address));
        peers.add(peer);
        return peer;
    }

    private static Socket connected(int port, String from) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getAllByName(from)[0], 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private static void isServed(PlainPeer peer) throws IOException {
        peer.write(bytes(7));
        assertArrayEquals(bytes(7), peer.read());
    }

    private static void isTurnedAway(PlainPeer peer) throws IOException {
        assertTrue(peer.isEnded());
    }

    @Test
    void one_address_cannot_take_everything() throws Exception {
        LimitsBuilder limits = Limits.builder().maxConnections(10).maxConnectionsPerAddress(3);
        try (MessageServer<byte[]> server = serve(limits, address -> true)) {
            List<PlainPeer> greedy = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                greedy.add(from(ONE, server));
                isServed(greedy.get(i));
            }
            for (int i = 0; i < 50; i++) {
                isTurnedAway(from(ONE, server));
            }
            isServed(from(OTHER, server));
            assertEquals(4, server.peers().size());
            assertEquals(50, refused.size());
            assertEquals("127.0.0.1 TOO_MANY", refused.get(0));

            greedy.get(0).close();
            until(() -> server.peers().size() == 3);
            isServed(from(ONE, server));
            isTurnedAway(from(ONE, server));
            assertEquals(5, opened.get(), "those refused were never opened");
        }
        until(() -> closed.get() == opened.get());
    }

    @Test
    void nobody_is_let_in_who_is_not_allowed() throws Exception {
        InetAddress allowed = InetAddress.getByName(OTHER);
        try (MessageServer<byte[]> server = serve(Limits.builder(), allowed::equals)) {
            isTurnedAway(from(ONE, server));
            isServed(from(OTHER, server));
            assertEquals(List.of("127.0.0.1 NOT_ALLOWED"), refused);
        }
    }

    @Test
    void a_filter_that_throws_lets_nobody_in_and_the_server_goes_on() throws Exception {
        Predicate<InetAddress> faulty = address -> {
            if (address.getHostAddress().equals(ONE)) {
                throw new AssertionError("the filter's fault");
            }
            return true;
        };
        try (MessageServer<byte[]> server = serve(Limits.builder(), faulty)) {
            for (int i = 0; i < 3; i++) {
                isTurnedAway(from(ONE, server));
            }
            isServed(from(OTHER, server));
        }
    }

    @Test
    void the_refused_take_no_room_for_long() throws Exception {
        LimitsBuilder limits = Limits.builder().maxConnections(2).maxConnectionsPerAddress(1);
        try (MessageServer<byte[]> server = serve(limits, address -> true)) {
            isServed(from(ONE, server));
            for (int i = 0; i < 100; i++) {
                isTurnedAway(from(ONE, server));
            }
            isServed(from(OTHER, server));
            PlainPeer third = from("127.0.0.3", server);
            third.write(bytes(1)); // it waits in the backlog
            peers.get(0).close();
            assertArrayEquals(bytes(1), third.read());
        }
    }

    @Test
    void lines_about_refusals_are_few() throws Exception {
        LimitsBuilder limits = Limits.builder().maxConnectionsPerAddress(1);
        try (MessageServer<byte[]> server = serve(limits, address -> true)) {
            isServed(from(ONE, server));
            for (int i = 0; i < 200; i++) {
                isTurnedAway(from(ONE, server));
            }
        }
        assertTrue(lines.get(0).contains("refused a connection from 127.0.0.1:"), lines.get(0));
        assertTrue(lines.get(0).endsWith("TOO_MANY"), lines.get(0));
        assertTrue(lines.size() <= 3, lines.size() + " lines of 200 refusals within seconds");
    }
}
