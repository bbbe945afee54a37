package dev.parley.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Two network namespaces of Linux, joined by a wire whose quality can be set. Their names carry this process's id; what a
 * process that is gone left behind is removed when the next ones are made.
 *
 * <pre>
 *     parley-PID-server                  parley-PID-client
 *       10.77.0.1 wire ◄────────────────► wire 10.77.0.2
 * </pre>
 */
final class Namespaces implements AutoCloseable {
    static final String SERVER = name("server");
    static final String CLIENT = name("client");
    static final String SERVER_HOST = "10.77.0.1";

    private static final String PREFIX = "parley-";
    private static final String CLIENT_HOST = "10.77.0.2";
    private static final String WIRE = "wire";
    private static final int DEADLINE_SECONDS = 30;

    private final Thread atTheEnd = new Thread(Namespaces::removeOurs);

    private Namespaces() {}

    private static String name(String side) {
        return PREFIX + ProcessHandle.current().pid() + "-" + side;
    }

    /** Makes them; throws what the system says where it cannot be done: it takes root, ip, tc, nft and ss. */
    static Namespaces make() throws IOException {
        Namespaces made = new Namespaces();
        Runtime.getRuntime().addShutdownHook(made.atTheEnd);
        try {
            removeThoseOfTheDead();
            for (String name : List.of(SERVER, CLIENT)) {
                run("", "ip", "netns", "add", name);
            }
            run("", "ip", "-n", SERVER, "link", "add", WIRE, "type", "veth", "peer", "name", WIRE, "netns", CLIENT);
            up(SERVER, SERVER_HOST);
            up(CLIENT, CLIENT_HOST);
            made.perfect();
            made.kill();
            return made;
        } catch (IOException | RuntimeException failure) {
            made.close();
            throw failure;
        }
    }

    private static void up(String name, String host) throws IOException {
        run("", "ip", "-n", name, "address", "add", host + "/24", "dev", WIRE);
        run("", "ip", "-n", name, "link", "set", WIRE, "up");
        run("", "ip", "-n", name, "link", "set", "lo", "up");
    }

    /** What to put before a command, so that it runs within. */
    static List<String> within(String name) {
        return List.of("ip", "netns", "exec", name);
    }

    /** Neither loss nor limit. */
    void perfect() throws IOException {
        for (String name : List.of(SERVER, CLIENT)) {
            in(name, "flush ruleset\n", "nft", "-f", "-");
            if (in(name, "", "tc", "qdisc", "show", "dev", WIRE).contains("tbf")) {
                in(name, "", "tc", "qdisc", "del", "dev", WIRE, "root");
            }
        }
    }

    /** Loses so many segments of TCP in a hundred, each way. */
    void lose(int percent) throws IOException {
        for (String name : List.of(SERVER, CLIENT)) {
            input(name, "meta l4proto tcp numgen random mod 100 < " + percent + " drop");
        }
    }

    /** Loses every segment of TCP. */
    void cut() throws IOException {
        input(SERVER, "meta l4proto tcp drop");
    }

    /** Answers what comes to the server with a reset, of which the server hears nothing. */
    void reject() throws IOException {
        input(SERVER, "meta l4proto tcp reject with tcp reset");
    }

    private static void input(String name, String rule) throws IOException {
        String rules = "flush ruleset\ntable inet faults {\n  chain in {\n    type filter hook input priority 0;\n    "
                + rule + "\n  }\n}\n";
        in(name, rules, "nft", "-f", "-");
    }

    /** Hands on no more than that, each way. */
    void limit(String rate) throws IOException {
        for (String name : List.of(SERVER, CLIENT)) {
            in(
                    name, "", "tc", "qdisc", "add", "dev", WIRE, "root", "tbf", "rate", rate, "burst", "16kb",
                    "latency", "300ms");
        }
    }

    /** Kills every connection that the server's side has now; gives how many. */
    int kill() throws IOException {
        String killed = in(SERVER, "", "ss", "-K", "-H", "-t", "-n", "state", "established");
        return (int) killed.lines().count();
    }

    private static String in(String name, String input, String... command) throws IOException {
        List<String> all = new ArrayList<>(within(name));
        all.addAll(List.of(command));
        return run(input, all.toArray(String[]::new));
    }

    private static String run(String input, String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var toProcess = process.outputWriter(StandardCharsets.UTF_8)) {
            toProcess.write(input);
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + " hangs");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
        if (process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output.strip());
        }
        return output;
    }

    private static void removeThoseOfTheDead() throws IOException {
        for (String line : run("", "ip", "netns", "list").lines().toList()) {
            String name = line.replaceAll(" .*", "");
            if (name.matches(PREFIX + "\\d+-(server|client)")
                    && !Files.exists(Path.of("/proc", name.replaceAll("\\D", "")))) {
                run("", "ip", "netns", "del", name);
            }
        }
    }

    private static void removeOurs() {
        for (String name : List.of(SERVER, CLIENT)) {
            try {
                run("", "ip", "netns", "del", name);
            } catch (IOException gone) {
                // It was never made, or is removed already.
            }
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atTheEnd);
        removeOurs();
    }
}
