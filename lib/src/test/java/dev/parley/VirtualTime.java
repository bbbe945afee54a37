package dev.parley;

import dev.parley.net.SimulatedTimer;
import dev.parley.net.Timer;
import java.time.Duration;
import java.util.Comparator;
import java.util.TreeSet;

/** A timer whose time passes when the test says so. */
final class VirtualTime implements SimulatedTimer.Clock {
    private record Alarm(long at, long number, Runnable task) {}

    private final TreeSet<Alarm> alarms =
            new TreeSet<>(Comparator.comparingLong(Alarm::at).thenComparingLong(Alarm::number));
    private long now;

    /** How many timeouts were ever set. */
    int set;

    Timer timer() {
        return SimulatedTimer.over(this);
    }

    @Override
    public Runnable schedule(long nanos, Runnable task) {
        Alarm alarm = new Alarm(nanos > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + nanos, set++, task);
        alarms.add(alarm);
        return () -> alarms.remove(alarm);
    }

    @Override
    public long now() {
        return now;
    }

    void pass(Duration time) {
        long end = now + time.toNanos();
        while (!alarms.isEmpty() && alarms.first().at <= end) {
            Alarm next = alarms.pollFirst();
            now = Math.max(now, next.at);
            next.task.run();
        }
        now = end;
    }

    /** Time passes in which nothing can happen: the process stands still. */
    void standStill(Duration time) {
        now += time.toNanos();
    }

    /** How many timeouts are set. */
    int left() {
        return alarms.size();
    }
}
