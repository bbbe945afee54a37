package dev.parley.demo.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged jar, in a process of its own; skipped where the build has not said which jar. */
@EnabledIfSystemProperty(named = "demo.jar", matches = ".+")
class DemoServerJarIT {
    private static final long SECONDS = 30;

    @TempDir
    private Path folder;

    private Process process;
    private final Lines out = new Lines();

    private void start(String... args) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("demo.jar"));
        builder.command().addAll(List.of(args));
        builder.environment().put("LC_ALL", "C"); // the output is UTF-8 all the same
        builder.directory(folder.toFile());
        builder.redirectError(errors());
        process = builder.start();
        Thread reading = new Thread(this::readOutput);
        reading.setDaemon(true);
        reading.start();
    }

    private void readOutput() {
        try (Reader reader = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            char[] chars = new char[1024];
            for (int count = reader.read(chars); count >= 0; count = reader.read(chars)) {
                out.write(chars, 0, count);
            }
        } catch (IOException ended) {
            // With the process.
        }
    }

    private File errors() {
        return folder.resolve("stderr").toFile();
    }

    private String stderr() throws IOException {
        return Files.readString(errors().toPath());
    }

    private int exitCode() throws InterruptedException {
        assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "still running");
        return process.exitValue();
    }

    @AfterEach
    void stop() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertEquals(0, kill.waitFor());
    }

    /** A shell's background job has SIGINT ignored, and hands that on: nothing can be tested then. */
    private static boolean ignoresInterrupts() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(
                                        line.substring("SigIgn:".length()).trim(), 16)
                                & 2)
                        != 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void a_signal_closes_in_order_and_the_exit_code_is_0(String signal) throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "needs Linux");
        assumeFalse(signal.equals("INT") && ignoresInterrupts(), "SIGINT is ignored in this process");
        start("app", "127.0.0.1", "0");
        String listening = out.next();
        int port = Integer.parseInt(listening.substring("listening on 127.0.0.1:".length()));
        byte[] answer = Wire.json("{\"result\": \"🐾 Playing ball! 🏐\"}");
        try (RawClient client = new RawClient(port)) {
            String from = client.address();
            client.send(Wire.json("{\"action\": \"search\", \"value\": \"🐶\"}"))
                    .read(answer.length);
            assertEquals("accepted connection from " + from, out.next());
            assertEquals("received request {\"action\": \"search\", \"value\": \"🐶\"} from " + from, out.next());
            assertEquals("sending " + answer.length + " bytes to " + from, out.next());
            signal(signal);
            assertEquals("interrupted, closing", out.next());
            assertEquals(0, client.end().readAll().length);
            assertEquals("closing connection to " + from, out.next());
        }
        assertEquals(0, exitCode());
        assertEquals(List.of(), out.rest());
        assertEquals("", stderr());
    }

    @Test
    void a_signal_right_after_the_first_line_is_heeded_too() throws Exception {
        for (int i = 0; i < 5; i++) {
            start("app", "127.0.0.1", "0");
            out.next();
            signal("TERM");
            assertEquals(0, exitCode());
            assertEquals("interrupted, closing", out.next());
            assertEquals("", stderr());
        }
    }

    @Test
    void a_port_in_use_is_one_line_and_1() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            start("app", "127.0.0.1", Integer.toString(taken.getLocalPort()));
            assertEquals(1, exitCode());
        }
        assertEquals(1, stderr().lines().count(), this::stderrUnchecked);
        assertTrue(stderr().contains("Address already in use"), this::stderrUnchecked);
    }

    private String stderrUnchecked() {
        try {
            return stderr();
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void a_failing_request_is_one_warning_on_stderr() throws Exception {
        start("app", "127.0.0.1", "0");
        int port = Integer.parseInt(out.next().substring("listening on 127.0.0.1:".length()));
        String from;
        try (RawClient client = new RawClient(port)) {
            from = client.address();
            assertEquals(0, client.send(Wire.json("[]")).end().readAll().length);
        }
        signal("TERM");
        assertEquals(0, exitCode());
        assertEquals(
                "WARNING dev.parley: connection " + from + ": the handler failed; closing it:"
                        + " dev.parley.protocol.MalformedMessageException: the request is no JSON object"
                        + System.lineSeparator(),
                stderr());
    }
}
