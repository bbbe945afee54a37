package dev.parley.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Another JVM with the same classes, which is told what to do by lines; see {@link Orders}. It ends when this one does,
 * because its input ends then.
 */
final class Child implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final String name;
    private final Process process;
    private final Writer orders;
    private final BufferedReader answers;

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        this.orders = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    static Child start(Class<?> main, String... arguments) throws IOException {
        return start(List.of(), main, arguments);
    }

    /**
     * Starts one.
     *
     * @param prefix what runs it, {@code ip netns exec name}, say
     */
    static Child start(List<String> prefix, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // What is used after a full collection of this collector is what is held, but for what threads reserve.
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:-ResizeTLAB", "-XX:TLABSize=8k"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx1g"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new Child(main.getSimpleName(), process);
    }

    long pid() {
        return process.pid();
    }

    /** Has an order carried out; gives the answer. */
    String ask(String order) throws IOException {
        return ask(order, DEADLINE);
    }

    String ask(String order, Duration within) throws IOException {
        orders.write(order + "\n");
        orders.flush();
        String answer = line(within);
        if (answer == null || !answer.startsWith(Orders.DONE)) {
            throw new IOException(name + ", " + order + ": " + answer);
        }
        return answer.substring(Orders.DONE.length());
    }

    long askNumber(String order) throws IOException {
        return Long.parseLong(ask(order));
    }

    private String line(Duration within) throws IOException {
        CompletableFuture<Void> late = CompletableFuture.runAsync(
                process::destroyForcibly, CompletableFuture.delayedExecutor(within.toMillis(), TimeUnit.MILLISECONDS));
        try {
            return answers.readLine();
        } finally {
            late.cancel(false);
        }
    }

    /** Ends it at once, as kill -9 does, and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(name + " does not end");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
        try {
            answers.close();
        } catch (IOException unclosable) {
            throw new UncheckedIOException(unclosable);
        }
    }
}
