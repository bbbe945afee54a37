package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.protocol.ChannelClosedException;
import dev.parley.protocol.Message;
import dev.parley.protocol.Protocol;
import dev.parley.protocol.TruncatedMessageException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise 9: a message that was cut short, anywhere and in any way, is never delivered as whole. */
class TruncationTest {
    private static final String HEADER = "{\"byteorder\": \"little\", \"content-type\": \"text/json\", "
            + "\"content-encoding\": \"utf-8\", \"content-length\": 41}";
    private static final String CONTENT = "{\"action\": \"search\", \"value\": \"morpheus\"}";

    /** Where the first of the stream's two messages ends. */
    static final int FIRST_ENDS = 2 + HEADER.length() + CONTENT.length();

    /** Two requests. */
    static byte[] stream() {
        String one = (char) 0 + "" + (char) HEADER.length() + HEADER + CONTENT;
        return (one + one).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int port(MessageServer<?> server) {
        return ((InetSocketAddress) server.address()).getPort();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aServersHandlerNeverSeesARequestThatWasCut(boolean reset) throws Exception {
        byte[] stream = stream();
        AtomicInteger handled = new AtomicInteger();
        try (Quiet quiet = new Quiet();
                MessageServer<Message> server = MessageServer.builder(Protocol.jsonHeader())
                        .answer((request, peer) -> {
                            assertEquals(CONTENT, request.asText());
                            handled.incrementAndGet();
                            return request;
                        })
                        .bind("127.0.0.1", 0)) {
            for (int cut = 1; cut < FIRST_ENDS; cut++) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(server))) {
                    socket.setSoTimeout(10_000);
                    socket.getOutputStream().write(stream, 0, cut);
                    if (reset) {
                        socket.setSoLinger(true, 0); // the close will be a RST
                    } else {
                        socket.shutdownOutput();
                        assertEquals(-1, socket.getInputStream().read(), "closed without an answer, cut at " + cut);
                    }
                }
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> server.peers().isEmpty());
            assertEquals(0, handled.get());
        }
    }

    @Test
    void aChannelReportsATruncationBehindTheMessagesThatWereWhole() throws Exception {
        byte[] stream = stream();
        for (int cut = FIRST_ENDS; cut <= stream.length; cut++) {
            receiveCut(stream, cut, false);
        }
    }

    @Test
    void aChannelThatIsResetInsideAMessageNeverDeliversIt() throws Exception {
        byte[] stream = stream();
        for (int cut = 1; cut < FIRST_ENDS; cut++) {
            receiveCut(stream, cut, true);
        }
    }

    private static void receiveCut(byte[] stream, int cut, boolean reset) throws Exception {
        try (Quiet quiet = new Quiet();
                ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                MessageChannel<Message> channel = MessageChannel.open(
                                Protocol.jsonHeader(), "127.0.0.1", listener.getLocalPort())
                        .get(10, TimeUnit.SECONDS)) {
            try (Socket socket = listener.accept()) {
                socket.getOutputStream().write(stream, 0, cut);
                socket.setSoLinger(reset, 0);
            }
            if (reset) {
                Throwable lost = failure(channel);
                assertInstanceOf(ChannelClosedException.class, lost, "reset at " + cut);
                return;
            }
            Optional<Message> whole = channel.receive().get(10, TimeUnit.SECONDS);
            assertEquals(CONTENT, whole.orElseThrow().asText());
            if (cut == FIRST_ENDS) {
                assertTrue(channel.receive().get(10, TimeUnit.SECONDS).isEmpty(), "an end in order");
            } else if (cut == stream.length) {
                assertTrue(channel.receive().get(10, TimeUnit.SECONDS).isPresent());
            } else {
                TruncatedMessageException truncated =
                        assertInstanceOf(TruncatedMessageException.class, failure(channel), "cut at " + cut);
                assertEquals(cut - FIRST_ENDS, truncated.received());
            }
        }
    }

    private static Throwable failure(MessageChannel<Message> channel) {
        return assertThrows(ExecutionException.class, () -> channel.receive().get(10, TimeUnit.SECONDS))
                .getCause();
    }

    @Test
    void whatAKilledProcessLeftUnfinishedIsNeverDelivered() throws Exception {
        AtomicInteger handled = new AtomicInteger();
        Process process = null;
        try (Quiet quiet = new Quiet();
                MessageServer<Message> server = MessageServer.builder(Protocol.jsonHeader())
                        .answer((request, peer) -> {
                            assertEquals(CONTENT, request.asText());
                            handled.incrementAndGet();
                            return request;
                        })
                        .bind("127.0.0.1", 0)) {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            HalfMessages.class.getName(),
                            Integer.toString(port(server)))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            int connections = stream().length - FIRST_ENDS - 1;
            assertEquals("sent on " + connections, output.readLine());
            await().atMost(Duration.ofSeconds(10)).until(() -> handled.get() == connections);
            process.destroyForcibly(); // kill -9
            await().atMost(Duration.ofSeconds(10)).until(() -> server.peers().isEmpty());
            assertEquals(connections, handled.get());
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }
}
