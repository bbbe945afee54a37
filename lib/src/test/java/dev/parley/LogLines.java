package dev.parley;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** All that the library logs, at every level, as the JDK's formatter would write it to a file; nothing goes elsewhere. */
final class LogLines implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.parley");
    private final Level before = logger.getLevel();
    private final List<String> entries = new CopyOnWriteArrayList<>();
    private final List<Level> levels = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord record) {
            entries.add(formatter.format(record));
            levels.add(record.getLevel());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    LogLines() {
        handler.setLevel(Level.ALL);
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        logger.setLevel(Level.ALL);
    }

    /** What was logged so far; one with a stack is several lines. */
    List<String> entries() {
        return List.copyOf(entries);
    }

    /** How many were logged at that level. */
    long count(Level level) {
        return levels.stream().filter(level::equals).count();
    }

    @Override
    public void close() {
        logger.setLevel(before);
        logger.setUseParentHandlers(true);
        logger.removeHandler(handler);
    }
}
