package dev.parley;

import dev.parley.net.EventLoop;
import dev.parley.net.Link;
import dev.parley.net.TcpLink;
import dev.parley.net.Timer;
import dev.parley.protocol.ConnectFailedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The making of one connection: looks the name up, then tries its addresses one after the other, until one answers or
 * the time is up.
 *
 * <pre>
 *     look up ─► try address 1 ─failed, or its share of the time is up─► try address 2 ─► …
 *                     └─► connected                                          none left ─► failed
 * </pre>
 *
 * <p>A name is looked up off the event loops, because that blocks. A failed attempt leaves its channel unusable, so each
 * has a new one. An address that never answers costs only its share of what time is left, so those behind it are tried
 * too. One step follows the other, each on the thread that ended the one before.
 */
final class Connecting {

    /** What finds the addresses that a name stands for; may block. */
    @FunctionalInterface
    interface Names {
        InetAddress[] lookUp(String host) throws UnknownHostException;
    }

    private final String host;
    private final int port;
    private final EventLoop loop;
    private final Timer timer;
    private final long deadline;
    private final CompletableFuture<Link> outcome = new CompletableFuture<>();

    private final Queue<InetSocketAddress> untried = new ArrayDeque<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private volatile @Nullable Attempt current;

    private Connecting(String host, int port, Duration timeout, EventLoop loop, Timer timer) {
        this.host = host;
        this.port = port;
        this.loop = loop;
        this.timer = timer;
        this.deadline = timer.now() + TimeUnit.NANOSECONDS.convert(timeout);
    }

    /**
     * Starts to connect.
     *
     * @param blocking where the name may be looked up
     * @return completes with a link, or fails with {@link ConnectFailedException}, on an event loop, the timer or the
     *     blocking executor; cancelling it ends the attempt
     */
    static CompletableFuture<Link> connect(
            String host, int port, Duration timeout, EventLoop loop, Timer timer, Executor blocking) {
        return connect(host, port, timeout, loop, timer, blocking, InetAddress::getAllByName);
    }

    /** The same, with other names. */
    static CompletableFuture<Link> connect(
            String host, int port, Duration timeout, EventLoop loop, Timer timer, Executor blocking, Names names) {
        Connecting connecting = new Connecting(host, port, timeout, loop, timer);
        Timer.Timeout overall = timer.schedule(timeout, () -> connecting.timeUp(timeout));
        var unused = connecting.outcome.whenComplete((link, failure) -> {
            overall.cancel();
            connecting.leave();
        });
        try {
            blocking.execute(() -> connecting.lookUp(names));
        } catch (Throwable refused) { // a thread that could not be started, say
            connecting.fail("looking up " + host + " could not be started: " + refused.getMessage(), refused);
        }
        return connecting.outcome;
    }

    private void lookUp(Names names) {
        try {
            for (InetAddress address : names.lookUp(host)) {
                untried.add(new InetSocketAddress(address, port));
            }
            if (untried.isEmpty()) {
                throw new UnknownHostException(host);
            }
        } catch (UnknownHostException unknown) {
            fail("unknown host " + host, unknown);
            return;
        } catch (Throwable fault) {
            fail("looking up " + host + " failed: " + fault.getMessage(), fault);
            return;
        }
        tryNext();
    }

    private void tryNext() {
        InetSocketAddress address = untried.poll();
        if (address == null) {
            failConnecting(failures.get(failures.size() - 1));
        } else if (!outcome.isDone()) {
            Attempt attempt = new Attempt(address);
            current = attempt;
            attempt.start();
            leave(); // in case the outcome came between the two looks at it
        }
    }

    /** What one more address may take: an equal share of the time left. */
    private Duration share() {
        long left = Math.max(1, deadline - timer.now());
        return Duration.ofNanos(left / (untried.size() + 1));
    }

    private void timeUp(Duration timeout) {
        failConnecting(new IOException("no answer within " + timeout.toMillis() + " ms"));
    }

    private void failConnecting(Throwable last) {
        int tries = attempts.get();
        String tried = tries > 1 ? " (the last of " + tries + " addresses)" : "";
        fail("connecting to " + Addresses.text(host, port) + " failed: " + last.getMessage() + tried, last);
    }

    private void fail(String message, Throwable cause) {
        Attempt attempt = current;
        InetSocketAddress remote = attempt == null ? null : attempt.address;
        ConnectFailedException failure = new ConnectFailedException(message, cause, remote, attempts.get());
        failures.stream().filter(earlier -> earlier != cause).forEach(failure::addSuppressed);
        outcome.completeExceptionally(failure);
    }

    /** The outcome is there, ours or the user's: nothing must be left behind. */
    private void leave() {
        Attempt attempt = current;
        if (attempt != null && outcome.isCompletedExceptionally()) {
            attempt.closeChannel();
        }
    }

    /** One address tried; ends once, by its channel or by the timer. */
    private final class Attempt implements CompletionHandler<@Nullable Void, AsynchronousSocketChannel> {
        private final InetSocketAddress address;
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile @Nullable AsynchronousSocketChannel channel;
        private volatile Timer.@Nullable Timeout timeout;

        Attempt(InetSocketAddress address) {
            this.address = address;
        }

        void start() {
            attempts.incrementAndGet();
            Duration share = share();
            timeout = timer.schedule(share, () -> end(new IOException("no answer within " + share.toMillis() + " ms")));
            try {
                AsynchronousSocketChannel opened = AsynchronousSocketChannel.open(loop.group());
                channel = opened;
                if (over.get()) { // its time was up before there was a channel to close
                    closeChannel();
                    return;
                }
                opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
                opened.connect(address, opened, this);
            } catch (Throwable refused) {
                end(refused);
            }
        }

        @Override
        public void completed(@Nullable Void nothing, AsynchronousSocketChannel connected) {
            if (!over.compareAndSet(false, true)) {
                return;
            }
            cancelTimeout();
            try {
                if (!outcome.complete(new TcpLink(connected, loop))) {
                    closeChannel();
                }
            } catch (Throwable lost) {
                retry(lost);
            }
        }

        @Override
        public void failed(Throwable cause, AsynchronousSocketChannel unconnected) {
            end(cause);
        }

        private void end(Throwable cause) {
            if (over.compareAndSet(false, true)) {
                cancelTimeout();
                retry(cause);
            }
        }

        private void retry(Throwable cause) {
            closeChannel();
            failures.add(cause);
            tryNext();
        }

        private void cancelTimeout() {
            Timer.Timeout scheduled = timeout;
            if (scheduled != null) {
                scheduled.cancel();
            }
        }

        void closeChannel() {
            AsynchronousSocketChannel open = channel;
            if (open != null) {
                try {
                    open.close();
                } catch (Throwable ignored) {
                    // Nothing is left to be done for it.
                }
            }
        }
    }
}
