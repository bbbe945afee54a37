package dev.parley;

import dev.parley.net.Once;
import dev.parley.net.Timer;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * The executor that users' code runs on, made safe: what it refuses runs on the common pool, so that futures complete
 * even when an executor was shut down under us; and the timer, on which all timeouts depend, never runs what was given here.
 *
 * <p>An executor that is shut down at once throws away what it had taken on. That is noticed at the next task, or
 * {@link #rescue}, and runs on the common pool too.
 */
final class UserExecutor implements Executor {
    private final Executor given;
    private final Executor loop;
    private final Executor fallback;

    /** The given one, if it can be shut down. */
    private final @Nullable ExecutorService mortal;

    /** What that took and has not begun. */
    private final Set<Once> waiting = ConcurrentHashMap.newKeySet();

    /**
     * A safe executor.
     *
     * @param loop an event loop, where an executor that runs tasks in place is called from, instead of the timer's thread
     */
    UserExecutor(Executor given, Executor loop) {
        this(given, loop, ForkJoinPool.commonPool());
    }

    /** The same, with another place for what is refused. */
    UserExecutor(Executor given, Executor loop, Executor fallback) {
        this.given = given;
        this.loop = loop;
        this.fallback = fallback;
        this.mortal = given instanceof ExecutorService service ? service : null;
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
            given.execute(mortal == null ? once : remembered(once));
        } catch (Throwable refused) { // whatever it is: a thread that could not be started, say
            waiting.remove(once);
            fallback.execute(once);
        }
        rescue();
    }

    private Runnable remembered(Once task) {
        waiting.add(task);
        return () -> {
            waiting.remove(task);
            task.run();
        };
    }

    /** Runs elsewhere what an executor that was shut down has not begun: it may never do so. */
    void rescue() {
        if (mortal != null && mortal.isShutdown()) {
            for (Iterator<Once> all = waiting.iterator(); all.hasNext(); ) {
                Once lost = all.next();
                all.remove();
                fallback.execute(lost);
            }
        }
    }
}
