package dev.parley;

import dev.parley.protocol.Limits;
import dev.parley.protocol.PeerTimeoutException.Kind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a peer is still given time for, and until when; pure: it is told the time, in nanoseconds.
 *
 * <pre>
 *     HEADER   from a message's first byte until its header is whole      absolute: bytes do not prolong it
 *     MESSAGE  from a message's first byte until it is whole              absolute
 *     WRITE    while a write is under way, from the last byte taken
 *     IDLE     from the last byte, in either direction; not while closing
 *     DRAIN    while closing: in all, and from the last byte
 * </pre>
 *
 * <p>Each field is written by one thread at a time and read by the timer's, so they are volatile and need no lock.
 */
final class Deadlines {
    /** The time of what will never be. */
    static final long NEVER = Long.MAX_VALUE;

    private final Limits limits;
    private final long idleTime;

    private volatile long header = NEVER;
    private volatile long message = NEVER;
    private volatile long write = NEVER;
    private volatile long drain = NEVER;
    private volatile long moved;
    private volatile boolean draining;

    /**
     * Deadlines of a connection that is made at {@code now}.
     *
     * @param idle how long it may be idle
     */
    Deadlines(Limits limits, Duration idle, long now) {
        this.limits = limits;
        this.idleTime = nanos(idle);
        this.moved = now;
    }

    /** Bytes moved, in either direction. */
    void moved(long now) {
        moved = now;
    }

    /** The rest of a message is awaited, and maybe that of its header. */
    void awaiting(long now, boolean restOfHeader) {
        if (message == NEVER) {
            message = after(now, limits.messageTimeout());
            header = restOfHeader ? after(now, limits.headerTimeout()) : NEVER;
        } else if (!restOfHeader) {
            header = NEVER;
        }
    }

    /** No message has begun and is not whole. */
    void whole() {
        if (message != NEVER) {
            message = NEVER;
            header = NEVER;
        }
    }

    /** A write is under way. */
    void writing(long now) {
        write = after(now, limits.writeTimeout());
    }

    /** It is not any more. */
    void written() {
        if (write != NEVER) {
            write = NEVER;
        }
    }

    /** It is to be over after {@code total} at the latest. */
    void drainWithin(long now, Duration total) {
        drain = Math.min(drain, after(now, total));
    }

    /** From now on it is only waited for the ends of both streams. */
    void draining(long now) {
        whole();
        moved = now;
        draining = true;
    }

    /** When the first of them is due. */
    long next() {
        return Math.min(Math.min(Math.min(header, message), Math.min(write, drain)), quiet());
    }

    private long quiet() {
        return draining ? after(moved, limits.drainIdle()) : sum(moved, idleTime);
    }

    /** Whether nothing has moved for so long that it counts as idle. */
    boolean isIdle(long now) {
        return !draining && quiet() <= now;
    }

    /** Whether the close has had its time. */
    boolean isDrained(long now) {
        return drain <= now || (draining && quiet() <= now);
    }

    /** What of the peer's is due, but for the close; it is not due again. */
    @Nullable
    Kind expired(long now) {
        if (write <= now) {
            write = NEVER;
            return Kind.WRITE;
        }
        if (header <= now || message <= now) {
            Kind kind = header <= now ? Kind.HEADER : Kind.MESSAGE;
            header = NEVER;
            message = NEVER;
            return kind;
        }
        if (isIdle(now)) {
            moved = now;
            return Kind.IDLE;
        }
        return null;
    }

    /** How long the peer was given for that. */
    Duration timeout(Kind kind) {
        return switch (kind) {
            case HEADER -> limits.headerTimeout();
            case MESSAGE -> limits.messageTimeout();
            case WRITE -> limits.writeTimeout();
            case IDLE -> limits.idleTimeout();
        };
    }

    private static long after(long now, Duration time) {
        return sum(now, nanos(time));
    }

    /** The sum, or what stands for never: nobody lives to see it. */
    private static long sum(long now, long nanos) {
        return nanos >= NEVER - now ? NEVER : now + nanos;
    }

    private static long nanos(Duration time) {
        return TimeUnit.NANOSECONDS.convert(time);
    }
}
