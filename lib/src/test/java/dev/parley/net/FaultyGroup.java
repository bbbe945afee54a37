package dev.parley.net;

import java.io.IOException;
import java.nio.channels.AsynchronousChannel;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** A group of real channels of which one call fails: a channel finds its provider through its group. */
public final class FaultyGroup extends AsynchronousChannelGroup implements Executor {
    private final AsynchronousChannelGroup group;
    private final Provider channels;

    private FaultyGroup(AsynchronousChannelGroup group, Provider provider) {
        super(provider);
        this.group = group;
        this.channels = provider;
    }

    /** One with a thread. */
    public static FaultyGroup start(FaultyCalls calls) throws IOException {
        AsynchronousChannelGroup group = AsynchronousChannelGroup.withFixedThreadPool(1, task -> {
            Thread thread = new Thread(task, "faulty-loop");
            thread.setDaemon(true);
            return thread;
        });
        return new FaultyGroup(group, new Provider(group, calls));
    }

    /** The loop of it. */
    public EventLoop loop() {
        return new EventLoop(this);
    }

    /** All loops there are. */
    public static EventLoops only(EventLoop loop) {
        return new EventLoops(List.of(loop));
    }

    /** Whether every channel that was opened is closed. */
    public boolean allClosed() {
        return channels.opened.stream().noneMatch(AsynchronousChannel::isOpen);
    }

    @Override
    public void execute(Runnable task) {
        channels.calls.nextUnchecked("execute");
        ((Executor) group).execute(task);
    }

    @Override
    public boolean isShutdown() {
        return group.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return group.isTerminated();
    }

    @Override
    public void shutdown() {
        group.shutdown();
    }

    @Override
    public void shutdownNow() throws IOException {
        group.shutdownNow();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return group.awaitTermination(timeout, unit);
    }

    /** Opens real channels, and wraps them. */
    static final class Provider extends AsynchronousChannelProvider {
        final FaultyCalls calls;
        private final AsynchronousChannelGroup group;
        private final Queue<AsynchronousChannel> opened = new ConcurrentLinkedQueue<>();

        Provider(AsynchronousChannelGroup group, FaultyCalls calls) {
            this.group = group;
            this.calls = calls;
        }

        Executor loop() {
            return (Executor) group;
        }

        FaultySocket wrap(AsynchronousSocketChannel channel) {
            opened.add(channel);
            return new FaultySocket(this, channel);
        }

        @Override
        public AsynchronousSocketChannel openAsynchronousSocketChannel(AsynchronousChannelGroup of) throws IOException {
            calls.nextThrown("open");
            return wrap(AsynchronousSocketChannel.open(group));
        }

        @Override
        public AsynchronousServerSocketChannel openAsynchronousServerSocketChannel(AsynchronousChannelGroup of)
                throws IOException {
            calls.nextThrown("open");
            AsynchronousServerSocketChannel channel = AsynchronousServerSocketChannel.open(group);
            opened.add(channel);
            return new FaultyServerSocket(this, channel);
        }

        @Override
        public AsynchronousChannelGroup openAsynchronousChannelGroup(int threads, ThreadFactory factory) {
            throw new UnsupportedOperationException();
        }

        @Override
        public AsynchronousChannelGroup openAsynchronousChannelGroup(ExecutorService executor, int initialSize) {
            throw new UnsupportedOperationException();
        }
    }
}
