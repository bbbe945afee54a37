package dev.parley;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;

/**
 * The executor that users' code runs on, made safe: what it refuses runs on the common pool, so that futures complete
 * even when an executor was shut down under us.
 */
final class UserExecutor implements Executor {
    private final Executor given;

    UserExecutor(Executor given) {
        this.given = given;
    }

    @Override
    public void execute(Runnable task) {
        try {
            given.execute(task);
        } catch (RejectedExecutionException refused) {
            ForkJoinPool.commonPool().execute(task);
        }
    }
}
