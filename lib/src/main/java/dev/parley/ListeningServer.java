package dev.parley;

import dev.parley.net.TcpLink;
import dev.parley.net.Timer;
import dev.parley.protocol.Delivery;
import dev.parley.protocol.ParleyException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * A server: a listener, and the connections that came of it.
 *
 * @param <M> the message
 */
final class ListeningServer<M> implements MessageServer<M> {
    private final Service<M> service;
    private final Settings settings;
    private final Resources.Lease lease;
    private final Listener listener;
    private final Set<ServerConnection<M>> connections = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean over = new AtomicBoolean();
    private final UserFuture<Void> closed;
    private volatile boolean closing;

    private ListeningServer(
            Service<M> service,
            Settings settings,
            Resources.Lease lease,
            InetSocketAddress address,
            Predicate<? super InetAddress> allowed)
            throws IOException {
        this.service = service;
        this.settings = settings;
        this.lease = lease;
        this.closed = new UserFuture<>(settings.user());
        this.listener = Listener.bind(address, lease.loop(), settings, allowed, this::accepted);
    }

    /** Binds, and starts to accept. */
    static <M> ListeningServer<M> bind(
            Service<M> service, Options options, Predicate<? super InetAddress> allowed, String host, int port)
            throws ParleyException {
        InetSocketAddress address = null;
        Resources.Lease lease = null;
        try {
            address = host.isEmpty()
                    ? new InetSocketAddress(port)
                    : new InetSocketAddress(InetAddress.getByName(host), port);
            lease = Resources.lease();
            ListeningServer<M> server =
                    new ListeningServer<>(service, options.settings(lease), lease, address, allowed);
            server.listener.start();
            return server;
        } catch (RuntimeException | Error fault) {
            if (lease != null) {
                lease.giveBack();
            }
            throw fault;
        } catch (IOException failure) {
            if (lease != null) {
                lease.giveBack();
            }
            throw new ParleyException(
                    "cannot listen on " + Addresses.text(host, port) + ": " + failure.getMessage(),
                    failure,
                    address,
                    Delivery.NOT_SENT);
        }
    }

    /** On the event loop. */
    private void accepted(TcpLink link) {
        ServerConnection<M> connection;
        try {
            connection = new ServerConnection<>(link, service, settings, this::gone);
        } catch (Throwable fault) { // the protocol cannot make a decoder
            int times = service.failures().happened(settings.timer().now());
            Log.warning(times, link.remote(), "it could not be served", fault);
            link.close();
            listener.connectionClosed(link.remote());
            return;
        }
        connections.add(connection);
        connection.start();
        if (closing) {
            connection.closeNow();
        }
    }

    private void gone(ServerConnection<M> connection) {
        connections.remove(connection);
        listener.connectionClosed(connection.peer().remote());
        finishIfDone();
    }

    @Override
    public SocketAddress address() {
        return listener.address();
    }

    @Override
    public Collection<Peer<M>> peers() {
        return connections.stream().map(ServerConnection::peer).toList();
    }

    @Override
    public CompletableFuture<Void> closed() {
        return closed.copy();
    }

    @Override
    public CompletableFuture<Void> closeAsync() {
        return closeAsync(settings.limits().drainTotal());
    }

    @Override
    public CompletableFuture<Void> closeAsync(Duration drain) {
        Objects.requireNonNull(drain, "drain");
        if (drain.isZero() || drain.isNegative()) {
            closeNow();
            return closed.copy();
        }
        Timer.Timeout forced = settings.timer().schedule(drain, this::closeNow);
        stopListening();
        connections.forEach(ServerConnection::drain);
        finishIfDone();
        return closed.copy().thenRun(forced::cancel);
    }

    @Override
    public void close() {
        Closing.await(this, settings.limits().drainTotal());
    }

    @Override
    public void closeNow() {
        stopListening();
        connections.forEach(ServerConnection::closeNow);
        finishIfDone();
    }

    private void stopListening() {
        closing = true;
        listener.close();
    }

    @SuppressWarnings("NullAway") // null is the one value of Void
    private void finishIfDone() {
        if (closing && connections.isEmpty() && over.compareAndSet(false, true)) {
            settings.user().execute(() -> closed.succeed(null));
            lease.giveBack();
        }
    }

    @Override
    public String toString() {
        return "server on " + Addresses.text(address());
    }
}
