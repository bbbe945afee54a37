package dev.parley;

import dev.parley.protocol.CloseReason;
import dev.parley.protocol.ParleyException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The far side of a connection, to send to and to close.
 *
 * @param <M> the message
 */
class ConnectedPeer<M> implements Peer<M> {
    private final Connection<M> connection;

    ConnectedPeer(Connection<M> connection) {
        this.connection = connection;
    }

    @Override
    public CompletableFuture<Void> send(M message) {
        Objects.requireNonNull(message, "message");
        Executor user = connection.settings().user();
        try {
            Frame frame = Frame.of(connection.protocol(), message);
            SendOutgoing outgoing = new SendOutgoing(frame, user, connection.completions(), remote());
            connection.offer(outgoing);
            return outgoing.future();
        } catch (ParleyException refused) {
            return UserFuture.failed(user, refused);
        }
    }

    @Override
    public CompletableFuture<CloseReason> closed() {
        return connection.closed();
    }

    @Override
    public SocketAddress remote() {
        return connection.remote();
    }

    @Override
    public SocketAddress local() {
        return connection.local();
    }

    @Override
    public CompletableFuture<Void> closeAsync() {
        return closeAsync(connection.settings().limits().drainTotal());
    }

    @Override
    public CompletableFuture<Void> closeAsync(Duration drain) {
        connection.close(new CloseReason.Local(), Objects.requireNonNull(drain, "drain"));
        return connection.closed().thenAccept(reason -> {});
    }

    @Override
    public void close() {
        Closing.await(this, connection.settings().limits().drainTotal());
    }

    @Override
    public void closeNow() {
        connection.closeNow(new CloseReason.Local());
    }

    @Override
    public String toString() {
        return Addresses.text(remote());
    }
}
