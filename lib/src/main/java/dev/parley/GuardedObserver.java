package dev.parley;

import dev.parley.observe.Observer;
import dev.parley.protocol.CloseReason;
import java.net.SocketAddress;

/**
 * A user's observer, made safe to call from anywhere: what it throws goes no further. It is logged once in a while:
 * peers can make it throw as often as they like.
 */
final class GuardedObserver implements Observer {
    private final Observer given;
    private final Seldom failures = new Seldom(Seldom.PERIOD);

    GuardedObserver(Observer given) {
        this.given = given;
    }

    @Override
    public void opened(SocketAddress remote) {
        guarded(() -> given.opened(remote));
    }

    @Override
    public void refused(SocketAddress remote, Refusal why) {
        guarded(() -> given.refused(remote, why));
    }

    @Override
    public void received(SocketAddress remote, int count, long bytes) {
        guarded(() -> given.received(remote, count, bytes));
    }

    @Override
    public void sending(SocketAddress remote, long bytes) {
        guarded(() -> given.sending(remote, bytes));
    }

    @Override
    public void closed(SocketAddress remote, CloseReason reason) {
        guarded(() -> given.closed(remote, reason));
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (Throwable thrown) {
            int times = failures.happened(System.nanoTime());
            if (times > 0) {
                Log.warning("the observer threw" + (times > 1 ? " (" + times + " times)" : ""), thrown);
            }
        }
    }
}
