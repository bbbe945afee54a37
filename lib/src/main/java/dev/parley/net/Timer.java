package dev.parley.net;

import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Calls back later, on one daemon thread. A timeout that is cancelled leaves nothing behind. */
public final class Timer {
    private final ScheduledThreadPoolExecutor scheduler;
    private final LongSupplier clock;

    /** A timer over a scheduler and its clock: {@link #start} but for tests whose time is their own. */
    Timer(ScheduledThreadPoolExecutor scheduler, LongSupplier clock) {
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /**
     * Starts a timer.
     *
     * @param name of its thread
     */
    public static Timer start(String name) {
        long start = System.nanoTime();
        return new Timer(scheduler(name), () -> System.nanoTime() - start);
    }

    /** What it runs on: a cancelled task is gone at once, and does not wait for its time. */
    static ScheduledThreadPoolExecutor scheduler(String name) {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, task -> new TimerThread(task, name));
        scheduler.setRemoveOnCancelPolicy(true);
        return scheduler;
    }

    /** What time it is, in nanoseconds: no less than 0, never less than before. */
    public long now() {
        return clock.getAsLong();
    }

    /**
     * Calls {@code task} once, after {@code delay}; never after the timer was stopped. A delay of more than 292 years is
     * one of 292 years. When it cannot be scheduled, {@code task} is called at once, on another thread.
     *
     * @param task quick, and not the user's code
     */
    public Timeout schedule(Duration delay, Runnable task) {
        try {
            ScheduledFuture<?> future =
                    scheduler.schedule(task, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException stopped) {
            return () -> {};
        } catch (Throwable unschedulable) { // no memory, or no thread: better too early than never
            ForkJoinPool.commonPool().execute(task);
            return () -> {};
        }
    }

    /** Forgets all that is scheduled and ends the thread. */
    public void stop() {
        scheduler.shutdownNow();
    }

    /** Whether the calling thread is a timer's, which must never wait, nor run users' code. */
    public static boolean isTimerThread() {
        return Thread.currentThread() instanceof TimerThread;
    }

    private static final class TimerThread extends Thread {
        TimerThread(Runnable task, String name) {
            super(null, task, name, 0, false);
            setDaemon(true);
        }
    }

    /** Something scheduled. */
    @FunctionalInterface
    public interface Timeout {
        /** Forgets it, if it is not running yet. */
        void cancel();
    }
}
