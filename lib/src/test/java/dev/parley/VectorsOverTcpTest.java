package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.observe.Observer;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Message;
import dev.parley.protocol.Vector;
import dev.parley.protocol.VectorText;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Promise 17 on real sockets: a server answers what is in order before the fault, ends that connection alone, says why, and
 * nobody else notices.
 */
class VectorsOverTcpTest {
    /** How many of the vectors are sent at a time, each on a connection of its own. */
    private static final int AT_A_TIME = 8;

    static Stream<List<Vector>> vectorsOfEachSetting() {
        Map<String, List<Vector>> bySetting = VectorText.all().stream()
                .collect(Collectors.groupingBy(Vector::setting, LinkedHashMap::new, Collectors.toList()));
        return bySetting.values().stream();
    }

    /** Remembers why each connection ended. */
    private static final class Reasons implements Observer {
        private final Map<SocketAddress, CloseReason> reasons = new ConcurrentHashMap<>();

        @Override
        public void closed(SocketAddress remote, CloseReason reason) {
            assertNull(reasons.put(remote, reason), "a connection that ended twice");
        }

        CloseReason of(SocketAddress remote) {
            RoundTrip.until(() -> reasons.containsKey(remote));
            return reasons.get(remote);
        }
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("vectorsOfEachSetting")
    void each_ends_its_own_connection_and_no_other(List<Vector> vectors) throws Exception {
        Vector setting = vectors.get(0);
        Reasons reasons = new Reasons();
        try (Quiet quiet = new Quiet();
                MessageServer<Object> server = MessageServer.builder(setting.protocol())
                        .limits(setting.limits())
                        .observer(reasons)
                        .answer((request, peer) -> request)
                        .bind(RoundTrip.HOST, 0);
                Neighbour neighbour = new Neighbour(setting, RoundTrip.port(server))) {
            for (int i = 0; i < vectors.size(); i += AT_A_TIME) {
                sendAll(vectors.subList(i, Math.min(vectors.size(), i + AT_A_TIME)), server, reasons);
                neighbour.assertGoesOn();
            }
            assertEquals(1, server.peers().size(), "the neighbour's connection is left");
            neighbour.stop();
            assertEquals(vectors.size(), reasons.reasons.size());
        }
    }

    private static void sendAll(List<Vector> vectors, MessageServer<?> server, Reasons reasons) throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (Vector vector : vectors) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), RoundTrip.port(server));
                sockets.add(socket);
                socket.setSoTimeout((int) RoundTrip.DEADLINE.toMillis());
                socket.getOutputStream().write(vector.bytes());
                socket.shutdownOutput();
            }
            for (int i = 0; i < vectors.size(); i++) {
                Vector vector = vectors.get(i);
                byte[] answers = sockets.get(i).getInputStream().readAllBytes();
                assertEquals(vector.messages(), vector.decoded(answers), vector::toString);
                assertEnd(vector, reasons.of(sockets.get(i).getLocalSocketAddress()));
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static void assertEnd(Vector vector, CloseReason reason) {
        if (vector.isInOrder()) {
            assertInstanceOf(CloseReason.PeerEnded.class, reason, vector::toString);
        } else {
            Throwable cause = assertInstanceOf(CloseReason.Failed.class, reason, vector::toString)
                    .cause();
            assertEquals(vector.end(), Vector.describe(cause), vector::toString);
        }
    }

    /** A client in order, which exchanges without a pause as long as it is there. */
    private static final class Neighbour implements AutoCloseable {
        private final MessageClient<Object> client;
        private final Object message;
        private final Object expected;
        private final AtomicLong answers = new AtomicLong();
        private volatile boolean stopped;
        private volatile boolean over;
        private volatile Object wrong;

        Neighbour(Vector setting, int port) throws Exception {
            message = setting.hasHeaders() ? Message.binary("b", new byte[] {7}) : new byte[] {7};
            expected = Vector.describe(message);
            client = RoundTrip.get(MessageClient.builder(setting.protocol()).connect(RoundTrip.HOST, port));
            exchange();
        }

        private void exchange() {
            var unused = client.send(message).whenCompleteAsync((answer, failure) -> {
                if (failure != null || !Vector.describe(answer).equals(expected)) {
                    wrong = failure == null ? Vector.describe(answer) : failure;
                    over = true;
                } else {
                    answers.incrementAndGet();
                    if (stopped) {
                        over = true;
                    } else {
                        exchange();
                    }
                }
            });
        }

        void assertGoesOn() {
            long before = answers.get();
            RoundTrip.until(() -> answers.get() > before || wrong != null);
            assertNull(wrong);
        }

        void stop() {
            stopped = true;
            RoundTrip.until(() -> over);
            assertNull(wrong);
            assertTrue(answers.get() > 0);
        }

        @Override
        public void close() {
            stopped = true;
            client.close();
        }
    }
}
