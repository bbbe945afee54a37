package dev.parley;

import dev.parley.net.EventLoop;
import dev.parley.net.SerialRunner;
import dev.parley.net.TcpLink;
import dev.parley.net.Timer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
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
    private final Timer timer;
    private final Acceptor acceptor;
    private final Consumer<TcpLink> onAccepted;
    private final SerialRunner turns = new SerialRunner(this::turn);

    private volatile boolean accepting;
    private volatile boolean pausing;
    private volatile boolean closed;

    private Listener(
            AsynchronousServerSocketChannel channel,
            EventLoop loop,
            Timer timer,
            int maxConnections,
            Consumer<TcpLink> onAccepted)
            throws IOException {
        this.channel = channel;
        this.address = channel.getLocalAddress();
        this.loop = loop;
        this.timer = timer;
        this.acceptor = new Acceptor(maxConnections);
        this.onAccepted = onAccepted;
    }

    /**
     * Binds; {@link #start()} begins to accept.
     *
     * @param onAccepted takes each new connection, on the event loop; must not throw. Each is answered, later, by one
     *     call of {@link #connectionClosed()}
     */
    static Listener bind(
            InetSocketAddress address,
            int backlog,
            EventLoop loop,
            Timer timer,
            int maxConnections,
            Consumer<TcpLink> onAccepted)
            throws IOException {
        AsynchronousServerSocketChannel channel = AsynchronousServerSocketChannel.open(loop.group());
        try {
            if (!isWindows()) { // there it would let another process take the port
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            }
            channel.bind(address, backlog);
            return new Listener(channel, loop, timer, maxConnections, onAccepted);
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

    /** A connection that it accepted is gone: there may be room again. */
    void connectionClosed() {
        synchronized (acceptor) {
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
        } finally { // whatever became of this one, the next is accepted
            accepting = false;
            turns.run();
        }
    }

    private void handOver(AsynchronousSocketChannel accepted) {
        TcpLink link = linkTo(accepted);
        if (link == null) {
            connectionClosed();
        } else {
            onAccepted.accept(link);
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
        if (acceptor.isWorthALine(pause)) {
            Log.warning("accepting on " + Addresses.text(address) + " failed; going on", cause);
        }
        pausing = true;
        accepting = false;
        timer.schedule(pause, () -> {
            pausing = false;
            turns.run();
        });
    }
}
