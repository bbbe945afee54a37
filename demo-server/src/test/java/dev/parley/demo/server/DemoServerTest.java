package dev.parley.demo.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DemoServerTest {
    private final Lines out = new Lines();
    private final Lines err = new Lines();

    private int execute(String... args) {
        CommandLine line =
                Program.commandLine(new DemoServer()).setOut(out.writer()).setErr(err.writer());
        return line.execute(args);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | Missing required subcommand (see 'demo-server --help')",
                "nosuch | Unmatched argument at index 0: 'nosuch' (see 'demo-server --help')",
                "app 127.0.0.1 65536 | PORT: 65536 is not from 0 to 65535 (see 'demo-server app --help')",
                "app 127.0.0.1 -1 | PORT: -1 is not from 0 to 65535 (see 'demo-server app --help')",
                "app 127.0.0.1 1 2 | Unmatched argument at index 3: '2' (see 'demo-server app --help')",
                "app 127.0.0.1 x | Invalid value for positional parameter at index 1 (PORT): 'x' is not an int (see"
                        + " 'demo-server app --help')",
                "app --one | Unknown option: '--one' (see 'demo-server app --help')",
            })
    void wrong_usage_is_one_line_and_2(String args, String message) {
        assertEquals(2, execute(args.isEmpty() ? new String[0] : args.split(" ")));
        assertEquals(List.of("demo-server: " + message), err.rest());
        assertEquals(List.of(), out.rest());
    }

    @Test
    void a_port_in_use_is_one_line_and_1() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertEquals(1, execute("app", "127.0.0.1", port));
            assertEquals(
                    List.of("demo-server: cannot listen on 127.0.0.1:" + port + ": Address already in use; give another"
                            + " HOST or PORT, or 0 for any port that is free"),
                    err.rest());
            assertEquals(List.of(), out.rest());
        }
    }

    @Test
    void an_unknown_host_is_one_line_and_1() {
        assertEquals(1, execute("app", "nosuchhost.invalid", "0"));
        List<String> lines = err.rest();
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.get(0).startsWith("demo-server: cannot listen on nosuchhost.invalid:0: "), lines::toString);
    }

    @Test
    void verbose_adds_the_stack_to_a_failure() {
        assertEquals(1, execute("app", "--verbose", "nosuchhost.invalid", "0"));
        assertTrue(err.rest().stream().anyMatch(line -> line.startsWith("Caused by: java.net.UnknownHostException")));
    }

    @Test
    void an_interrupt_closes_in_order() throws Exception {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        Thread serving = new Thread(() -> code.complete(execute("app", "127.0.0.1", "0")));
        serving.start();
        assertTrue(out.next().startsWith("listening on 127.0.0.1:"));
        serving.interrupt();
        assertEquals("interrupted, closing", out.next());
        assertEquals(0, code.get(20, TimeUnit.SECONDS));
        assertEquals(List.of(), err.rest());
    }

    @Test
    void help_teaches_with_examples_and_exit_codes() {
        assertEquals(0, execute("app", "--help"));
        String help = String.join("\n", out.rest());
        assertTrue(help.contains("Examples:\n  demo-server app "), help);
        assertTrue(help.contains("Exit codes:\n  0   "), help);
    }

    @Test
    void the_version_is_the_builds() throws Exception {
        assertEquals(0, execute("--version"));
        String version = out.next();
        assertTrue(version.matches("demo-server [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?"), version);
    }

    @Test
    void a_completion_script_can_be_had() {
        StringWriter script = new StringWriter();
        CommandLine line = Program.commandLine(new DemoServer()).setOut(new java.io.PrintWriter(script));
        assertEquals(0, line.execute("generate-completion"));
        assertTrue(script.toString().contains("complete -F _complete_demo-server"), script::toString);
    }
}
