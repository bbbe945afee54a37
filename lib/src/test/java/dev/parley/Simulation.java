package dev.parley;

import dev.parley.net.SimulatedTimer;
import dev.parley.net.Timer;
import dev.parley.protocol.Seeded;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One seed's world, on one thread: all that can happen next waits here, and chance decides which of it does.
 *
 * <p>Where library code calls out, chance may let something else happen first, to its end: what another thread might have
 * done meanwhile. Event loops stay what they are, one task at a time and in order.
 */
final class Simulation {
    private static final int MAX_DEPTH = 4;
    private static final int MAX_STEPS = 100_000;

    /** When all that has an end must have ended; in nanoseconds. */
    private static final long LONG_AFTER = TimeUnit.HOURS.toNanos(2);

    /** Something that may have a next step. */
    interface Source {
        boolean isReady();

        void step();
    }

    private record Alarm(long at, long number, Runnable task) {}

    private final Seeded seeded;
    private final List<Source> sources = new ArrayList<>();
    private final List<Throwable> faults = new ArrayList<>();
    final Mischief mischief;
    private final TreeSet<Alarm> alarms =
            new TreeSet<>(Comparator.comparingLong(Alarm::at).thenComparingLong(Alarm::number));
    private final Timer timer = SimulatedTimer.over(new Time());
    private final int interruptions;
    private final int points;
    private Runnable operation = () -> {};
    private boolean operating;
    private boolean onTimer;
    private int depth;
    private long now;
    private long stamps;

    Simulation(Seeded seeded) {
        this.seeded = seeded;
        this.interruptions = seeded.below(4) == 0 ? 0 : 4 << seeded.below(4);
        this.points = 16 << seeded.below(6);
        this.mischief = new Mischief(this);
        PausePoint.become(() -> pauseOneIn(points));
    }

    int below(int bound) {
        return seeded.below(bound);
    }

    boolean oneIn(int count) {
        return seeded.below(count) == 0;
    }

    @SafeVarargs
    final <T> T oneOf(T... choices) {
        return choices[seeded.below(choices.length)];
    }

    Timer timer() {
        return timer;
    }

    /** A number larger than all before. */
    long stamp() {
        return ++stamps;
    }

    void add(Source source) {
        sources.add(source);
    }

    void fault(String what) {
        faults.add(new AssertionError(what));
    }

    void require(boolean condition, String what) {
        if (!condition) {
            fault(what);
        }
    }

    /** Time passes when an alarm rings, and at no other time. */
    private final class Time implements SimulatedTimer.Clock {
        @Override
        public Runnable schedule(long nanos, Runnable task) {
            Alarm alarm = new Alarm(nanos > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + nanos, stamp(), task);
            alarms.add(alarm);
            return () -> alarms.remove(alarm);
        }

        @Override
        public long now() {
            return now;
        }
    }

    /** Whether nothing is half done: what happens now interrupts nothing. */
    boolean isUndivided() {
        return depth == 0;
    }

    boolean isOnTimer() {
        return onTimer;
    }

    boolean hasAlarms() {
        return !alarms.isEmpty();
    }

    private void ring() {
        Alarm alarm = alarms.pollFirst();
        if (alarm != null) {
            Happening.TIME_PASSED.count();
            now = alarm.at;
            onTimer = true;
            guarded(alarm.task);
            onTimer = false;
        }
    }

    /** Something else may happen here. */
    void pause() {
        pauseOneIn(interruptions);
    }

    private void pauseOneIn(int often) {
        if (often > 0 && depth < MAX_DEPTH && oneIn(often)) {
            boolean wasOnTimer = onTimer;
            onTimer = false;
            depth++;
            for (int left = oneIn(3) ? 1 + below(20) : 1; left > 0; left--) { // rarely a long time passes
                if (operating && oneIn(3)) {
                    guarded(operation);
                } else {
                    step();
                }
            }
            depth--;
            onTimer = wasOnTimer;
        }
    }

    /** Runs a task with nothing happening in between. */
    void undisturbed(Runnable task) {
        int before = depth;
        depth = MAX_DEPTH;
        try {
            task.run();
        } finally {
            depth = before;
        }
    }

    private boolean step() {
        List<Source> ready = new ArrayList<>();
        for (Source source : sources) { // tens of thousands of times in each simulation
            if (source.isReady()) {
                ready.add(source);
            }
        }
        if (ready.isEmpty()) {
            return false;
        }
        guarded(ready.get(below(ready.size()))::step);
        return true;
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable thrown) {
            faults.add(thrown);
        }
    }

    /** Does so many operations of the test's, and lets other things happen between them. */
    void operate(int count, Runnable next) {
        operation = next;
        operating = true;
        for (int left = count; left > 0; ) {
            if (oneIn(60)) {
                ring();
            } else if (oneIn(4) || !step()) {
                left--;
                guarded(next);
            }
        }
        operating = false;
    }

    /** Lets happen what can happen without time passing. */
    void settle() {
        int steps = 0;
        while (step()) {
            if (++steps > MAX_STEPS) {
                throw new AssertionError("it does not come to rest", faults.isEmpty() ? null : faults.get(0));
            }
        }
    }

    /** Lets time pass until nothing is left to happen, or only what comes round again and again, as looking for idlers. */
    void expire() {
        settle();
        long end = now + LONG_AFTER;
        for (int rings = 0; hasAlarms() && alarms.first().at <= end; rings++) {
            if (rings > MAX_STEPS) {
                throw new AssertionError("the timers do not come to rest");
            }
            ring();
            settle();
        }
    }

    void check() {
        if (!faults.isEmpty()) {
            AssertionError all = new AssertionError(faults.get(0).toString(), faults.get(0));
            faults.stream().skip(1).limit(5).forEach(all::addSuppressed);
            throw all;
        }
    }

    /** An event loop: one thing at a time. */
    final class Loop implements Executor, Source {
        private final Queue<Runnable> tasks = new ArrayDeque<>();
        private boolean busy;

        Loop() {
            add(this);
        }

        @Override
        public void execute(Runnable task) {
            pause();
            tasks.add(task);
            pause();
        }

        boolean isBusy() {
            return busy;
        }

        void run(Runnable task) {
            busy = true;
            try {
                task.run();
            } finally {
                busy = false;
            }
        }

        @Override
        public boolean isReady() {
            return !busy && !tasks.isEmpty();
        }

        @Override
        public void step() {
            run(tasks.remove());
        }
    }
}
