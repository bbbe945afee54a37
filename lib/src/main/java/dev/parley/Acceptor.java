package dev.parley;

import java.time.Duration;

/**
 * Decides what an accept loop does next; pure.
 *
 * <pre>
 *     ACCEPT ── accepted ──► ACCEPT, or FULL at the limit ── one closes ──► ACCEPT
 *        │
 *        └──── failed ──► pause: 5 ms, doubled each time, at most 1 s ──► ACCEPT
 * </pre>
 *
 * <p>No failure ends it: what fails at the limit of descriptors works again once some are free, and an accept that is
 * tried again at once fails hundreds of thousands of times a second.
 */
final class Acceptor {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final int maxConnections;
    private int connections;
    private Duration pause = FIRST_PAUSE;

    Acceptor(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    /** A connection was accepted. */
    void accepted() {
        connections++;
        pause = FIRST_PAUSE;
    }

    /** A connection is gone. */
    void closed() {
        connections--;
    }

    /** Accepting failed: how long to leave it. */
    Duration failed() {
        Duration now = pause;
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        return now;
    }

    /** Whether this failure is one to log: the first of a row, and those a whole pause apart. */
    boolean isWorthALine(Duration paused) {
        return paused.equals(FIRST_PAUSE) || paused.equals(LONGEST_PAUSE);
    }

    /** Whether there is room for one more. */
    boolean hasRoom() {
        return connections < maxConnections;
    }

    int connections() {
        return connections;
    }
}
