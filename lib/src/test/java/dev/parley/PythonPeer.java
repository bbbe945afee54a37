package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that runs the Python peer; closing this ends it, whatever it is doing. */
final class PythonPeer implements AutoCloseable {
    private static final String PYTHON = "python3";
    private static final Path SCRIPT = Path.of("src", "test", "python", "peer.py");
    private static final int DEADLINE_SECONDS = 60;

    private final Process process;
    private final BufferedReader output;
    private final CompletableFuture<String> errors;

    private PythonPeer(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.errors = onItsOwnThread(() -> {
            try (Stream<String> lines =
                    process.errorReader(StandardCharsets.UTF_8).lines()) {
                return String.join("\n", lines.toList());
            }
        });
    }

    /** Skips the test when there is no Python; where everything has to be tested, it fails instead. */
    static void require() throws InterruptedException {
        try {
            Process version = new ProcessBuilder(PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 8))")
                    .redirectErrorStream(true)
                    .start();
            if (!version.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                version.destroyForcibly();
                fail(PYTHON + " hangs");
            }
            if (version.exitValue() == 0) {
                return;
            }
        } catch (IOException absent) {
            // The same as one that is too old.
        }
        if (System.getenv("CI") == null) {
            abort(PYTHON + ", 3.8 or later, is not there");
        }
        fail(PYTHON + ", 3.8 or later, is not there, and this is CI");
    }

    static PythonPeer server(String use, String end, long seed) throws IOException {
        return start(List.of("server", "--use", use, "--end", end, "--seed", Long.toString(seed)));
    }

    static PythonPeer client(int port, String use, String end, int exchanges, long seed) throws IOException {
        return start(List.of(
                "client",
                Integer.toString(port),
                "--use",
                use,
                "--end",
                end,
                "--exchanges",
                Integer.toString(exchanges),
                "--seed",
                Long.toString(seed)));
    }

    private static PythonPeer start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(PYTHON, SCRIPT.toString()));
        command.addAll(arguments);
        return new PythonPeer(new ProcessBuilder(command).start());
    }

    /** The port of a server. */
    int port() throws Exception {
        String line = line();
        if (line == null) {
            fail("no port: " + errors.get(DEADLINE_SECONDS, TimeUnit.SECONDS));
        }
        return Integer.parseInt(line);
    }

    /** Lets it come to its end, which must be a good one, and checks what it did. */
    void expect(int connections, int exchanges) throws Exception {
        process.getOutputStream().close();
        String did = line();
        assertTrue(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS), "still running");
        assertEquals("", errors.get(DEADLINE_SECONDS, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
        assertEquals(connections + " connections, " + exchanges + " exchanges", did);
    }

    private String line() throws Exception {
        return onItsOwnThread(output::readLine).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> CompletableFuture<T> onItsOwnThread(Reading<T> reading) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return reading.read();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> {
                    Thread thread = new Thread(task, "python-reader");
                    thread.setDaemon(true);
                    thread.start();
                });
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
