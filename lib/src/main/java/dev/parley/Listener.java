package dev.parley;

import dev.parley.net.EventLoop;
import dev.parley.net.SerialRunner;
import dev.parley.net.TcpLink;
import dev.parley.observe.Observer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections, for as long as it is open: the shell around an {@link Acceptor}. Its monitor guards that.
 *
 * <p>Accepted channels belong to the listener's event loop: the JDK's provider knows no other way.
 */
final class Listener implements CompletionHandler<AsynchronousSocketChannel, @Nullable Void> {
    private final AsynchronousServerSocketChannel channel;
    private final SocketAddress address;
    private final EventLoop loop;
    private final Settings settings;
    private final Predicate<? super InetAddress> allowed;
    private final Acceptor acceptor;
    private final Consumer<TcpLink> onAccepted;
    private final SerialRunner turns = new SerialRunner(this::turn);

    /** For lines that the world outside could make come without end. */
    private final Seldom failures = new Seldom(Seldom.PERIOD);

    private final Seldom refusals = new Seldom(Seldom.PERIOD);
    private final Seldom full = new Seldom(Seldom.PERIOD);
    private final Seldom filterFailures = new Seldom(Seldom.PERIOD);

    private volatile boolean accepting;
    private volatile boolean pausing;
    private volatile boolean closed;

    private Listener(
            AsynchronousServerSocketChannel channel,
            EventLoop loop,
            Settings settings,
            Predicate<? super InetAddress> allowed,
            Consumer<TcpLink> onAccepted)
            throws IOException {
        this.channel = channel;
        this.address = channel.getLocalAddress();
        this.loop = loop;
        this.settings = settings;
        this.allowed = allowed;
        this.acceptor = new Acceptor(
                settings.limits().maxConnections(), settings.limits().maxConnectionsPerAddress());
        this.onAccepted = onAccepted;
    }

    /**
     * Binds; {@link #start()} begins to accept.
     *
     * @param allowed who may connect
     * @param onAccepted takes each new connection, on the event loop; must not throw. Each is answered, later, by one
     *     call of {@link #connectionClosed}
     */
    static Listener bind(
            InetSocketAddress address,
            EventLoop loop,
            Settings settings,
            Predicate<? super InetAddress> allowed,
            Consumer<TcpLink> onAccepted)
            throws IOException {
        AsynchronousServerSocketChannel channel = AsynchronousServerSocketChannel.open(loop.group());
        try {
            if (!isWindows()) { // there it would let another process take the port
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            }
            channel.bind(address, settings.limits().backlog());
            return new Listener(channel, loop, settings, allowed, onAccepted);
        } catch (IOException | RuntimeException | Error failure) {
            channel.close();
            throw failure;
        }
    }

    private static boolean isWindows() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    SocketAddress address() {
        return address;
    }

    void start() {
        turns.run();
    }

    /** A connection that it handed over is gone: there may be room again. */
    void connectionClosed(SocketAddress remote) {
        synchronized (acceptor) {
            acceptor.leave(Addresses.network(remote));
            acceptor.closed();
        }
        turns.run();
    }

    /** Accepts no more. */
    void close() {
        closed = true;
        try {
            channel.close();
        } catch (Throwable ignored) {
            // Nothing is left to be done for it.
        }
    }

    private void turn() {
        if (closed || accepting || pausing || !hasRoom()) {
            return;
        }
        accepting = true;
        try {
            channel.accept(null, this);
        } catch (Throwable refused) {
            failed(refused, null);
        }
    }

    private boolean hasRoom() {
        synchronized (acceptor) {
            return acceptor.hasRoom();
        }
    }

    @Override
    public void completed(AsynchronousSocketChannel accepted, @Nullable Void nothing) {
        synchronized (acceptor) {
            acceptor.accepted();
        }
        try {
            handOver(accepted);
            if (!hasRoom()) { // now: one that was refused takes no room
                tell(full, "holds as many connections as it may; no more are accepted until one closes");
            }
        } finally { // whatever became of this one, the next is accepted
            accepting = false;
            turns.run();
        }
    }

    private void handOver(AsynchronousSocketChannel accepted) {
        TcpLink link = linkTo(accepted);
        if (link == null || !letsIn(link)) {
            synchronized (acceptor) {
                acceptor.closed();
            }
        } else {
            onAccepted.accept(link);
        }
    }

    /** Whether the connection may stay; else it is closed. */
    private boolean letsIn(TcpLink link) {
        Observer.Refusal refusal = null;
        if (!isAllowed(link.remote())) {
            refusal = Observer.Refusal.NOT_ALLOWED;
        } else {
            synchronized (acceptor) {
                if (!acceptor.enter(Addresses.network(link.remote()))) {
                    refusal = Observer.Refusal.TOO_MANY;
                }
            }
        }
        if (refusal == null) {
            return true;
        }
        link.close();
        settings.observer().refused(link.remote(), refusal);
        tell(refusals, "refused a connection from " + Addresses.text(link.remote()) + ": " + refusal);
        return false;
    }

    private boolean isAllowed(SocketAddress remote) {
        try {
            return !(remote instanceof InetSocketAddress inet) || allowed.test(inet.getAddress());
        } catch (Throwable thrown) {
            int times = filterFailures.happened(settings.timer().now());
            Log.warning(times, remote, "the filter of addresses threw; it is refused", thrown);
            return false;
        }
    }

    /** A line, if one is due. */
    private void tell(Seldom lines, String what) {
        int times = lines.happened(settings.timer().now());
        if (times > 0) {
            Log.warning("the server on " + Addresses.text(address) + " " + what
                    + (times > 1 ? " (" + times + " times)" : ""));
        }
    }

    /** A link, or null when the connection is gone already. */
    private @Nullable TcpLink linkTo(AsynchronousSocketChannel accepted) {
        try {
            accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return new TcpLink(accepted, loop);
        } catch (Throwable gone) {
            try {
                accepted.close();
            } catch (Throwable ignored) {
                // Nothing is left to be done for it.
            }
            return null;
        }
    }

    @Override
    public void failed(Throwable cause, @Nullable Void nothing) {
        if (closed) {
            return;
        }
        Duration pause;
        synchronized (acceptor) {
            pause = acceptor.failed();
        }
        pausing = true;
        accepting = false;
        settings.timer().schedule(pause, () -> {
            pausing = false;
            turns.run();
        });
        tell(failures, "could not accept, and goes on: " + LinkFailure.text(cause)); // last: what goes on is arranged
    }
}
