package dev.parley;

import static dev.parley.RoundTrip.BYTES;
import static dev.parley.RoundTrip.HOST;
import static dev.parley.RoundTrip.bytes;
import static dev.parley.RoundTrip.port;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.LimitedClient.Before;
import dev.parley.RoundTrip.PlainPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Promise 10: a process that has no descriptors left neither spins nor fills its log, and goes on once it has some.
 *
 * <p>{@code -Dparley.exhaustion.seconds=10} watches it for longer; what it does at the limit it does each second.
 */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class DescriptorExhaustionTest {
    private static final int DESCRIPTORS = 128;
    private static final int CONNECTS = 400;
    private static final Duration WATCHED = Duration.ofSeconds(Integer.getInteger("parley.exhaustion.seconds", 3));
    private static final double MOST_CPU = 0.05;
    private static final int MOST_LINES_A_SECOND = 2;
    private static final Duration RECOVERY = Duration.ofSeconds(2);

    @TempDir
    private static Path jars;

    @Test
    void a_server_at_its_limit_rests_and_goes_on_after_it() throws Exception {
        List<SocketChannel> crowd = new ArrayList<>();
        try (LimitedProcess server = new LimitedProcess(jars, DESCRIPTORS, LimitedServer.class)) {
            int port = Integer.parseInt(server.await("port "));
            int own = server.descriptors();
            try (PlainPeer early = PlainPeer.connect(port)) {
                assertEchoes(early);
                for (int i = 0; i < CONNECTS; i++) {
                    crowd.add(connecting(port));
                }
                String line = server.await("log ");
                assertTrue(line.contains("the server on " + HOST + ":" + port + " could not accept"), line);
                assertEquals(DESCRIPTORS, server.descriptors());
                assertRests(server, own);
                assertEchoes(early);
            }
            for (SocketChannel channel : crowd) {
                channel.close();
            }
            long released = System.nanoTime();
            try (PlainPeer late = PlainPeer.connect(port)) {
                assertEchoes(late);
            }
            Duration recovery = Duration.ofNanos(System.nanoTime() - released);
            System.out.println("promise 10: the first new echo came " + recovery.toMillis() + " ms after the release");
            assertTrue(recovery.compareTo(RECOVERY) <= 0, recovery::toString);
            await().atMost(RoundTrip.DEADLINE).until(() -> server.descriptors() <= own + 3); // the closer's own
        } finally {
            for (SocketChannel channel : crowd) {
                channel.close();
            }
        }
    }

    /** What the JDK opens for the first line of a log it must not look for at the limit: it would never find it again. */
    @Test
    void a_server_whose_first_line_of_the_log_is_due_at_the_limit_goes_on_after_it() throws Exception {
        List<SocketChannel> crowd = new ArrayList<>();
        try (LimitedProcess server = new LimitedProcess(jars, DESCRIPTORS, LimitedServer.class, "unused")) {
            int port = Integer.parseInt(server.await("port "));
            for (int i = 0; i < CONNECTS; i++) {
                crowd.add(connecting(port));
            }
            await().atMost(RoundTrip.DEADLINE).until(() -> server.descriptors() == DESCRIPTORS);
            server.await("WARNING: the server on " + HOST + ":" + port + " could not accept");
            for (SocketChannel channel : crowd) {
                channel.close();
            }
            try (PlainPeer late = PlainPeer.connect(port)) {
                assertEchoes(late);
            }
        } finally {
            for (SocketChannel channel : crowd) {
                channel.close();
            }
        }
    }

    /** One that waits to be accepted may never be. */
    private static SocketChannel connecting(int port) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return channel;
    }

    private static void assertRests(LimitedProcess server, int own) throws Exception {
        long start = System.nanoTime();
        Duration before = server.cpu();
        await().pollDelay(WATCHED).atMost(WATCHED.multipliedBy(2)).until(() -> true);
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpu = server.cpu().minus(before).toNanos() / 1e9 / seconds;
        List<String> lines = server.rest();
        System.out.printf(
                "promise 10: at the limit for %.1f s: %.1f %% of a core, %d lines; %d descriptors of its own%n",
                seconds, 100 * cpu, lines.size(), own);
        assertTrue(cpu <= MOST_CPU, () -> cpu + " of a core");
        assertTrue(lines.size() <= MOST_LINES_A_SECOND * seconds, lines::toString);
    }

    private static void assertEchoes(PlainPeer peer) throws IOException {
        peer.write(bytes(7));
        assertArrayEquals(bytes(7), peer.read());
    }

    @ParameterizedTest
    @CsvSource({
        "PIPELINED, 0, CONNECTED",
        "ONE_EXCHANGE, 0, CONNECTED",
        "PIPELINED, 0, JDK_USED",
        "PIPELINED, 6, JDK_USED"
    })
    void a_client_at_its_limit_is_told_so_and_connects_after_it(ConnectionUse use, int left, Before before)
            throws Exception {
        try (var server = MessageServer.builder(BYTES)
                        .use(use)
                        .answer((request, peer) -> request)
                        .bind(HOST, 0);
                LimitedProcess client = client(server, use, left, before)) {
            String failed = client.await("at the limit: ");
            assertTyped(failed);
            assertTrue(failed.contains("Too many open files"), failed);
            assertEquals("echoed", client.await("after: "));
            client.await("none lost");
        }
    }

    /** The JDK may be unusable for good then, but a future says so. */
    @ParameterizedTest
    @CsvSource({"PIPELINED, 3", "PIPELINED, 6", "ONE_EXCHANGE, 3", "ONE_EXCHANGE, 6"})
    void a_client_that_is_the_first_to_use_the_network_at_the_limit_is_told_so(ConnectionUse use, int left)
            throws Exception {
        try (var server = MessageServer.builder(BYTES)
                        .use(use)
                        .answer((request, peer) -> request)
                        .bind(HOST, 0);
                LimitedProcess client = client(server, use, left, Before.NOTHING)) {
            assertTyped(client.await("at the limit: "));
        }
    }

    private static void assertTyped(String outcomes) {
        for (String outcome : outcomes.split(" \\| ", -1)) {
            assertTrue(outcome.startsWith("ConnectFailedException NOT_SENT "), outcomes);
        }
    }

    private static LimitedProcess client(MessageServer<?> server, ConnectionUse use, int left, Before before)
            throws IOException {
        return new LimitedProcess(
                jars,
                DESCRIPTORS,
                LimitedClient.class,
                Integer.toString(port(server)),
                use.name(),
                Integer.toString(left),
                before.name());
    }
}
