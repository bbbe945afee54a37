package dev.parley.demo.server;

import dev.parley.protocol.Untrusted;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** The log of a command: lines to stderr, warnings and errors unless more is asked for. */
final class Logging {

    /** Kept, because the log manager would forget it, level and all. */
    private static final Logger ROOT = Logger.getLogger("");

    private Logging() {}

    /**
     * Sets the log up, for the whole JVM.
     *
     * @param verbose whether everything of ours is logged, stack traces too
     */
    static void toStderr(boolean verbose) {
        LogManager.getLogManager().reset();
        ConsoleHandler handler = new ConsoleHandler();
        try {
            handler.setEncoding(StandardCharsets.UTF_8.name());
        } catch (java.io.UnsupportedEncodingException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
        handler.setLevel(Level.ALL);
        handler.setFormatter(new Line());
        ROOT.setLevel(verbose ? Level.FINE : Level.WARNING);
        ROOT.addHandler(handler);
    }

    /** A line, and the stack below it; also of those who log what they did not make safe. */
    static final class Line extends Formatter {
        @Override
        public String format(LogRecord record) {
            StringWriter text = new StringWriter();
            PrintWriter out = new PrintWriter(text);
            out.println(record.getLevel().getName() + " " + record.getLoggerName() + ": "
                    + escapedOnce(formatMessage(record)));
            if (record.getThrown() != null) {
                Untrusted.printable(record.getThrown()).printStackTrace(out);
            }
            out.flush();
            return text.toString();
        }

        /** Escapes all but backslashes: Parley's own lines are escaped already. */
        private static String escapedOnce(String message) {
            return Arrays.stream(message.split("\\\\", -1))
                    .map(Untrusted::escape)
                    .collect(Collectors.joining("\\"));
        }
    }
}
