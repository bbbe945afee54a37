package dev.parley.net;

import java.util.concurrent.atomic.AtomicBoolean;

/** A task that runs once, though two executors may have it, or one that failed after it ran it. */
public final class Once extends AtomicBoolean implements Runnable {
    private static final long serialVersionUID = 1L;

    private final transient Runnable task;

    /** The task, once. */
    public Once(Runnable task) {
        this.task = task;
    }

    @Override
    public void run() {
        if (compareAndSet(false, true)) {
            task.run();
        }
    }
}
