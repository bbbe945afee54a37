package dev.parley.net;

import java.io.IOException;
import java.nio.channels.AsynchronousChannelGroup;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;

/**
 * One thread, and the channel group it drives: the home of links, which stay on it for life.
 *
 * <p>A group of one thread calls completion handlers in place, without a hand-over to another thread, and so keeps each
 * link's callbacks in order.
 */
public final class EventLoop implements Executor {
    private final AsynchronousChannelGroup group;
    private final BufferPool buffers = new BufferPool();

    private EventLoop(AsynchronousChannelGroup group) {
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
        // The JDK's groups are executors, though the abstract class does not say so.
        if (group instanceof Executor executor) {
            try {
                executor.execute(task);
                return;
            } catch (RejectedExecutionException ended) {
                // fall through: a task that completes somebody's future must still run
            }
        }
        ForkJoinPool.commonPool().execute(task);
    }

    /** Ends the loop and closes every channel still on it; does not wait for the thread. */
    void stop() {
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
