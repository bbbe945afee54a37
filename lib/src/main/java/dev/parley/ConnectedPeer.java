package dev.parley;

import dev.parley.protocol.ChannelClosedException;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Delivery;
import dev.parley.protocol.MalformedMessageException;
import dev.parley.protocol.Overflow;
import dev.parley.protocol.ParleyException;
import dev.parley.protocol.QueueFullException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

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
        try {
            SendOutgoing outgoing = outgoing(message);
            offer(outgoing);
            return outgoing.future();
        } catch (ParleyException refused) {
            return UserFuture.failed(connection.settings().user(), refused);
        }
    }

    @Override
    public boolean trySend(M message) {
        Objects.requireNonNull(message, "message");
        try {
            SendOutgoing outgoing = outgoing(message);
            return connection.acceptsOutput() && connection.outbound().addIfRoom(outgoing);
        } catch (MalformedMessageException unsendable) {
            throw new IllegalArgumentException(unsendable.getMessage(), unsendable);
        }
    }

    private void offer(SendOutgoing message) throws QueueFullException, ChannelClosedException {
        if (!connection.acceptsOutput()) {
            throw new ChannelClosedException(connection.reason(), remote(), Delivery.NOT_SENT);
        }
        if (!connection.outbound().offer(message)) {
            QueueFullException full = connection.outbound().full();
            if (connection.settings().limits().overflow() == Overflow.CLOSE) {
                connection.closeNow(new CloseReason.Failed(full));
            }
            throw full;
        }
    }

    private SendOutgoing outgoing(M message) throws MalformedMessageException {
        Frame frame = Frame.of(connection.protocol(), message);
        return new SendOutgoing(frame, connection.settings().user(), connection.completions(), remote());
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
