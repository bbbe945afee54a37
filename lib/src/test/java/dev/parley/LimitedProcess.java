package dev.parley;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program of ours in a process that may have only so many descriptors.
 *
 * <p>It is run from jars, as programs are: from directories, each class that is first needed at the limit would need a
 * descriptor of its own.
 */
final class LimitedProcess implements AutoCloseable {
    /** What a clock tick of {@code /proc} is on Linux, wherever it is seen. */
    private static final Duration TICK = Duration.ofMillis(10);

    /** Where processor time in user and in system mode stands, counted behind the name. */
    private static final int USER_TIME = 11;

    private static final int SYSTEM_TIME = 12;

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    LimitedProcess(Path directory, int descriptors, Class<?> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "bash",
                "-c",
                "ulimit -n " + descriptors + "; exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                jars(directory),
                program.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread reader = new Thread(this::read, "lines of " + program.getSimpleName());
        reader.setDaemon(true);
        reader.start();
    }

    private static String jars(Path directory) throws IOException {
        List<String> path = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            boolean classes = Files.isDirectory(Path.of(entry));
            path.add(
                    classes
                            ? jar(directory.resolve(path.size() + ".jar"), Path.of(entry))
                                    .toString()
                            : entry);
        }
        return String.join(File.pathSeparator, path);
    }

    private static Path jar(Path jar, Path classes) throws IOException {
        if (Files.exists(jar)) {
            return jar;
        }
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar;
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException ended) {
            lines.add("its output ended: " + ended);
        }
    }

    /** The rest of the first line that begins so; those before it are passed over. */
    String await(String beginning) throws InterruptedException {
        List<String> others = new ArrayList<>();
        while (true) {
            String line = lines.poll(RoundTrip.DEADLINE.toSeconds(), TimeUnit.SECONDS);
            assertNotNull(line, () -> "no line \"" + beginning + "\" after " + others);
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length()).strip();
            }
            others.add(line);
        }
    }

    /** Opens, within such a process, all that the JDK opens when it is first needed and keeps: jars, its network library. */
    static void warmUp() throws IOException {
        try {
            Class.forName("no.such.Class"); // looked for in every jar
        } catch (ClassNotFoundException expected) {
            InetAddress.getLoopbackAddress();
        }
    }

    /** What it printed and nobody read yet. */
    List<String> rest() {
        List<String> rest = new ArrayList<>();
        lines.drainTo(rest);
        return rest;
    }

    /** Says something on its standard input. */
    void tell(String line) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    /** How much processor time it has taken. */
    Duration cpu() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        List<String> fields = Arrays.stream(
                        stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1))
                .collect(Collectors.toList());
        long ticks = Long.parseLong(fields.get(USER_TIME)) + Long.parseLong(fields.get(SYSTEM_TIME));
        return TICK.multipliedBy(ticks);
    }

    /** How many descriptors it has. */
    int descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return (int) open.count();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
