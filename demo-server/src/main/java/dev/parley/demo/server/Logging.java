package dev.parley.demo.server;

import dev.parley.protocol.Untrusted;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

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

    private static final class Line extends Formatter {
        @Override
        public String format(LogRecord record) {
            String line = record.getLevel().getName() + " " + record.getLoggerName() + ": " + formatMessage(record);
            return line + System.lineSeparator() + (record.getThrown() == null ? "" : stack(record.getThrown()));
        }

        private static String stack(Throwable thrown) {
            StringWriter text = new StringWriter();
            thrown.printStackTrace(new PrintWriter(text));
            StringBuilder escaped = new StringBuilder();
            // A message in it may be a peer's; a line is escaped on its own, so that the stack keeps its lines.
            text.toString()
                    .lines()
                    .map(line -> line.replace("\t", "    "))
                    .forEach(line -> escaped.append(Untrusted.escape(line)).append(System.lineSeparator()));
            return escaped.toString();
        }
    }
}
