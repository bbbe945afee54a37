package dev.parley;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Silences the library's log where a test provokes thousands of the faults that it reports. */
final class Quiet implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.parley");
    private final Level before = logger.getLevel();

    Quiet() {
        logger.setLevel(Level.OFF);
    }

    @Override
    public void close() {
        logger.setLevel(before);
    }
}
