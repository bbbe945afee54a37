package dev.parley.net;

import java.io.IOException;
import java.nio.channels.AsynchronousChannelGroup;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/**
 * One thread, and the channel group it drives: the home of links, which stay on it for life.
 *
 * <p>A group of one thread calls completion handlers in place, without a hand-over to another thread, and so keeps each
 * link's callbacks in order.
 */
public final class EventLoop implements Executor {
    private final AsynchronousChannelGroup group;
    private final BufferPool buffers = new BufferPool();
    private volatile boolean stopped;

    /** A loop over a group of one thread: {@link #start} but for tests whose channels are their own. */
    EventLoop(AsynchronousChannelGroup group) {
        this.group = group;
    }

    /**
     * Starts a loop.
     *
     * @param name of its thread, a daemon
     */
    static EventLoop start(String name) throws IOException {
        return new EventLoop(AsynchronousChannelGroup.withFixedThreadPool(1, task -> new LoopThread(task, name)));
    }

    /** Whether the calling thread is an event loop's, which must never wait. */
    public static boolean isLoopThread() {
        return Thread.currentThread() instanceof LoopThread;
    }

    /** The group that channels of this loop are opened in. */
    public AsynchronousChannelGroup group() {
        return group;
    }

    BufferPool buffers() {
        return buffers;
    }

    /** Runs a task on the loop's thread, after what it is doing; once the loop has ended, on a thread of the common pool. */
    @Override
    public void execute(Runnable task) {
        Once once = new Once(task);
        if (!isTaken(once)) {
            ForkJoinPool.commonPool().execute(once); // what completes somebody's future must still run
        }
    }

    /** Whether the group will run it for certain. */
    private boolean isTaken(Runnable task) {
        // The JDK's groups are executors, though the abstract class does not say so.
        if (!(group instanceof Executor executor)) {
            return false;
        }
        try {
            executor.execute(task);
            return !stopped; // else its thread may have looked for the last time
        } catch (Throwable refused) { // it has ended, or there is no memory for the task
            return false;
        }
    }

    /** Ends the loop and closes every channel still on it; does not wait for the thread. */
    void stop() {
        stopped = true;
        buffers.close();
        try {
            group.shutdownNow();
        } catch (IOException unclosable) {
            System.getLogger(EventLoop.class.getName())
                    .log(System.Logger.Level.WARNING, "a channel did not close with its loop", unclosable);
        }
    }

    private static final class LoopThread extends Thread {
        LoopThread(Runnable task, String name) {
            super(null, task, name, 0, false);
            setDaemon(true);
        }
    }
}
