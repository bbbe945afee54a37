package dev.parley.soak;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.MessageServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that was closed holds little, though its user still holds the server. */
@Timeout(60)
class ClosedServerTest {
    private static final int CONNECTIONS = 100;

    @Test
    void holdsNoBuffers() throws Exception {
        Cycle.server().close();
        LeakProbe nothingOpen = LeakProbe.baseline().direct(64 << 10);
        MessageServer<byte[]> server = Cycle.server();
        List<Socket> sockets = new ArrayList<>();
        try (server) {
            for (int i = 0; i < CONNECTIONS; i++) {
                sockets.add(connected(server));
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> Memory.direct() >= CONNECTIONS * 4_096L);
            server.closeNow();
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        nothingOpen.check(server + " was closed");
        assertTrue(server.peers().isEmpty()); // it is still held here
    }

    private static Socket connected(MessageServer<byte[]> server) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), Cycle.port(server));
        byte[] begun = new byte[256]; // just what fills the buffer of an idle connection, so that it waits with a page
        begun[2] = 1; // a length of 256
        socket.getOutputStream().write(begun);
        return socket;
    }
}
