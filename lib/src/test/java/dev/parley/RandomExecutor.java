package dev.parley;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A user's executor: in place, in order, or in no order; in some simulations it refuses now and then, or fails after it
 * ran a task, or is shut down with all that it had.
 */
final class RandomExecutor extends AbstractExecutorService implements Simulation.Source {
    private final Simulation simulation;
    private final Executor loop;
    private final List<Runnable> tasks = new ArrayList<>();
    private final boolean inPlace;
    private final boolean ordered;
    private final int refusals;
    private final UserExecutor safe;
    private boolean shutDown;

    private RandomExecutor(Simulation simulation, Executor loop) {
        this.simulation = simulation;
        this.loop = loop;
        this.inPlace = simulation.oneIn(3);
        this.ordered = simulation.oneIn(2);
        this.refusals = simulation.oneIn(4) ? 2 + simulation.below(20) : 0;
        // What can run tasks in place cannot throw any away.
        Executor given = inPlace ? task -> execute(task) : this;
        this.safe = new UserExecutor(given, loop, new Fallback());
        simulation.add(this);
    }

    static RandomExecutor over(Simulation simulation, Executor loop) {
        return new RandomExecutor(simulation, loop);
    }

    /** What the library makes of it. */
    UserExecutor safe() {
        return safe;
    }

    @Override
    public void execute(Runnable task) {
        if (simulation.isOnTimer()) {
            loop.execute(() -> safe.execute(task)); // as UserExecutor does on the timer's thread
            return;
        }
        simulation.pause();
        boolean fails = refusals > 0 && simulation.oneIn(refusals);
        if (shutDown || (fails && simulation.oneIn(2))) {
            Happening.EXECUTOR_REFUSED.count();
            throw new RejectedExecutionException("by chance");
        }
        if (inPlace) {
            task.run();
        } else {
            tasks.add(task);
        }
        simulation.pause();
        if (fails) {
            Happening.EXECUTOR_FAILED_AFTER_RUNNING.count();
            simulation.mischief.raise();
        }
    }

    @Override
    public boolean isReady() {
        return !tasks.isEmpty();
    }

    @Override
    public void step() {
        tasks.remove(ordered ? 0 : simulation.below(tasks.size())).run();
    }

    @Override
    public List<Runnable> shutdownNow() {
        List<Runnable> left = List.copyOf(tasks);
        if (!left.isEmpty()) {
            Happening.EXECUTOR_LOST_TASKS.count();
        }
        tasks.clear();
        shutDown = true;
        return left;
    }

    @Override
    public void shutdown() {
        shutDown = true;
    }

    @Override
    public boolean isShutdown() {
        return shutDown;
    }

    @Override
    public boolean isTerminated() {
        return shutDown && tasks.isEmpty();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    /** The common pool: takes all, in no order. */
    private final class Fallback implements Executor, Simulation.Source {
        private final List<Runnable> taken = new ArrayList<>();

        Fallback() {
            simulation.add(this);
        }

        @Override
        public void execute(Runnable task) {
            Happening.RAN_ELSEWHERE.count();
            taken.add(task);
            simulation.pause();
        }

        @Override
        public boolean isReady() {
            return !taken.isEmpty();
        }

        @Override
        public void step() {
            taken.remove(simulation.below(taken.size())).run();
        }
    }
}
