package dev.parley;

import dev.parley.net.FaultyCalls;
import dev.parley.net.FaultyGroup;
import dev.parley.net.SimulatedTimer;
import dev.parley.net.Timer;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * One event loop with a timer, over channels of which a call fails, as what all clients and servers share, until the last
 * of them is closed.
 */
final class OwnLoop {
    private final FaultyGroup group;
    private final Object buffers;
    private final Timer clock = Timer.start("own-loop-timer");
    private final ExecutorService user = Executors.newSingleThreadExecutor();

    private OwnLoop(FaultyCalls calls) throws Exception {
        Timer timer = SimulatedTimer.over((nanos, task) -> {
            calls.nextUnchecked("schedule");
            return clock.schedule(Duration.ofNanos(nanos), task)::cancel;
        });
        group = FaultyGroup.start(calls);
        var loop = group.loop();
        buffers = Inside.value(loop, "buffers");
        Field shared = Resources.class.getDeclaredField("shared");
        shared.setAccessible(true);
        // Without the lock: what opens things, and so asks for a lease, is this thread.
        shared.set(null, new Resources(FaultyGroup.only(loop), timer, user));
    }

    /** From now on everything that is opened is opened here. */
    static OwnLoop install(FaultyCalls calls) throws Exception {
        return new OwnLoop(calls);
    }

    Executor executor() {
        return user;
    }

    /** What is still there, though all was closed and every lease should have been given back; empty when nothing is. */
    String left() {
        StringBuilder left = new StringBuilder();
        note(left, group.isShutdown(), "the loop runs: a lease is out");
        note(left, user.isShutdown(), "the executor runs");
        note(left, group.allClosed(), "a channel is open");
        note(left, Inside.number(buffers, "out") == 0, "a buffer is out");
        var scheduler = (ScheduledThreadPoolExecutor) Inside.value(clock, "scheduler");
        note(left, scheduler.getQueue().isEmpty(), "a timeout is left");
        return left.toString();
    }

    private static void note(StringBuilder left, boolean holds, String otherwise) {
        if (!holds) {
            left.append(otherwise).append("; ");
        }
    }

    /** Ends what a failed test left. */
    void stop() throws Exception {
        group.shutdownNow();
        clock.stop();
        user.shutdownNow();
    }
}
