package dev.parley.demo.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Somebody's output, line by line, to be waited for. */
final class Lines extends Writer {
    private static final long SECONDS = 20;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final StringBuilder unfinished = new StringBuilder();

    PrintWriter writer() {
        return new PrintWriter(this);
    }

    /** The next line. */
    String next() throws InterruptedException {
        String line = lines.poll(SECONDS, TimeUnit.SECONDS);
        assertTrue(line != null, "no further line within " + SECONDS + " s");
        return line;
    }

    /** The lines that nobody took yet. */
    List<String> rest() {
        List<String> rest = new ArrayList<>();
        lines.drainTo(rest);
        return rest;
    }

    @Override
    public void write(char[] chars, int offset, int length) {
        synchronized (lock) {
            for (int i = offset; i < offset + length; i++) {
                if (chars[i] == '\n') {
                    lines.add(unfinished.toString());
                    unfinished.setLength(0);
                } else if (chars[i] != '\r') {
                    unfinished.append(chars[i]);
                }
            }
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
