package dev.parley;

import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Delivery;
import dev.parley.protocol.Limits;
import dev.parley.protocol.QueueFullException;
import java.net.SocketAddress;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent on one connection, held to its limits, and to what is to happen at them.
 *
 * <pre>
 *     offer ─ room ──────────────────────► [ queue: counted ] ─► poll
 *       └─ full ─ WAIT ─► [ waiting ] ─ room ─┘     │
 *               ├ DROP_OLDEST: makes room ──────────┘ oldest dropped
 *               └ FAIL, CLOSE: refused
 * </pre>
 *
 * <p>Anyone may add; only the outbound side takes out, one call at a time. Who waits goes before who comes: one that is
 * moved to the queue leaves {@code waiting} after it is there, so that nobody passes it in between.
 */
final class SendQueue {
    private final Limits limits;
    private final SocketAddress remote;
    private final Backlog backlog;
    private final Queue<Outgoing> queue = new ConcurrentLinkedQueue<>();
    private final Queue<Outgoing> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCount = new AtomicInteger();

    /**
     * An empty queue.
     *
     * @param remote whom the messages are for
     */
    SendQueue(Limits limits, SocketAddress remote) {
        this.limits = limits;
        this.remote = remote;
        this.backlog = new Backlog(limits.maxQueuedMessages(), limits.maxQueuedBytes());
    }

    /** How much waits and is being written. */
    Backlog backlog() {
        return backlog;
    }

    /** Takes a message on, whatever waits. */
    void add(Outgoing message) {
        backlog.add(message.frame().size());
        queue.add(message);
    }

    /** Takes a message on if there is room: for one there always is when none waits. */
    boolean addIfRoom(Outgoing message) {
        boolean room = waiting.isEmpty() && backlog.reserve(message.frame().size());
        if (room) {
            queue.add(message);
        }
        return room;
    }

    /** Takes a message on if there is room, or can be; false when it is refused. */
    boolean offer(Outgoing message) {
        if (addIfRoom(message)) {
            return true;
        }
        return switch (limits.overflow()) {
            case FAIL, CLOSE -> false;
            case WAIT -> await(message);
            case DROP_OLDEST -> displace(message);
        };
    }

    private boolean await(Outgoing message) {
        if (waitingCount.incrementAndGet() > limits.maxQueuedMessages()) {
            waitingCount.decrementAndGet();
            return false;
        }
        waiting.add(message);
        return true;
    }

    private boolean displace(Outgoing message) {
        while (!addIfRoom(message)) {
            Outgoing oldest = removeOldest();
            if (oldest == null) {
                return false;
            }
            oldest.dropped(full());
            backlog.release(oldest.frame().size());
        }
        return true;
    }

    private @Nullable Outgoing removeOldest() {
        for (Iterator<Outgoing> all = queue.iterator(); all.hasNext(); ) {
            Outgoing message = all.next();
            if (message.isDroppable() && queue.remove(message)) {
                return message;
            }
        }
        return null;
    }

    /** What one is told that is refused. */
    QueueFullException full() {
        return new QueueFullException(backlog.messages(), backlog.bytes(), limits, remote);
    }

    /** Forgets a message that is not wanted any more: behind a write that is stuck it would stay. */
    void forget(Outgoing message) {
        if (queue.remove(message)) {
            backlog.release(message.frame().size());
        }
    }

    /** Takes the next one out; it counts until it is {@link #release released}. Null when none is there. */
    @Nullable
    Outgoing poll() {
        for (Outgoing first = waiting.peek(); first != null; first = waiting.peek()) {
            if (!backlog.reserve(first.frame().size())) {
                break;
            }
            queue.add(first);
            waiting.remove();
            waitingCount.decrementAndGet();
        }
        return queue.poll();
    }

    /** A message that was taken out is done with. */
    void release(Outgoing message) {
        backlog.release(message.frame().size());
    }

    /** Takes all out, and fails them: nothing of them was sent. */
    void failAll(CloseReason reason) {
        for (Outgoing message = queue.poll(); message != null; message = queue.poll()) {
            release(message);
            message.failed(reason, Delivery.NOT_SENT);
        }
        for (Outgoing message = waiting.poll(); message != null; message = waiting.poll()) {
            waitingCount.decrementAndGet();
            message.failed(reason, Delivery.NOT_SENT);
        }
    }
}
