package dev.parley.demo.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.ConnectionUse;
import dev.parley.MessageServer;
import dev.parley.protocol.Message;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppServerTest {
    /** A request of the Python client's, as it came off the wire. */
    private static final byte[] SEARCH_MORPHEUS = latin1(
            "\0g{\"byteorder\": \"little\", \"content-type\": \"text/json\","
                    + " \"content-encoding\": \"utf-8\", \"content-length\": 41}{\"action\": \"search\", \"value\": \"morpheus\"}");

    /** The Python server's answer to it. */
    private static final byte[] WHITE_RABBIT = latin1("\0g{\"byteorder\": \"little\", \"content-type\": \"text/json\","
            + " \"content-encoding\": \"utf-8\", \"content-length\": 43}"
            + "{\"result\": \"Follow the white rabbit. \u00f0\u009f\u0090\u00b0\"}");

    private final Lines lines = new Lines();
    private MessageServer<Message> server;
    private int port;

    @BeforeEach
    void start() throws Exception {
        restart(ConnectionUse.PIPELINED);
    }

    private void restart(ConnectionUse use) throws Exception {
        if (server != null) {
            server.close();
        }
        lines.rest();
        server = AppServer.start("127.0.0.1", 0, use, new Transcript(lines.writer()));
        port = ((InetSocketAddress) server.address()).getPort();
        assertEquals("listening on 127.0.0.1:" + port, lines.next());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"action\": \"search\", \"value\": \"morpheus\"} | {\"result\": \"Follow the white rabbit. 🐰\"} | 43",
                "{\"action\": \"search\", \"value\": \"🐶\"} | {\"result\": \"🐾 Playing ball! 🏐\"} | 37",
                "{\"action\": \"search\", \"value\": \"a\\\"b\\u0000/\u2028\"} | {\"result\": \"No match for \\\"a\\\"b\\u0000/\u2028\\\".\"} | 46",
            })
    void answers_have_exactly_the_golden_bytes(String request, String answer, int length) throws Exception {
        byte[] expected = Wire.json(answer);
        assertEquals(length, answer.getBytes(StandardCharsets.UTF_8).length);
        try (RawClient client = new RawClient(port)) {
            assertArrayEquals(expected, client.send(Wire.json(request)).read(expected.length));
        }
    }

    @Test
    void the_bytes_of_the_python_programs_are_spelled_out_once() throws Exception {
        try (RawClient client = new RawClient(port)) {
            assertArrayEquals(WHITE_RABBIT, client.send(SEARCH_MORPHEUS).end().readAll());
        }
        byte[] binary =
                latin1("\0\u007f{\"byteorder\": \"little\", \"content-type\": \"binary/custom-client-binary-type\","
                        + " \"content-encoding\": \"binary\", \"content-length\": 10}binary\u00f0\u009f\u0098\u0083");
        byte[] answer =
                latin1("\0\u007f{\"byteorder\": \"little\", \"content-type\": \"binary/custom-server-binary-type\","
                        + " \"content-encoding\": \"binary\", \"content-length\": 37}"
                        + "First 10 bytes of request: binary\u00f0\u009f\u0098\u0083");
        try (RawClient client = new RawClient(port)) {
            assertArrayEquals(answer, client.send(binary).end().readAll());
        }
    }

    @Test
    void a_line_is_printed_for_each_thing_that_happens() throws Exception {
        try (RawClient client = new RawClient(port)) {
            String from = client.address();
            client.send(SEARCH_MORPHEUS).read(WHITE_RABBIT.length);
            client.send(Wire.message("x/\\u001b[2J", "binary", new byte[3]))
                    .end()
                    .readAll();
            assertEquals("accepted connection from " + from, lines.next());
            assertEquals(
                    "received request {\"action\": \"search\", \"value\": \"morpheus\"} from " + from, lines.next());
            assertEquals("sending " + WHITE_RABBIT.length + " bytes to " + from, lines.next());
            assertEquals("received x/\\u001b[2J request from " + from, lines.next());
            assertEquals("sending 159 bytes to " + from, lines.next());
            assertEquals("closing connection to " + from, lines.next());
        }
    }

    @Test
    void a_peer_cannot_write_on_the_terminal() throws Exception {
        try (RawClient client = new RawClient(port)) {
            client.send(Wire.json("{\"action\":\"\\u001b[2J\\u009b\",\"\u202e\":1.0}"))
                    .end()
                    .readAll();
            lines.next();
            assertEquals(
                    "received request {\"action\": \"\\\\u001b[2J\\u009b\", \"\\u202e\": 1.0} from " + client.address(),
                    lines.next());
        }
    }

    @Test
    void many_requests_on_a_connection_are_answered_in_order() throws Exception {
        ByteArrayOutputStream requests = new ByteArrayOutputStream();
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        for (int i = 0; i < 500; i++) {
            requests.writeBytes(Wire.json("{\"action\": \"search\", \"value\": " + i + "}"));
            answers.writeBytes(Wire.json("{\"result\": \"No match for \\\"" + i + "\\\".\"}"));
        }
        try (RawClient client = new RawClient(port)) {
            client.send(requests.toByteArray()).end();
            assertArrayEquals(answers.toByteArray(), client.readAll());
        }
    }

    @Test
    void with_one_exchange_the_connection_closes_after_the_first_answer() throws Exception {
        restart(ConnectionUse.ONE_EXCHANGE);
        try (RawClient client = new RawClient(port)) {
            assertArrayEquals(WHITE_RABBIT, client.send(SEARCH_MORPHEUS).readAll());
        }
    }

    @Test
    void a_request_without_an_answer_closes_its_connection_alone() throws Exception {
        try (RawClient good = new RawClient(port);
                RawClient bad = new RawClient(port)) {
            good.send(SEARCH_MORPHEUS).read(WHITE_RABBIT.length);
            assertEquals(0, bad.send(Wire.json("[]")).readAll().length);
            assertArrayEquals(WHITE_RABBIT, good.send(SEARCH_MORPHEUS).end().readAll());
        }
    }
}
