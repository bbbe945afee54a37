package dev.parley;

import dev.parley.net.Timer;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;

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
        try {
            given.execute(task);
        } catch (RejectedExecutionException refused) {
            ForkJoinPool.commonPool().execute(task);
        }
    }
}
