package dev.parley;

import dev.parley.net.Timer;
import dev.parley.protocol.Limits;
import dev.parley.protocol.PeerTimeoutException;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one connection's {@link Deadlines}, with one timeout for all of them.
 *
 * <p>The timeout is set forward when a deadline is nearer than it, and never back: when it finds nothing due it is set
 * anew. So what begins and ends in time, as nearly everything does, costs the timer nothing.
 *
 * <p>When it rings late, this process stood still: what the peer sent meanwhile is there and not read yet. Once, it waits
 * a moment for that.
 */
final class Watch {

    /** Whose connection it is. Called on the timer's thread. */
    interface Owner {
        /** Whether nothing is under way, so that a silent peer is an idle one. */
        boolean isQuiet();

        /** The peer did not do in time what it should. */
        void peerLate(PeerTimeoutException late);

        /** The close has had its time. */
        void drainOver();
    }

    /** How late, in nanoseconds, a ring is that tells of a pause of this process, and not of the peer. */
    private static final long LATE = Duration.ofSeconds(1).toNanos();

    /** How long, in nanoseconds, what came during such a pause is given to be read. */
    private static final long GRACE = LATE;

    private final Timer timer;
    private final SocketAddress remote;
    private final Owner owner;
    private final Deadlines deadlines;

    /** When it will be looked; {@link Deadlines#NEVER} when no timeout is set. Written under this object's monitor. */
    private volatile long set = Deadlines.NEVER;

    private Timer.@Nullable Timeout timeout;
    private boolean stopped;

    /** Whether the ring before was too late to be the peer's fault. Touched by one ring at a time. */
    private boolean excused;

    /**
     * A watch that begins when it is told to.
     *
     * @param idle how long the peer may be idle
     * @param remote who that is
     */
    Watch(Timer timer, Limits limits, Duration idle, SocketAddress remote, Owner owner) {
        this.timer = timer;
        this.remote = remote;
        this.owner = owner;
        this.deadlines = new Deadlines(limits, idle, timer.now());
    }

    /** Begins. */
    void start() {
        look();
    }

    /** Bytes moved, in either direction. */
    void moved() {
        deadlines.moved(timer.now());
    }

    /** The rest of a message is awaited, and maybe that of its header. */
    void awaiting(boolean restOfHeader) {
        deadlines.awaiting(timer.now(), restOfHeader);
        look();
    }

    /** No message has begun and is not whole, or none that is still awaited. */
    void whole() {
        deadlines.whole();
    }

    /** A write is under way. */
    void writing() {
        deadlines.writing(timer.now());
        look();
    }

    /** It is not any more. */
    void written() {
        deadlines.written();
    }

    /** It is to be over after this time at the latest. */
    void drainWithin(Duration total) {
        synchronized (this) { // several may ask for it at a time, and the shortest counts
            deadlines.drainWithin(timer.now(), total);
        }
        look();
    }

    /** From now on it is only waited for the ends of both streams. */
    void draining() {
        deadlines.draining(timer.now());
        look();
    }

    /** Forgets all. */
    synchronized void stop() {
        stopped = true;
        forget();
    }

    private void forget() {
        if (timeout != null) {
            timeout.cancel();
            timeout = null;
        }
    }

    private void look() {
        long next = deadlines.next();
        if (next < set) {
            set(next);
        }
    }

    private synchronized void set(long next) {
        if (!stopped && next < set) {
            forget();
            set = next;
            long wait = Math.max(0, next - timer.now());
            Timer.Timeout scheduled = timer.schedule(Duration.ofNanos(wait), () -> ring(next));
            if (stopped) { // by what happened within that very call
                scheduled.cancel();
            } else {
                timeout = scheduled;
            }
        }
    }

    private void ring(long rung) {
        long now = timer.now();
        synchronized (this) {
            if (set != rung) {
                return; // it was set forward meanwhile
            }
            forget();
            set = Deadlines.NEVER;
        }
        if (now < rung) {
            return; // the timer had no memory to wait, and would ring at once again: the next event sets it anew
        }
        if (now - rung > LATE && !excused) {
            excused = true;
            set(now + GRACE);
            return;
        }
        excused = false;
        if (deadlines.isIdle(now) && !owner.isQuiet()) {
            deadlines.moved(now);
        }
        if (deadlines.isDrained(now)) {
            owner.drainOver();
            return;
        }
        PeerTimeoutException.Kind expired = deadlines.expired(now);
        if (expired != null) {
            owner.peerLate(new PeerTimeoutException(expired, deadlines.timeout(expired), remote));
        }
        look();
    }
}
