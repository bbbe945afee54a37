package dev.parley;

import dev.parley.net.Link;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Protocol;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * A channel over a connection. Its messages go to those who wait in {@code receive()}, or to one subscriber: whichever
 * is asked for first.
 *
 * @param <M> the message
 */
final class ConnectedChannel<M> extends ConnectedPeer<M> implements MessageChannel<M> {
    private final Connection<M> connection;
    private final Incoming<M> incoming;

    private ConnectedChannel(Connection<M> connection, Incoming<M> incoming) {
        super(connection);
        this.connection = connection;
        this.incoming = incoming;
    }

    /**
     * A channel over a link, reading from now on.
     *
     * @param onClosed runs once it is closed
     */
    static <M> ConnectedChannel<M> over(Link link, Protocol<M> protocol, Settings settings, Runnable onClosed) {
        Incoming<M> incoming = new Incoming<>(
                new Waiters<>(settings.user(), link.remote(), settings.limits().maxQueuedMessages()));
        Connection<M> connection = new Connection<>(link, protocol, settings, incoming, onClosed);
        connection.start();
        return new ConnectedChannel<>(connection, incoming);
    }

    @Override
    public CompletableFuture<Optional<M>> receive() {
        CompletableFuture<Optional<M>> next = incoming.waiters().add();
        connection.mailbox().poke();
        return next;
    }

    @Override
    public Flow.Publisher<M> messages() {
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber");
            Subscription<M> subscription = new Subscription<>(subscriber, remote(), connection.mailbox()::poke);
            if (incoming.subscribe(subscription)) {
                subscription.start();
            } else {
                Subscription.refuse(
                        subscriber,
                        new IllegalStateException(
                                "the channel's messages have a receiver: one subscriber, or receive()"));
            }
        };
    }

    @Override
    public CompletableFuture<Void> endOutput() {
        return connection.endOutput();
    }

    /** Hands messages to whoever asked first. Its monitor guards the choice. */
    private static final class Incoming<M> implements Receiver<M> {
        private final Waiters<M> waiters;
        private volatile Receiver<M> chosen;
        private boolean received;

        Incoming(Waiters<M> waiters) {
            this.waiters = waiters;
            this.chosen = waiters;
        }

        synchronized Waiters<M> waiters() {
            if (chosen != waiters) {
                throw new IllegalStateException("messages() has a subscriber, which gets all messages");
            }
            received = true;
            return waiters;
        }

        synchronized boolean subscribe(Subscription<M> subscription) {
            if (received || chosen != waiters) {
                return false;
            }
            chosen = subscription;
            return true;
        }

        @Override
        public void begin() {
            chosen.begin();
        }

        @Override
        public boolean ready() {
            return chosen.ready();
        }

        @Override
        public boolean message(M message) {
            return chosen.message(message);
        }

        @Override
        public void ended(CloseReason reason) {
            chosen.ended(reason);
        }
    }
}
