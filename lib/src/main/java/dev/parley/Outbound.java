package dev.parley;

import dev.parley.net.Link;
import dev.parley.net.SerialRunner;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Delivery;
import dev.parley.protocol.QueueFullException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a connection: one write at a time of all that piled up in its queue meanwhile.
 *
 * <pre>
 *     offer ─► queue ─► [ buffer ] ─► link.write ─► written(n) ─┐
 *                ▲          ▲  what is left of it, or the next │
 *                │          └──────────────────────────────────┘
 *                └ counted here, when taken on; given back when the last byte was handed over
 * </pre>
 *
 * <p>Everything below the queue is touched within turns only, so it needs no lock. A turn that finds a write under way
 * does nothing: the write's callback asks for another.
 */
final class Outbound implements Link.WriteHandler {

    /** Who hears how it goes. Called within turns, but for the first: must be quick, and must not run users' code. */
    interface Owner {
        /** A message of so many bytes was taken on; called by the thread that sends. */
        void outputTaken(long bytes);

        /** A write is under way, and the system has not taken anything yet. */
        void outputBlocked();

        /** Bytes were handed over, or a message was withdrawn: there is more room. */
        void outputMoved();

        /** All was sent, and the stream ended. */
        void outputEnded();

        void outputFailed(Throwable cause);
    }

    private static final int PENDING = -1;
    private static final int FAILED = -2;

    private final Link link;
    private final Owner owner;
    private final SendQueue queue;
    private final SerialRunner turns = new SerialRunner(this::turn);

    private volatile boolean corked;
    private volatile boolean finishing;
    private volatile @Nullable CloseReason stopped;

    /** What the write under way came to: bytes, or {@link #FAILED}; {@link #PENDING} until it is answered. */
    private volatile int outcome = PENDING;

    private final ArrayDeque<Outgoing> underWay = new ArrayDeque<>();
    private @Nullable Outgoing current;
    private @Nullable ByteBuffer buffer;
    private boolean writing;
    private boolean ended;
    private long copied;
    private long handedOver;

    Outbound(Link link, Owner owner, SendQueue queue) {
        this.link = link;
        this.owner = owner;
        this.queue = queue;
    }

    /** Takes a message on, if there is room or can be; false when it is refused. */
    boolean offer(Outgoing message) {
        return taken(queue.offer(message), message);
    }

    /** Takes a message on, if there is room now. */
    boolean addIfRoom(Outgoing message) {
        return taken(queue.addIfRoom(message), message);
    }

    /** Takes a message on whatever waits: for requests and answers, whose number has limits of its own. */
    void add(Outgoing message) {
        queue.add(message);
        taken(true, message);
    }

    private boolean taken(boolean taken, Outgoing message) {
        if (taken) {
            owner.outputTaken(message.frame().size());
            if (!corked) {
                turns.run();
            }
        }
        return taken;
    }

    /** What one is told that is refused. */
    QueueFullException full() {
        return queue.full();
    }

    /** Forgets a message that is not wanted any more. */
    void forget(Outgoing message) {
        queue.forget(message);
    }

    /** How much waits. */
    Backlog backlog() {
        return queue.backlog();
    }

    /** Holds writes back, so that what is sent until {@link #uncork()} goes out together. Must be brief. */
    void cork() {
        corked = true;
    }

    /** Writes what was held back. */
    void uncork() {
        corked = false;
        turns.run();
    }

    /** Ends the stream once all that was taken on is sent; what is offered after that fails. */
    void finish() {
        finishing = true;
        turns.run();
    }

    /** Gives up, for good: all that waits fails with the reason, and so does all that is still offered. */
    void stop(CloseReason reason) {
        stopped = reason;
        turns.run();
    }

    @Override
    public void written(int count) {
        outcome = count;
        turns.run();
    }

    @Override
    public void writeFailed(Throwable cause) {
        outcome = FAILED; // the write stays under way, so that nothing more is written; the owner stops us
        owner.outputFailed(cause);
        turns.run();
    }

    private void turn() {
        try {
            CloseReason reason = stopped;
            if (reason != null) {
                failAll(reason);
            } else if (ended) {
                queue.failAll(new CloseReason.Local()); // offered by another thread while the output was being ended
            } else if (collect()) {
                write();
            }
        } catch (Throwable fault) {
            owner.outputFailed(fault); // out of memory, say: this connection ends, the turn does not
        }
    }

    /** Takes in the outcome of the write under way; true when another may begin. */
    private boolean collect() {
        if (writing) {
            if (outcome == PENDING || outcome == FAILED) {
                return false;
            }
            writing = false;
            handedOver += outcome;
            settle();
            owner.outputMoved();
        }
        return !corked || finishing;
    }

    private void settle() {
        for (Outgoing first = underWay.peek(); first != null && first.end() <= handedOver; first = underWay.peek()) {
            underWay.remove();
            queue.release(first);
            first.sent();
        }
    }

    private void write() {
        ByteBuffer next = fill();
        if (next != null) {
            outcome = PENDING;
            writing = true;
            link.write(next, this);
            if (outcome == PENDING) {
                owner.outputBlocked();
            }
        } else if (finishing) {
            ended = true;
            link.shutdownOutput(new Ending());
        }
    }

    /** What to write next: the rest of the buffer, or a new fill of one; null when nothing waits. */
    private @Nullable ByteBuffer fill() {
        if (buffer != null && buffer.hasRemaining()) {
            return buffer;
        }
        Outgoing message = next();
        if (message == null) {
            giveBufferBack();
            return null;
        }
        ByteBuffer target = bufferFor(backlog().bytes());
        while (message != null && message.frame().moveTo(target)) {
            current = null;
            message = target.hasRemaining() ? next() : null; // one that does not begin yet can still be withdrawn
        }
        return target.flip().hasRemaining() ? target : nothingToWrite();
    }

    /** A cleared buffer, no larger than what waits asks for: many connections may each hold one. */
    private ByteBuffer bufferFor(long wanted) {
        ByteBuffer target = buffer;
        if (target == null || target.capacity() < wanted) {
            giveBufferBack();
            target = link.takeBuffer(Math.max(1, wanted));
            buffer = target;
        }
        return target.clear();
    }

    /** All that waited were messages of no bytes, which a link need not be troubled with. */
    private @Nullable ByteBuffer nothingToWrite() {
        settle();
        giveBufferBack();
        return null;
    }

    /** The message being copied, or else the next one that is still wanted. */
    private @Nullable Outgoing next() {
        while (current == null) {
            Outgoing message = queue.poll();
            if (message == null) {
                return null;
            }
            if (message.take()) {
                copied += message.frame().size();
                message.endAt(copied);
                underWay.add(message);
                current = message;
            } else {
                queue.release(message);
                owner.outputMoved(); // there is room again, and maybe no write that would tell of it
            }
        }
        return current;
    }

    private void giveBufferBack() {
        if (buffer != null) {
            link.giveBuffer(buffer);
            buffer = null;
        }
    }

    private void failAll(CloseReason reason) {
        if (!writing || outcome != PENDING) {
            giveBufferBack(); // else the write may still be using it
        }
        current = null;
        for (Outgoing message = underWay.poll(); message != null; message = underWay.poll()) {
            queue.release(message);
            message.failed(reason, Delivery.MAYBE_SENT);
        }
        queue.failAll(reason);
    }

    /** Hears that the stream ended. */
    private final class Ending implements Link.WriteHandler {
        @Override
        public void written(int count) {
            owner.outputEnded();
        }

        @Override
        public void writeFailed(Throwable cause) {
            owner.outputFailed(cause);
        }
    }
}
