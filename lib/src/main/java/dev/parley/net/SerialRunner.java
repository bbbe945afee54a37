package dev.parley.net;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a turn again and again, by one thread at a time, as often as it is asked to.
 *
 * <p>A call during a turn, from within it or from another thread, makes the turn go round once more; several such calls
 * make it go round once. So callbacks that come inside the call that asked for them become a loop, not a recursion, and
 * what a turn touches needs no lock.
 */
public final class SerialRunner {
    private final AtomicInteger asked = new AtomicInteger();
    private final Runnable turn;

    /**
     * A runner of one turn.
     *
     * @param turn what to run; must not throw, and if it does, is logged, and asked again as before
     */
    public SerialRunner(Runnable turn) {
        this.turn = turn;
    }

    /** Sees to it that a whole turn runs after this call began: here, or by the thread whose turn it is now. */
    public void run() {
        if (ask()) {
            runAsked();
        }
    }

    /** Asks for a turn; true when the caller has to see to {@link #runAsked()}, on any thread. */
    public boolean ask() {
        return asked.getAndIncrement() == 0;
    }

    /** Runs turns until none is asked for. Only after {@link #ask()} gave true, once. */
    public void runAsked() {
        int seen = asked.get();
        do {
            runGuarded();
            seen = asked.addAndGet(-seen);
        } while (seen != 0);
    }

    private void runGuarded() {
        try {
            turn.run();
        } catch (Throwable fault) { // else no turn would ever run again
            System.getLogger(SerialRunner.class.getName()).log(System.Logger.Level.ERROR, "a turn threw", fault);
        }
    }
}
