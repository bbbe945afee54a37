package dev.parley;

import static dev.parley.RoundTrip.connect;
import static dev.parley.RoundTrip.get;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.protocol.Message;
import dev.parley.protocol.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Exchanges with a peer in Python that shares no code with us; {@code src/test/python/peer.py} says what it checks.
 *
 * <p>1,000 exchanges each way, in both uses of a connection, and with each way in which a connection can end after its
 * last answer.
 */
@Timeout(120)
class PythonInteropTest {
    private static final int MAX_CONTENT = 1 << 20;
    private static final String LETTERS = "abc XYZ 0189 \"\\/\b\f\n\r\t\0\u001f\u007f äß € \u2028 🐰🐶";
    private static final List<Object> VALUES =
            List.of(0, -7, 1L << 40, true, "", "text €", List.of(1, List.of(2, Map.of("a", "b"))), Map.of());

    @BeforeAll
    static void requirePython() throws InterruptedException {
        PythonPeer.require();
    }

    @AfterEach
    void nothingIsLeft() {
        RoundTrip.awaitNoThreads(RoundTrip.DEADLINE);
    }

    @ParameterizedTest
    @CsvSource({"close, 200, 1", "half, 200, 2", "reset, 200, 3"})
    void one_exchange_client_and_python_server(String end, int count, long seed) throws Exception {
        List<Message> requests = messages(count, seed);
        try (PythonPeer python = PythonPeer.server("one", end, seed)) {
            try (var client = connect(
                    MessageClient.builder(Protocol.jsonHeader()).use(ConnectionUse.ONE_EXCHANGE), python.port())) {
                exchange(client, requests, (request, number) -> 0, seed);
            }
            python.expect(count, count);
        }
    }

    @ParameterizedTest
    @CsvSource("400, 4")
    void pipelined_client_and_python_server(int count, long seed) throws Exception {
        List<Message> requests = messages(count, seed);
        try (PythonPeer python = PythonPeer.server("many", "close", seed)) {
            try (var client = connect(MessageClient.builder(Protocol.jsonHeader()), python.port())) {
                exchange(client, requests, (request, number) -> number, seed);
            }
            python.expect(1, count);
        }
    }

    @ParameterizedTest
    @CsvSource({"close, 200, 5", "half, 200, 6", "reset, 200, 7"})
    void python_client_and_one_exchange_server(String end, int count, long seed) throws Exception {
        serve(ConnectionUse.ONE_EXCHANGE, "one", end, count, count, seed);
    }

    @ParameterizedTest
    @CsvSource({"mix, 400, 8", "half, 40, 9"})
    void python_client_and_pipelined_server(String end, int count, long seed) throws Exception {
        serve(ConnectionUse.PIPELINED, "many", end, 4, count, seed);
    }

    private static void serve(ConnectionUse use, String mode, String end, int connections, int count, long seed)
            throws Exception {
        Map<Peer<Message>, AtomicInteger> numbers = new ConcurrentHashMap<>();
        try (var server = MessageServer.builder(Protocol.jsonHeader())
                .use(use)
                .answer((request, peer) -> {
                    if (request.contentType().equals("text/json")) {
                        Message again = Message.json(request.as(Object.class));
                        assertArrayEquals(request.asBytes(), again.asBytes(), "JSON is not written as Python does");
                    }
                    int number = numbers.computeIfAbsent(peer, fresh -> new AtomicInteger())
                            .getAndIncrement();
                    return request.with("number", number);
                })
                .bind(RoundTrip.HOST, 0)) {
            try (PythonPeer python = PythonPeer.client(RoundTrip.port(server), mode, end, count, seed)) {
                python.expect(connections, count);
            }
            assertEquals(connections, numbers.size());
        }
    }

    /** Tells which exchange of its connection a request must have been. */
    private interface Numbering {
        int of(Message request, int number);
    }

    private static void exchange(MessageClient<Message> client, List<Message> requests, Numbering numbering, long seed)
            throws Exception {
        List<CompletableFuture<Message>> answers = new ArrayList<>();
        long waiting = 0;
        for (Message request : requests) {
            answers.add(client.send(request));
            waiting += request.contentLength();
            if (waiting > 4 << 20) { // half of what may wait to be sent
                get(answers.get(answers.size() - 1));
                waiting = 0;
            }
        }
        for (int i = 0; i < requests.size(); i++) {
            Message request = requests.get(i);
            Message answer = get(answers.get(i));
            String which = "seed " + seed + ", exchange " + i;
            assertArrayEquals(request.asBytes(), answer.asBytes(), which);
            CRC32 crc = new CRC32();
            crc.update(request.asBytes());
            Message expected = request.with("number", numbering.of(request, i)).with("crc", crc.getValue());
            assertEquals(expected, answer, which);
            assertEquals(
                    List.copyOf(expected.headers().names()),
                    List.copyOf(answer.headers().names()),
                    which);
        }
    }

    private static List<Message> messages(int count, long seed) {
        Random random = new Random(seed);
        List<Message> messages = new ArrayList<>(IntStream.range(0, count)
                .mapToObj(i -> message(random, size(random)))
                .toList());
        messages.set(count / 2, Message.binary("a/b", new byte[0]));
        messages.set(count / 3, message(random, MAX_CONTENT));
        return messages;
    }

    private static int size(Random random) {
        int dice = random.nextInt(100);
        return random.nextInt(dice < 70 ? 200 : dice < 90 ? 8 << 10 : dice < 99 ? 64 << 10 : MAX_CONTENT + 1);
    }

    private static Message message(Random random, int size) {
        Message message = switch (random.nextInt(4)) {
            case 0 -> {
                Map<String, Object> value = new LinkedHashMap<>();
                value.put("action", "search");
                value.put("value", text(random, Math.max(0, size - 200) / 2));
                value.put("more", VALUES);
                yield Message.json(value);
            }
            case 1 -> Message.text(text(random, size / 4));
            default -> {
                byte[] content = new byte[size];
                random.nextBytes(content);
                yield Message.binary("binary/custom-client-binary-type", content);
            }
        };
        for (String header : List.of("x-one", "x ä", "🐰", "x\"q")) {
            if (random.nextInt(5) == 0) {
                message = message.with(header, VALUES.get(random.nextInt(VALUES.size())));
            }
        }
        return message;
    }

    /** Text of so many characters, the first of them of all kinds. */
    private static String text(Random random, int length) {
        int[] letters = LETTERS.codePoints().toArray();
        int mixed = Math.min(length, 100);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < mixed; i++) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text + "x".repeat(length - mixed);
    }
}
