package dev.parley.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.AsynchronousChannelGroup;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class EventLoopTest {
    private final CountDownLatch ran = new CountDownLatch(1);
    private final AtomicInteger runs = new AtomicInteger();
    private Consumer<Runnable> takes = task -> {};
    private final EventLoop loop = new EventLoop(new Group());

    private void execute() throws InterruptedException {
        loop.execute(() -> {
            runs.incrementAndGet();
            ran.countDown();
        });
        assertTrue(ran.await(20, TimeUnit.SECONDS), "the task was lost");
        assertEquals(1, runs.get());
    }

    @Test
    void aTaskThatComesWhileTheLoopStopsIsNotLost() throws Exception {
        takes = task -> loop.stop(); // and its thread has looked for the last time
        execute();
    }

    @Test
    void aTaskThatTheLoopRunsWhileItStopsRunsOnce() throws Exception {
        takes = task -> {
            loop.stop();
            task.run();
        };
        execute();
    }

    @Test
    void aTaskForWhichTheGroupHasNoMemoryRunsElsewhere() throws Exception {
        takes = task -> {
            throw new OutOfMemoryError("by test");
        };
        execute();
    }

    /** A group of no channels. */
    private final class Group extends AsynchronousChannelGroup implements Executor {
        Group() {
            super(null);
        }

        @Override
        public void execute(Runnable task) {
            takes.accept(task);
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public void shutdown() {}

        @Override
        public void shutdownNow() {}

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
