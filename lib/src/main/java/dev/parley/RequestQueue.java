package dev.parley;

import dev.parley.net.SerialRunner;
import dev.parley.protocol.ChannelClosedException;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Delivery;
import dev.parley.protocol.Limits;
import dev.parley.protocol.QueueFullException;
import java.net.SocketAddress;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client's requests: those that wait for their turn, and those under way, of which there may be so many at a time.
 *
 * <pre>
 *     submit ─► WAITING ─ a slot is free: start ─► UNDER_WAY ─ given up when written ─► TOMBSTONE ─► ended
 *                  └────── given up ──────► ended      └──────────────────────────────────────────────►
 *     counted, in messages and bytes, from submit until handed over
 * </pre>
 *
 * <p>A tombstone keeps its slot until its answer came. This object's monitor guards everything here; requests are
 * started outside of it, one after the other, in the order in which they were submitted.
 *
 * @param <M> the message
 */
final class RequestQueue<M> {

    /** Where a request is. */
    enum Place {
        NOWHERE,
        WAITING,
        UNDER_WAY,
        TOMBSTONE
    }

    private final Limits limits;
    private final @Nullable SocketAddress remote;
    private final Consumer<Request<M>> start;
    private final SerialRunner turns = new SerialRunner(this::startAll);

    private final Set<Request<M>> waiting = new LinkedHashSet<>();
    private int underWay;
    private int tombstones;
    private int countedMessages;
    private long countedBytes;
    private @Nullable CloseReason closed;
    private @Nullable Runnable onIdle;

    /**
     * A queue.
     *
     * @param remote whom the requests are for, or null while that is not known
     * @param start starts one, outside of all locks; must not throw
     */
    RequestQueue(Limits limits, @Nullable SocketAddress remote, Consumer<Request<M>> start) {
        this.limits = limits;
        this.remote = remote;
        this.start = start;
    }

    /**
     * Takes a request on, and starts it if there is a slot.
     *
     * @throws QueueFullException when too many are not handed over yet; one is always taken when none is
     * @throws ChannelClosedException when no more are taken
     */
    void submit(Request<M> request) throws QueueFullException, ChannelClosedException {
        synchronized (this) {
            if (closed != null) {
                throw new ChannelClosedException(closed, remote, Delivery.NOT_SENT);
            }
            count(request);
            request.place = Place.WAITING;
            waiting.add(request);
        }
        turns.run();
    }

    private void count(Request<M> request) throws QueueFullException {
        long total = countedBytes + request.frame().size();
        if (countedMessages > 0 && (countedMessages >= limits.maxQueuedMessages() || total > limits.maxQueuedBytes())) {
            throw new QueueFullException(countedMessages, countedBytes, limits, remote);
        }
        countedMessages++;
        countedBytes = total;
        request.counted = true;
    }

    /** All of it was handed over: it counts no more. */
    synchronized void handedOver(Request<M> request) {
        if (request.counted) {
            request.counted = false;
            countedMessages--;
            countedBytes -= request.frame().size();
        }
    }

    /** It was written, and nobody waits for its answer any more. */
    void buried(Request<M> request) {
        synchronized (this) {
            if (request.place == Place.UNDER_WAY) {
                request.place = Place.TOMBSTONE;
                tombstones++;
            }
        }
        checkIdle();
    }

    /** It is over; its slot is free. Idempotent. */
    void ended(Request<M> request) {
        synchronized (this) {
            handedOver(request);
            switch (request.place) {
                case NOWHERE -> {}
                case WAITING -> waiting.remove(request);
                case UNDER_WAY -> underWay--;
                case TOMBSTONE -> {
                    underWay--;
                    tombstones--;
                }
            }
            request.place = Place.NOWHERE;
        }
        turns.run();
        checkIdle();
    }

    private void startAll() {
        for (Request<M> next = next(); next != null; next = next()) {
            start.accept(next);
        }
    }

    private synchronized @Nullable Request<M> next() {
        Iterator<Request<M>> first = waiting.iterator();
        if (underWay >= limits.maxInFlight() || !first.hasNext()) {
            return null;
        }
        Request<M> request = first.next();
        first.remove();
        request.place = Place.UNDER_WAY;
        underWay++;
        return request;
    }

    /** Takes no more; calls back when none is left that somebody waits for. What is called back is the same each time. */
    void close(CloseReason reason, Runnable whenIdle) {
        synchronized (this) {
            if (closed == null) {
                closed = reason;
            }
            onIdle = whenIdle;
        }
        checkIdle();
    }

    /** Takes no more, and gives those out that still waited: each is to be told, and then {@link #ended ended}. */
    synchronized List<Request<M>> closeNow(CloseReason reason) {
        if (closed == null) {
            closed = reason;
        }
        List<Request<M>> left = List.copyOf(waiting);
        for (Request<M> request : left) {
            handedOver(request);
            request.place = Place.UNDER_WAY;
            underWay++;
        }
        waiting.clear();
        return left;
    }

    private void checkIdle() {
        Runnable idle = null;
        synchronized (this) {
            if (closed != null && waiting.isEmpty() && underWay == tombstones) {
                idle = onIdle;
                onIdle = null;
            }
        }
        if (idle != null) {
            idle.run();
        }
    }
}
