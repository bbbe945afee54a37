package dev.parley;

import dev.parley.protocol.ChannelClosedException;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Delivery;
import dev.parley.protocol.MalformedMessageException;
import java.net.SocketAddress;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Those who called {@code receive()} and wait, in order. Its monitor guards the set; futures complete outside of it.
 *
 * @param <M> the message
 */
final class Waiters<M> implements Receiver<M> {
    private final Set<Waiter> waiting = new LinkedHashSet<>();
    private final Executor user;
    private final SocketAddress remote;
    private final int maxWaiting;

    Waiters(Executor user, SocketAddress remote, int maxWaiting) {
        this.user = user;
        this.remote = remote;
        this.maxWaiting = maxWaiting;
    }

    /** One more; the mailbox is poked after this. */
    synchronized CompletableFuture<Optional<M>> add() {
        if (waiting.size() >= maxWaiting) {
            throw new IllegalStateException("more than " + maxWaiting + " calls of receive() wait for a message");
        }
        Waiter waiter = new Waiter();
        waiting.add(waiter);
        return waiter;
    }

    @Override
    public synchronized boolean ready() {
        return !waiting.isEmpty();
    }

    @Override
    public boolean message(M message) {
        for (Waiter waiter = poll(); waiter != null; waiter = poll()) {
            if (waiter.succeed(Optional.of(message))) {
                return true;
            }
        }
        return false; // all were cancelled meanwhile: the message stays for the next to ask
    }

    @Override
    public void ended(CloseReason reason) {
        for (Waiter waiter = poll(); waiter != null; waiter = poll()) {
            if (reason instanceof CloseReason.PeerEnded) {
                waiter.succeed(Optional.empty());
            } else {
                waiter.fail(failure(reason, remote));
            }
        }
    }

    /** What somebody who waits for a message is told: of bad input itself, of all else that the channel is closed. */
    static Throwable failure(CloseReason reason, SocketAddress remote) {
        if (reason instanceof CloseReason.Failed failed && failed.cause() instanceof MalformedMessageException) {
            return failed.cause();
        }
        return new ChannelClosedException(reason, remote, Delivery.MAYBE_SENT);
    }

    private synchronized @Nullable Waiter poll() {
        Iterator<Waiter> first = waiting.iterator();
        if (!first.hasNext()) {
            return null;
        }
        Waiter waiter = first.next();
        first.remove();
        return waiter;
    }

    private synchronized void remove(Waiter waiter) {
        waiting.remove(waiter);
    }

    private final class Waiter extends UserFuture<Optional<M>> {
        Waiter() {
            super(user);
        }

        @Override
        void abandoned() {
            remove(this);
        }
    }
}
