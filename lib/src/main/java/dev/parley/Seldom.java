package dev.parley;

import java.time.Duration;

/** Says when a line of the log is due that would come too often otherwise: once a period; pure. Its monitor guards it. */
final class Seldom {
    /** How often a server says the same thing. */
    static final Duration PERIOD = Duration.ofSeconds(10);

    private final long period;
    private long next = Long.MIN_VALUE;
    private int withheld;

    Seldom(Duration period) {
        this.period = period.toNanos();
    }

    /**
     * It happened once more.
     *
     * @param now in nanoseconds
     * @return 0 when no line is due, else how often it happened since the last one
     */
    synchronized int happened(long now) {
        withheld++;
        if (now < next) {
            return 0;
        }
        int times = withheld;
        withheld = 0;
        next = now + period;
        return times;
    }
}
