package dev.parley;

import dev.parley.net.Timer;
import dev.parley.protocol.ChannelClosedException;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Delivery;
import dev.parley.protocol.RequestTimeoutException;
import dev.parley.protocol.RequestTimeoutException.Phase;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way: its bytes, its future, and how far it got.
 *
 * <pre>
 *     QUEUED ─► (CONNECT ─►) take: WRITE ─► sent: ANSWER ─► answered
 *        │            │          └────────────┴── given up: a tombstone; its answer is dropped when it comes
 *        └────────────┴── given up: withdrawn, never written
 * </pre>
 *
 * <p>Given up is: the user completed the future, or its time was up. Whether it was taken or withdrawn first is decided
 * under this object's monitor.
 *
 * @param <M> the message
 */
final class Request<M> extends Outgoing {

    /** Who keeps the requests. Called from any thread, under no lock. */
    interface Owner<M> {
        /** It is about to be written: the next in the order of answers. */
        void taken(Request<M> request);

        /** All of it was handed over. */
        void handedOver(Request<M> request);

        /** Nobody waits for it any more; {@code written} tells whether an answer can still come. */
        void givenUp(Request<M> request, boolean written);

        /**
         * The connection ended before all of it was handed over. If it was {@code taken}, its answer may be here already,
         * not yet delivered.
         */
        void lost(Request<M> request, boolean taken);
    }

    /** Where it is, and whether it counts there; guarded by the monitor of the {@link RequestQueue}. */
    RequestQueue.Place place = RequestQueue.Place.NOWHERE;

    boolean counted;

    private final Owner<M> owner;
    private final Executor user;
    private final Duration time;
    private final Answer answer;
    private @Nullable SocketAddress remote;
    private Timer.@Nullable Timeout timeout;
    private Phase phase = Phase.QUEUED;
    private boolean clockStopped;
    private boolean taken;
    private boolean withdrawn;

    /** That its time was up: what it fails with, even when the close that this leads to is quicker to tell. */
    private @Nullable RequestTimeoutException late;

    Request(Frame frame, Owner<M> owner, Executor user, Duration time) {
        super(frame);
        this.owner = owner;
        this.user = user;
        this.time = time;
        this.answer = new Answer();
    }

    /** Starts its clock. */
    synchronized void startClock(Timer timer) {
        if (!clockStopped) {
            timeout = timer.schedule(time, this::timeUp);
        }
    }

    CompletableFuture<M> answer() {
        return answer;
    }

    /** Notes what it waits for, and with whom. */
    synchronized void waitsFor(Phase now, @Nullable SocketAddress with) {
        phase = now;
        remote = with;
    }

    /** Whether it will never be written. */
    synchronized boolean isWithdrawn() {
        return withdrawn;
    }

    /** Its answer came. On the users' executor; false when nobody waits for it any more. */
    boolean succeed(M message) {
        stopClock();
        return answer.succeed(message);
    }

    /** None will come. On the users' executor. */
    void fail(Throwable cause) {
        stopClock();
        answer.fail(firstOf(cause));
    }

    /** None will come, because the connection is closed. On the users' executor. */
    void closed(CloseReason reason) {
        fail(new ChannelClosedException(reason, whom(), withdraw() ? Delivery.NOT_SENT : Delivery.MAYBE_SENT));
    }

    @Override
    boolean take() {
        synchronized (this) {
            if (withdrawn) {
                return false;
            }
            taken = true;
            phase = Phase.WRITE;
        }
        owner.taken(this);
        return true;
    }

    @Override
    void sent() {
        synchronized (this) {
            phase = Phase.ANSWER;
        }
        owner.handedOver(this);
    }

    @Override
    void failed(CloseReason reason, Delivery delivery) {
        owner.lost(this, delivery == Delivery.MAYBE_SENT);
    }

    private void timeUp() {
        RequestTimeoutException timeout = becomeLate();
        owner.givenUp(this, timeout.delivery() != Delivery.NOT_SENT);
        user.execute(() -> answer.fail(timeout));
    }

    /** In one step with being withdrawn: what is said not to be sent must not be taken after that. */
    private synchronized RequestTimeoutException becomeLate() {
        withdrawn |= !taken;
        RequestTimeoutException timeout = new RequestTimeoutException(phase, time, remote);
        late = timeout;
        return timeout;
    }

    private synchronized Throwable firstOf(Throwable cause) {
        return late != null ? late : cause;
    }

    private void giveUp() {
        owner.givenUp(this, !withdraw());
    }

    /** Sees to it that it is not written any more; false when it is too late for that. */
    private synchronized boolean withdraw() {
        withdrawn |= !taken;
        return withdrawn;
    }

    private synchronized @Nullable SocketAddress whom() {
        return remote;
    }

    private synchronized void stopClock() {
        clockStopped = true;
        if (timeout != null) {
            timeout.cancel();
        }
    }

    private final class Answer extends UserFuture<M> {
        Answer() {
            super(user);
        }

        @Override
        void abandoned() {
            stopClock();
            giveUp();
        }
    }
}
