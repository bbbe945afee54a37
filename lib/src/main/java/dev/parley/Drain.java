package dev.parley;

import dev.parley.net.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The patience of a close in order: it ends after a time in all, or when nothing has moved for a shorter one.
 *
 * <p>Bounded by time and not by bytes: a peer that is still sending must be read to its end, or closing resets the
 * connection and loses the last answer.
 */
final class Drain {
    private final Timer timer;
    private final Runnable onExpired;

    private final AtomicLong moves = new AtomicLong();
    private volatile boolean watching;
    private boolean stopped;
    private Timer.@Nullable Timeout total;

    /** When {@link #total} ends. */
    private long deadline;

    private Timer.@Nullable Timeout idle;

    Drain(Timer timer, Runnable onExpired) {
        this.timer = timer;
        this.onExpired = onExpired;
    }

    /** Something moved, in either direction. */
    void moved() {
        if (watching) {
            moves.incrementAndGet();
        }
    }

    synchronized void start(Duration idleTime, Duration totalTime) {
        if (!stopped) {
            limit(totalTime);
            watching = true;
            watch(idleTime, moves.get());
        }
    }

    /** It ends after this time at the latest; also before it began. */
    synchronized void limit(Duration totalTime) {
        long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(totalTime);
        if (!stopped && (total == null || end - deadline < 0)) {
            if (total != null) {
                total.cancel();
            }
            deadline = end;
            total = timer.schedule(totalTime, onExpired);
        }
    }

    private synchronized void watch(Duration idleTime, long seen) {
        if (!stopped) {
            idle = timer.schedule(idleTime, () -> check(idleTime, seen));
        }
    }

    private void check(Duration idleTime, long seen) {
        if (moves.get() == seen) {
            onExpired.run();
        } else {
            watch(idleTime, moves.get());
        }
    }

    synchronized void stop() {
        stopped = true;
        if (total != null) {
            total.cancel();
        }
        if (idle != null) {
            idle.cancel();
        }
    }
}
