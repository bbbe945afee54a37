package dev.parley;

import dev.parley.net.SerialRunner;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs a turn of users' code on their executor: one at a time, at most one task queued, and never inside a call that the
 * user made.
 *
 * <p>The last matters when the executor runs tasks in place: a future that completes before it is returned would make a
 * loop of {@code receive().thenAccept(m -> loop())} a recursion. Such a turn is moved to the event loop.
 */
final class UserTurns {
    /** Set on a thread while it runs a turn. */
    private static final ThreadLocal<UserTurns> RUNNING = new ThreadLocal<>();

    private final Executor user;
    private final Executor loop;
    private final SerialRunner turns;

    /** The thread that is inside {@link #hand()}, where a turn on that thread is one in place. */
    private volatile @Nullable Thread handing;

    UserTurns(Executor user, Executor loop, Runnable turn) {
        this.user = user;
        this.loop = loop;
        this.turns = new SerialRunner(() -> runMarked(turn));
    }

    /** Whether the calling thread runs a turn of any connection: to wait there for what needs that turn is to wait forever. */
    static boolean isWithinTurn() {
        return RUNNING.get() != null;
    }

    private void runMarked(Runnable turn) {
        UserTurns outer = RUNNING.get();
        RUNNING.set(this);
        try {
            turn.run();
        } finally {
            if (outer == null) {
                RUNNING.remove();
            } else {
                RUNNING.set(outer);
            }
        }
    }

    /** Asks for a turn from an I/O callback; it may run here. */
    void hand() {
        if (turns.ask()) {
            handing = Thread.currentThread();
            user.execute(turns::runAsked);
            handing = null;
        } else {
            rescue();
        }
    }

    /** Asks for a turn from a call that may be the user's; it does not run here. */
    void ask() {
        if (turns.ask()) {
            Hop hop = new Hop();
            user.execute(hop);
            hop.left = true;
        } else {
            rescue();
        }
    }

    /** The turn asked for before may have been thrown away with its executor. */
    private void rescue() {
        if (user instanceof UserExecutor safe) {
            safe.rescue();
        }
    }

    /** Within a turn: whether it runs in place, on the I/O thread that handed it over. */
    boolean inPlace() {
        return handing == Thread.currentThread();
    }

    /** A turn that moves on to the event loop when the executor would run it inside the call that asked for it. */
    private final class Hop implements Runnable {
        private final Thread asking = Thread.currentThread();
        private volatile boolean left;

        @Override
        public void run() {
            if (!left && Thread.currentThread() == asking) {
                loop.execute(turns::runAsked);
            } else {
                turns.runAsked();
            }
        }
    }
}
