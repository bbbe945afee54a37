package dev.parley.net;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer without a thread, whose time the test keeps. */
public final class SimulatedTimer extends ScheduledThreadPoolExecutor {
    private final Clock clock;

    private SimulatedTimer(Clock clock) {
        super(0);
        this.clock = clock;
    }

    /** A timer that leaves all to the clock. */
    public static Timer over(Clock clock) {
        return new Timer(new SimulatedTimer(clock), clock::now);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return new Scheduled(clock.schedule(unit.toNanos(delay), task));
    }

    /** Who keeps the time. */
    @FunctionalInterface
    public interface Clock {
        /** Notes a task; what it gives back forgets it again. */
        Runnable schedule(long nanos, Runnable task);

        /** What time it is, in nanoseconds; always the same where none passes. */
        default long now() {
            return 0;
        }
    }

    private static final class Scheduled extends CompletableFuture<Void> implements ScheduledFuture<Void> {
        private final Runnable forget;

        Scheduled(Runnable forget) {
            this.forget = forget;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            forget.run();
            return super.cancel(mayInterruptIfRunning);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int compareTo(Delayed other) {
            throw new UnsupportedOperationException();
        }
    }
}
