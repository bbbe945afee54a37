package dev.parley;

import dev.parley.protocol.CloseReason;
import java.net.SocketAddress;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The one subscriber of a channel's messages.
 *
 * <p>Signals are made within the mailbox's turns, so they come one at a time; {@code onSubscribe} is made by the
 * subscribing thread, and nothing else before it has returned.
 *
 * @param <M> the message
 */
final class Subscription<M> implements Flow.Subscription, Receiver<M> {
    private final Runnable poke;
    private final SocketAddress remote;
    private final AtomicLong demand = new AtomicLong();

    /** Null once it was cancelled or told of the end: it is not kept alive by us. */
    private volatile Flow.@Nullable Subscriber<? super M> subscriber;

    private volatile boolean active;
    private volatile @Nullable IllegalArgumentException misuse;

    Subscription(Flow.Subscriber<? super M> subscriber, SocketAddress remote, Runnable poke) {
        this.subscriber = subscriber;
        this.remote = remote;
        this.poke = poke;
    }

    /** Introduces itself. */
    void start() {
        Flow.Subscriber<? super M> to = subscriber;
        if (to != null) {
            to.onSubscribe(this);
            active = true;
            poke.run();
        }
    }

    @Override
    public void request(long count) {
        if (count <= 0) {
            misuse = new IllegalArgumentException("request(" + count + "): the number must be positive (rule 3.9)");
        } else {
            demand.accumulateAndGet(count, Subscription::addCapped);
        }
        if (active) {
            poke.run();
        }
    }

    private static long addCapped(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    @Override
    public void cancel() {
        subscriber = null;
    }

    @Override
    public void begin() {
        IllegalArgumentException wrong = misuse;
        Flow.Subscriber<? super M> to = subscriber;
        if (wrong != null && to != null && active) {
            subscriber = null;
            to.onError(wrong);
        }
    }

    @Override
    public boolean ready() {
        return active && subscriber != null && demand.get() > 0;
    }

    @Override
    public boolean message(M message) {
        Flow.Subscriber<? super M> to = subscriber;
        if (to == null) {
            return false;
        }
        if (demand.get() != Long.MAX_VALUE) {
            demand.decrementAndGet();
        }
        try {
            to.onNext(message);
        } catch (Throwable thrown) {
            subscriber = null; // rule 2.13: it counts as cancelled, and must not be shown this message again
            throw thrown;
        }
        return true;
    }

    @Override
    public void ended(CloseReason reason) {
        Flow.Subscriber<? super M> to = subscriber;
        if (to == null || !active) {
            return;
        }
        subscriber = null;
        if (reason instanceof CloseReason.PeerEnded) {
            to.onComplete();
        } else {
            to.onError(Waiters.failure(reason, remote));
        }
    }

    /** Turns a subscriber away, as the rules of Flow want it: with a subscription first. */
    static void refuse(Flow.Subscriber<?> subscriber, IllegalStateException why) {
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {}
        });
        subscriber.onError(why);
    }
}
