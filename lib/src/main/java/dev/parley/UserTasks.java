package dev.parley;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/** Completes futures on the users' executor, in order, many in one task. As many wait as there are futures to complete. */
final class UserTasks {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final UserTurns turns;

    UserTasks(Executor user, Executor loop) {
        turns = new UserTurns(user, loop, this::turn);
    }

    /** Runs {@code task} soon, never inside this call. */
    void add(Runnable task) {
        tasks.add(task);
        turns.ask();
    }

    private void turn() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            runGuarded(task);
        }
    }

    private static void runGuarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable thrown) {
            Log.warning("a completion threw", thrown);
        }
    }
}
