package dev.parley;

import dev.parley.net.Timer;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The executor that users' code runs on, made safe: what it refuses runs on the common pool, so that futures complete
 * even when an executor was shut down under us; and the timer, on which all timeouts depend, never runs users' code.
 */
final class UserExecutor implements Executor {
    private final Executor given;
    private final Executor loop;

    /**
     * A safe executor.
     *
     * @param loop an event loop, where an executor that runs tasks in place is called from, instead of the timer's thread
     */
    UserExecutor(Executor given, Executor loop) {
        this.given = given;
        this.loop = loop;
    }

    @Override
    public void execute(Runnable task) {
        if (Timer.isTimerThread()) {
            loop.execute(() -> hand(task));
        } else {
            hand(task);
        }
    }

    private void hand(Runnable task) {
        Once once = new Once(task);
        try {
            given.execute(once);
        } catch (Throwable refused) { // whatever it is: a thread that could not be started, say
            ForkJoinPool.commonPool().execute(once);
        }
    }

    /** A task that an executor may have run before it failed. */
    private static final class Once extends AtomicBoolean implements Runnable {
        private static final long serialVersionUID = 1L;

        private final transient Runnable task;

        Once(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (compareAndSet(false, true)) {
                task.run();
            }
        }
    }
}
