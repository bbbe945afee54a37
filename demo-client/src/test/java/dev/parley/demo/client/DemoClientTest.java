package dev.parley.demo.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.demo.server.Program;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoClientTest {
    /** Requests as the Python client sends them, and the Python server's answers. */
    private static final byte[] SEARCH_MORPHEUS = latin1(
            "\0g{\"byteorder\": \"little\", \"content-type\": \"text/json\","
                    + " \"content-encoding\": \"utf-8\", \"content-length\": 41}{\"action\": \"search\", \"value\": \"morpheus\"}");

    private static final byte[] WHITE_RABBIT = latin1("\0g{\"byteorder\": \"little\", \"content-type\": \"text/json\","
            + " \"content-encoding\": \"utf-8\", \"content-length\": 43}"
            + "{\"result\": \"Follow the white rabbit. \u00f0\u009f\u0090\u00b0\"}");

    private static final byte[] BINARY_SMILEY = latin1("\0\u007f{\"byteorder\": \"little\","
            + " \"content-type\": \"binary/custom-client-binary-type\", \"content-encoding\": \"binary\","
            + " \"content-length\": 10}binary\u00f0\u009f\u0098\u0083");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private int execute(String... args) {
        return Program.commandLine(new DemoClient())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    /** Searches for x on that server, which must fail, and gives what it printed on stderr. */
    private String failure(RawServer server, String... further) {
        return failure(server.address(), further);
    }

    private String failure(String address, String... further) {
        List<String> args = new ArrayList<>(List.of("search", "x", "--server", address));
        args.addAll(List.of(further));
        assertEquals(1, execute(args.toArray(String[]::new)));
        assertEquals("", out.toString());
        return err.toString().strip();
    }

    @Test
    void search_sends_the_golden_bytes_and_prints_the_result() throws Exception {
        AtomicReference<byte[]> request = new AtomicReference<>();
        try (RawServer server = new RawServer(client -> {
            request.set(RawServer.readRequest(client, SEARCH_MORPHEUS.length));
            client.getOutputStream().write(WHITE_RABBIT);
        })) {
            assertEquals(0, execute("search", "morpheus", "--server", server.address()));
            server.awaitServed();
        }
        assertArrayEquals(SEARCH_MORPHEUS, request.get());
        assertEquals(
                List.of("got result: Follow the white rabbit. 🐰"),
                out.toString().lines().toList());
        assertEquals("", err.toString());
    }

    @Test
    void binary_sends_the_golden_bytes() throws Exception {
        AtomicReference<byte[]> request = new AtomicReference<>();
        try (RawServer server = new RawServer(client -> {
            request.set(RawServer.readRequest(client, BINARY_SMILEY.length));
            client.getOutputStream().write(WHITE_RABBIT);
        })) {
            assertEquals(0, execute("binary", "😃", "--server", server.address()));
            server.awaitServed();
        }
        assertArrayEquals(BINARY_SMILEY, request.get());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "search | ring | got result: In the caves beneath the Misty Mountains. 💍",
                "search | 🐶 | got result: 🐾 Playing ball! 🏐",
                "search | @x ${y} | got result: No match for \"@x ${y}\".",
                "binary | 😃 | got response: b'First 10 bytes of request: binary\\xf0\\x9f\\x98\\x83'",
                "binary | !!!😃 | got response: b'First 10 bytes of request: binary!!!\\xf0'",
            })
    void without_a_server_it_brings_its_own(String command, String value, String line) {
        assertEquals(0, execute(command, value));
        assertEquals(List.of(line), out.toString().lines().toList());
        String said = err.toString().strip();
        assertTrue(
                said.matches("no --server given: asking one started in this process, on 127\\.0\\.0\\.1:[0-9]+"), said);
    }

    @Test
    void verbose_tells_of_the_connection() throws Exception {
        try (RawServer server = new RawServer(client -> {
            var unused = RawServer.readRequest(client, SEARCH_MORPHEUS.length);
            client.getOutputStream().write(WHITE_RABBIT);
        })) {
            String address = server.address();
            assertEquals(0, execute("search", "morpheus", "-v", "-s", address));
            assertEquals(
                    List.of(
                            "starting connection to " + address,
                            "sending " + SEARCH_MORPHEUS.length + " bytes to " + address,
                            "received response from " + address,
                            "closing connection to " + address),
                    err.toString().lines().toList());
        }
    }

    @Test
    void refused_is_one_line() throws Exception {
        String address;
        try (RawServer gone = new RawServer(client -> {})) {
            address = gone.address();
        }
        assertEquals(
                "demo-client: connecting to " + address + " failed: Connection refused; does a server listen there?"
                        + " This starts one: demo-server app",
                failure(address));
    }

    @Test
    void an_unknown_host_is_one_line() {
        assertEquals(
                "demo-client: unknown host nosuchhost.invalid; check the name in --server",
                failure("nosuchhost.invalid:80"));
    }

    @Test
    void a_reset_is_one_line() throws Exception {
        try (RawServer server = new RawServer(client -> {
            client.setSoLinger(true, 0);
            var unused = client.getInputStream().read();
        })) {
            String line = failure(server);
            assertTrue(line.startsWith("demo-client: the connection was lost before an answer: "), line);
            assertEquals(1, line.lines().count(), line);
        }
    }

    @Test
    void a_close_without_an_answer_is_one_line() throws Exception {
        try (RawServer server = new RawServer(client -> {
            client.shutdownOutput();
            RawServer.readToEnd(client);
        })) {
            assertEquals(
                    "demo-client: " + server.address() + " closed the connection without an answer", failure(server));
        }
    }

    @Test
    void half_an_answer_is_one_line() throws Exception {
        try (RawServer server = new RawServer(client -> {
            client.getOutputStream().write(WHITE_RABBIT, 0, 100);
            client.shutdownOutput();
            RawServer.readToEnd(client);
        })) {
            assertEquals(
                    "demo-client: " + server.address() + " closed the connection inside its answer: the stream ended"
                            + " inside a message, after 100 bytes of it",
                    failure(server));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'HTTP/1.1 400 Bad Request' | header of 18516 bytes",
                "'\0\1{' | header",
            })
    void a_malformed_answer_is_one_line(String answer, String why) throws Exception {
        try (RawServer server = new RawServer(client -> {
            client.getOutputStream().write(latin1(answer));
            RawServer.readToEnd(client);
        })) {
            String line = failure(server);
            assertTrue(line.startsWith("demo-client: " + server.address() + " sent a malformed answer: " + why), line);
            assertEquals(1, line.lines().count(), line);
        }
    }

    @Test
    void an_answer_that_is_no_json_object_is_one_line() throws Exception {
        try (RawServer server = new RawServer(client -> {
            client.getOutputStream()
                    .write(latin1("\0\146{\"byteorder\": \"little\", \"content-type\": \"text/json\","
                            + " \"content-encoding\": \"utf-8\", \"content-length\": 2}[]"));
            RawServer.readToEnd(client);
        })) {
            assertEquals(
                    "demo-client: " + server.address() + " sent a malformed answer: it is no JSON object",
                    failure(server));
        }
    }

    @Test
    void a_server_that_never_answers_is_one_line() throws Exception {
        try (RawServer server = new RawServer(RawServer::readToEnd)) {
            assertEquals(
                    "demo-client: " + server.address() + ": no answer within 300 ms (phase: answer);"
                            + " --timeout gives it longer",
                    failure(server, "--timeout", "300ms"));
        }
    }

    @Test
    void verbose_adds_the_stack_to_a_failure() throws Exception {
        try (RawServer server = new RawServer(RawServer::readToEnd)) {
            String text = failure(server, "--timeout", "100ms", "--verbose");
            assertTrue(text.contains("Caused by: dev.parley.protocol.RequestTimeoutException"), text);
        }
    }

    @Test
    void a_host_that_would_drive_the_terminal_is_shown_escaped() {
        String text = failure("no\u001b[2J\r\nhost\u202e\u2028:1", "--verbose");
        assertTrue(text.contains("no\\u001b[2J\\r\\nhost\\u202e\\u2028"), text);
        assertTrue(text.contains("Caused by: java.net.UnknownHostException"), text);
        assertTrue(text.lines().noneMatch(line -> line.startsWith("host")), text);
        assertTrue(text.chars().noneMatch(c -> c == 0x1b || c == 0x202e || c == 0x2028), text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | Missing required subcommand (see 'demo-client --help')",
                "search | Missing required parameter: 'VALUE' (see 'demo-client search --help')",
                "search a b | Unmatched argument at index 2: 'b' (see 'demo-client search --help')",
                "search a --server x | Invalid value for option '--server': 'x' is not HOST:PORT, such as"
                        + " 127.0.0.1:65432 (see 'demo-client search --help')",
                "binary a --timeout soon | Invalid value for option '--timeout': 'soon' is no time, such as 500ms, 2s"
                        + " or 1m (see 'demo-client binary --help')",
            })
    void wrong_usage_is_one_line_and_2(String args, String message) {
        assertEquals(2, execute(args.isEmpty() ? new String[0] : args.split(" ")));
        assertEquals("demo-client: " + message, err.toString().strip());
        assertEquals("", out.toString());
    }

    @ParameterizedTest
    @CsvSource({"search", "binary"})
    void help_teaches_with_examples_and_exit_codes(String command) {
        assertEquals(0, execute(command, "--help"));
        assertTrue(out.toString().contains("Examples:"), out::toString);
        assertTrue(out.toString().contains("Exit codes:"), out::toString);
        assertTrue(out.toString().lines().allMatch(line -> line.length() <= 80), out::toString);
    }

    @Test
    void the_version_is_the_builds() {
        assertEquals(0, execute("--version"));
        assertTrue(out.toString().strip().matches("demo-client [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?"), out::toString);
    }

    @Test
    void a_completion_script_can_be_had() {
        assertEquals(0, execute("generate-completion"));
        assertTrue(out.toString().contains("complete -F _complete_demo-client"), out::toString);
    }
}
