package dev.parley.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Promise 13: what a server holds follows what has come, not what was announced. The server is a process of its own, and
 * what is measured is all that it holds more with the connections than without.
 */
class ReceivedMemoryTest {
    private static final int CONNECTIONS = 1_000;
    private static final int WARM_UP = 50;
    private static final int ANNOUNCED = 1 << 20;
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final List<SocketChannel> sockets = new ArrayList<>();

    @AfterEach
    void closeSockets() throws IOException {
        for (SocketChannel socket : sockets) {
            socket.close();
        }
    }

    @Test
    void tenBytesOfTheLargestMessage() throws Exception {
        assertHeld("bytes", ByteBuffer.allocate(14).putInt(HoldingServer.MAX_LENGTH), 14, 16 << 10);
    }

    @Test
    void tenBytesOfTheLargestJsonMessage() throws Exception {
        ByteBuffer message = json();
        assertHeld("json", message, message.position() + 10, 16 << 10);
    }

    /**
     * The places where a read has just filled its buffer, so that a larger one waits, of 4, 16 and 64 KiB; beside it the
     * heap holds at most twice what has come, and at least 8 KiB.
     */
    @ParameterizedTest
    @CsvSource({"256, 16384", "4352, 28672", "20736, 92160"})
    void justWhatFillsABuffer(int sent, int most) throws Exception {
        assertHeld("bytes", ByteBuffer.allocate(sent).putInt(ANNOUNCED), sent, most);
    }

    @ParameterizedTest
    @CsvSource({"256, 16384", "4352, 28672"})
    void justWhatFillsABufferOfJson(int sent, int most) throws Exception {
        assertHeld("json", json(), sent, most);
    }

    private static ByteBuffer json() {
        String header = "{\"byteorder\": \"little\", \"content-type\": \"text/json\", "
                + "\"content-encoding\": \"utf-8\", \"content-length\": " + ANNOUNCED + "}";
        return ByteBuffer.allocate(1 << 15)
                .putShort((short) header.length())
                .put(header.getBytes(StandardCharsets.US_ASCII));
    }

    private void assertHeld(String protocol, ByteBuffer message, int sent, long most) throws Exception {
        try (Child server = Child.start(HoldingServer.class)) {
            InetSocketAddress address =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), (int) server.askNumber(protocol));
            byte[] bytes = new byte[sent];
            message.get(0, bytes);
            open(address, WARM_UP, bytes);
            until(server, "received", (long) WARM_UP * sent);
            closeSockets();
            until(server, "peers", 0);
            long heap = server.askNumber("heap");
            long direct = server.askNumber("direct");

            open(address, CONNECTIONS, bytes);
            until(server, "received", (long) (WARM_UP + CONNECTIONS) * sent);

            assertEquals(CONNECTIONS, server.askNumber("peers"));
            long heapEach = (server.askNumber("heap") - heap) / CONNECTIONS;
            long directEach = (server.askNumber("direct") - direct) / CONNECTIONS;
            String figures = protocol + ", " + sent + " bytes sent: " + heapEach + " bytes of heap, " + directEach
                    + " direct, each";
            System.out.println(figures);
            assertTrue(heapEach + directEach <= most, figures);
        }
    }

    private void open(InetSocketAddress address, int count, byte[] bytes) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel socket = SocketChannel.open(address);
            sockets.add(socket);
            socket.write(ByteBuffer.wrap(bytes));
        }
    }

    private static void until(Child server, String figure, long expected) {
        Awaitility.await()
                .atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> server.askNumber(figure) == expected);
    }
}
