package dev.parley;

import dev.parley.protocol.CloseReason;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Where messages change from the event loop to the users' executor: what one read brought is handed over in one task.
 *
 * <pre>
 *     Inbound ── put, hand ──► [ arrived ] ══ swap ══► [ batch ] ──► Receiver
 *        ▲                                                 │
 *        └────────── hungry: both empty, read again ───────┘   after what the batch sent was flushed
 * </pre>
 *
 * <p>{@code arrived} and {@code end} are guarded by this object's monitor; the batch belongs to the turn.
 *
 * @param <M> the message
 */
final class Mailbox<M> {

    /** What happens around a turn. */
    interface Owner {
        /** A turn begins in place, on the event loop: what is sent until {@link #leave()} may go out together. */
        void enter();

        /** That turn ends. */
        void leave();

        /** Everything was taken: more may be read. */
        void hungry();

        /** The receiver threw. */
        void receiverFailed(Throwable cause);
    }

    private final Receiver<M> receiver;
    private final Owner owner;
    private final UserTurns turns;

    private Queue<M> arrived = new ArrayDeque<>(2);
    private @Nullable CloseReason end;

    private Queue<M> batch = new ArrayDeque<>(2);

    private volatile boolean hungry = true;
    private volatile boolean blocked;
    private volatile boolean dropping;

    Mailbox(Receiver<M> receiver, Owner owner, Executor user, Executor loop) {
        this.receiver = receiver;
        this.owner = owner;
        this.turns = new UserTurns(user, loop, this::turn);
    }

    /** Adds a message; {@link #hand()} follows. */
    synchronized void put(M message) {
        if (end == null) {
            hungry = false;
            arrived.add(message);
        }
    }

    /** Adds the end, unless there is one: what came before it is still delivered. */
    synchronized void end(CloseReason reason) {
        if (end == null) {
            end = reason;
            hungry = false;
        }
    }

    /**
     * Adds the end of a connection that closes, and has the receiver told. Whoever closes it wants no more of its
     * messages, so what is not delivered yet is dropped; whoever loses it still gets those that came.
     */
    void close(CloseReason reason) {
        end(reason);
        if (reason instanceof CloseReason.Local) {
            drop();
        }
        poke();
    }

    private synchronized void drop() {
        dropping = true;
        arrived.clear();
    }

    /** Has the messages delivered, from an I/O callback. */
    void hand() {
        turns.hand();
    }

    /** Has the receiver asked again: it may be ready now, or want to hear of the end. Never delivers inside this call. */
    void poke() {
        turns.ask();
    }

    /** The same, only where the receiver was found not ready. */
    void pokeIfBlocked() {
        if (blocked) {
            poke();
        }
    }

    /** Whether all was delivered, so that the next read has a place to go. */
    boolean isHungry() {
        return hungry;
    }

    private void turn() {
        boolean inPlace = turns.inPlace();
        if (inPlace) {
            owner.enter();
        }
        try {
            deliver();
        } catch (Throwable thrown) {
            owner.receiverFailed(thrown);
        } finally {
            if (inPlace) {
                owner.leave();
            }
        }
        if (becomeHungry()) {
            owner.hungry();
        }
    }

    private void deliver() {
        receiver.begin();
        while (!dropping && !isEmpty() && receiverReady()) {
            M message = batch.element();
            if (!receiver.message(message)) {
                return;
            }
            batch.remove();
        }
        if (dropping) {
            batch.clear();
        }
        CloseReason reason = endReached();
        if (reason != null) {
            receiver.ended(reason);
        }
    }

    private boolean receiverReady() {
        blocked = false;
        if (receiver.ready()) {
            return true;
        }
        blocked = true;
        return receiver.ready(); // again: it may have become so before it could see that we are blocked
    }

    /** Whether nothing is there; fetches what arrived. */
    private boolean isEmpty() {
        if (batch.isEmpty()) {
            synchronized (this) {
                Queue<M> swapped = arrived;
                arrived = batch;
                batch = swapped;
            }
        }
        return batch.isEmpty();
    }

    private synchronized @Nullable CloseReason endReached() {
        return batch.isEmpty() && arrived.isEmpty() ? end : null;
    }

    private synchronized boolean becomeHungry() {
        boolean becomes = !hungry && end == null && batch.isEmpty() && arrived.isEmpty();
        hungry |= becomes;
        return becomes;
    }
}
