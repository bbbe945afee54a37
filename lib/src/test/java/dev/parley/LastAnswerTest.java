package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.protocol.Limits;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise 8: the last answer arrives, though the server closes while the peer's input is still coming. */
class LastAnswerTest {
    private static final int ROUNDS = 100;
    private static final int ANSWER = 3 << 20;
    private static final int UNREAD = 1 << 20;
    private static final int PEER_BUFFER = 64 << 10;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void threeMegabytesArriveWholeWithOneMegabyteUnread(boolean direct) throws Exception {
        byte[] answer = new byte[ANSWER];
        Arrays.fill(answer, (byte) 7);
        ServerBuilder<byte[]> builder = MessageServer.builder(Frames.PROTOCOL)
                .use(ConnectionUse.ONE_EXCHANGE)
                .limits(Limits.builder().maxContent(2 << 20).build())
                .answer((request, peer) -> answer);
        ExecutorService writers = Executors.newCachedThreadPool();
        try (MessageServer<byte[]> server = (direct ? builder.executor(Runnable::run) : builder).bind("127.0.0.1", 0)) {
            for (int round = 0; round < ROUNDS; round++) {
                try (Socket socket = new Socket()) {
                    socket.setReceiveBufferSize(PEER_BUFFER);
                    socket.setSoTimeout(20_000);
                    socket.connect(server.address(), 10_000);
                    CompletableFuture<Void> sent =
                            CompletableFuture.runAsync(() -> sendRequestAndMore(socket), writers);
                    readAnswerToItsEnd(socket, round);
                    sent.get(20, TimeUnit.SECONDS);
                }
            }
        } finally {
            writers.shutdownNow();
        }
    }

    private static void sendRequestAndMore(Socket socket) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(Frames.of(new byte[] {1}, new byte[UNREAD]));
            out.flush();
            socket.shutdownOutput();
        } catch (IOException reset) {
            throw new IllegalStateException("the server reset the connection", reset);
        }
    }

    private static void readAnswerToItsEnd(Socket socket, int round) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        assertEquals(ANSWER, in.readInt(), "round " + round);
        assertEquals(ANSWER, in.readNBytes(ANSWER).length, "round " + round);
        assertEquals(-1, in.read(), "round " + round);
    }
}
