package dev.parley;

import static dev.parley.RoundTrip.BYTES;
import static dev.parley.RoundTrip.DEADLINE;
import static dev.parley.RoundTrip.HOST;
import static dev.parley.RoundTrip.failure;
import static dev.parley.RoundTrip.port;
import static dev.parley.RoundTrip.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.RoundTrip.PlainPeer;
import dev.parley.observe.Observer;
import dev.parley.protocol.ByteSink;
import dev.parley.protocol.ConnectFailedException;
import dev.parley.protocol.Decoder;
import dev.parley.protocol.Limits;
import dev.parley.protocol.MalformedMessageException;
import dev.parley.protocol.Message;
import dev.parley.protocol.Protocol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise 24: no text of a peer's drives a log, at any level, whatever users' code makes of it. */
@Timeout(60)
class UntrustedTextInLogsTest {
    /** A line of its own in the log, if it could have it. */
    private static final String FAKED = "00:00:00 SEVERE dev.parley faked";

    /** A cleared screen, another colour in C1, text backwards, and four ways to begin a line. */
    private static final String HOSTILE = "x\u001b[2J\u009b31m\u0085" + FAKED + "\u202e\u2066\u200b\u2028" + FAKED
            + "\u2029" + FAKED + "\r\n" + FAKED;

    private final LogLines log = new LogLines();

    @AfterEach
    void stopCapturing() {
        log.close();
        RoundTrip.awaitNoThreads(DEADLINE);
    }

    /** The same as a string of JSON, in which no control character may stand as it is. */
    private static String json(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> out.append(String.format("\\u%04x", c)));
        return out.append('"').toString();
    }

    private static byte[] message(String header, byte[] content) {
        byte[] head = header.getBytes(UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(head.length >> 8);
        out.write(head.length);
        out.writeBytes(head);
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static String header(String order, String type, String encoding, int length, String further) {
        return "{\"byteorder\": " + order + ", \"content-type\": " + type + ", \"content-encoding\": " + encoding
                + ", \"content-length\": " + length + further + "}";
    }

    /** What a handler may make of a request in good faith: all of it is the peer's text. */
    private static RuntimeException thrown(Message request) {
        String named = request.headers().text("name").orElseThrow();
        String content = new String(request.asBytes(), UTF_8);
        IllegalStateException failure = new IllegalStateException(
                "no such thing: " + content, new IOException("in " + request.contentType(), new Error(named)));
        failure.addSuppressed(new IllegalArgumentException(request.contentEncoding(), new Exception(content)));
        failure.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("remote." + named, content, named, 1),
            new StackTraceElement("Here", "we", "are.java", 1)
        });
        return failure;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_exception_that_quotes_a_request(boolean async) throws Exception {
        ServerBuilder<Message> builder = MessageServer.builder(Protocol.jsonHeader());
        if (async) {
            builder.answerAsync((request, peer) -> CompletableFuture.failedFuture(thrown(request)));
        } else {
            builder.answer((request, peer) -> {
                throw thrown(request);
            });
        }
        byte[] content = HOSTILE.getBytes(UTF_8);
        String header =
                header("\"little\"", json(HOSTILE), json(HOSTILE), content.length, ", \"name\": " + json(HOSTILE));
        send(builder, message(header, content));
        assertSafe(2);
        String stack = log.entries().get(1);
        assertTrue(stack.contains("java.lang.IllegalStateException: no such thing: x\\u001b[2J\\u009b31m"), stack);
        assertTrue(stack.contains("Caused by: java.io.IOException: in x\\u001b"), stack);
        assertTrue(stack.contains("Caused by: java.lang.Error: x\\u001b"), stack);
        assertTrue(stack.contains("Suppressed: java.lang.IllegalArgumentException: x\\u001b"), stack);
        assertTrue(stack.contains("\tat Here.we(are.java:1)"), stack);
    }

    @Test
    void an_exception_without_such_text_is_logged_as_it_is() throws Exception {
        IllegalStateException plain = new IllegalStateException("plain", new IOException("too"));
        send(
                MessageServer.builder(Protocol.jsonHeader()).answer((request, peer) -> {
                    throw plain;
                }),
                message(header("\"little\"", "\"a\"", "\"b\"", 1, ""), new byte[1]));
        until(() -> log.entries().size() >= 2);
        String stack = log.entries().get(1);
        assertTrue(stack.contains("\njava.lang.IllegalStateException: plain"), stack);
        assertTrue(stack.contains("\tat " + getClass().getName()), stack);
    }

    @Test
    void bytes_that_are_no_message() throws Exception {
        List<String> headers = List.of(
                HOSTILE,
                "{\"" + HOSTILE + "\": 1}",
                header(json(HOSTILE), "\"text/json\"", "\"utf-8\"", 1, ""),
                header("\"little\"", json("text/" + HOSTILE), json(HOSTILE), 1, ""),
                header("\"little\"", json(HOSTILE), "\"b\"", 1, ", \"content-length\": " + json(HOSTILE)),
                header("\"little\"", "\"a\"", "\"b\"", 1, ", " + json(HOSTILE) + ": 1, " + json(HOSTILE) + ": 2"),
                header("\"little\"", "\"a\"", "\"b\"", 1, ", " + json(HOSTILE) + ": " + json("\ud800" + HOSTILE)),
                header("\"little\"", "\"a\"", "\"b\"", 1, ", \"deep\": " + "[".repeat(40)));
        ServerBuilder<Message> builder =
                MessageServer.builder(Protocol.jsonHeader()).answer((request, peer) -> request);
        for (String header : headers) {
            send(builder, message(header, HOSTILE.getBytes(UTF_8)));
        }
        assertPlain(headers.size());
        assertEquals(headers.size(), log.entries().size());
    }

    /** One whose decoder says what it found, as anybody's might. */
    private record Quoting(boolean atOnce) implements Protocol<String> {
        @Override
        public Decoder<String> newDecoder(Limits limits) {
            if (atOnce) {
                throw new IllegalStateException(HOSTILE);
            }
            return in -> {
                throw new MalformedMessageException("found " + UTF_8.decode(in), new Exception(HOSTILE));
            };
        }

        @Override
        public void encode(String message, ByteSink out) {
            throw new UnsupportedOperationException(message);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_protocol_of_the_users_that_quotes_what_came(boolean atOnce) throws Exception {
        send(MessageServer.builder(new Quoting(atOnce)).answer((request, peer) -> request), HOSTILE.getBytes(UTF_8));
        assertSafe(1);
    }

    @Test
    void an_observer_that_throws() throws Exception {
        Observer throwing = new Observer() {
            @Override
            public void opened(SocketAddress remote) {
                throw new IllegalStateException(HOSTILE);
            }
        };
        send(MessageServer.builder(BYTES).observer(throwing).answer((request, peer) -> request), new byte[4]);
        assertSafe(2);
    }

    @Test
    void an_error_handler_that_throws_again() throws Exception {
        send(
                MessageServer.builder(BYTES)
                        .answer((request, peer) -> {
                            throw new IllegalStateException(HOSTILE);
                        })
                        .onError((request, failure) -> {
                            throw new IllegalArgumentException(failure.getMessage());
                        }),
                new byte[4]);
        assertSafe(2);
        assertTrue(log.entries().get(1).contains("Suppressed: java.lang.IllegalStateException: x\\u001b"));
    }

    @Test
    void a_name_that_stands_for_nothing() {
        failure(ConnectFailedException.class, MessageClient.builder(BYTES).connect(HOSTILE, 1));
        failure(ConnectFailedException.class, MessageChannel.open(BYTES, HOSTILE, 1));
        assertPlain(0);
    }

    /** Has a peer send these bytes to such a server, and waits until it is closed. */
    private static void send(ServerBuilder<?> builder, byte[] bytes) throws Exception {
        try (MessageServer<?> server = builder.bind(HOST, 0);
                PlainPeer peer = PlainPeer.connect(port(server))) {
            try {
                peer.out.write(bytes);
                peer.socket.shutdownOutput();
                peer.in.readAllBytes();
            } catch (SocketException reset) {
                // That is how a connection ends that could not be served.
            }
            until(() -> server.peers().isEmpty());
        }
    }

    /** That so many entries quote the peer, none in a way that a terminal or a reader of lines would obey. */
    private void assertSafe(int quoting) {
        assertPlain(quoting);
        long found = log.entries().stream()
                .filter(entry -> entry.contains("x\\u001b[2J\\u009b31m\\u0085"))
                .count();
        assertTrue(found >= quoting, () -> "of the peer's text is told in " + log.entries());
    }

    private void assertPlain(int atLeast) {
        until(() -> log.entries().size() >= atLeast);
        for (String entry : log.entries()) {
            assertTrue(entry.endsWith(System.lineSeparator()), entry);
            entry.lines().forEach(line -> {
                assertFalse(line.startsWith(FAKED), entry);
                assertTrue(line.codePoints().allMatch(UntrustedTextInLogsTest::isHarmless), entry);
            });
        }
    }

    private static boolean isHarmless(int codePoint) {
        return codePoint == '\t'
                || switch (Character.getType(codePoint)) {
                    case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                        false;
                    default -> true;
                };
    }
}
