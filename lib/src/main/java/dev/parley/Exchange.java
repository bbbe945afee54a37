package dev.parley;

import dev.parley.net.Link;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Protocol;
import dev.parley.protocol.RequestTimeoutException.Phase;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One request with a connection of its own: connect, send, take the answer, close.
 *
 * <pre>
 *     connecting ─► connected ─► answered ─► over
 *         └─ failed ───┴─ ended, or aborted ──┘
 * </pre>
 *
 * <p>Once the answer is here nothing is left that closing at once could lose; and whether the peer then ends its stream
 * or resets it does not matter any more.
 *
 * @param <M> the message
 */
final class Exchange<M> implements Receiver<M> {
    private final Request<M> request;
    private final Protocol<M> protocol;
    private final Settings settings;
    private final CompletableFuture<Link> connecting;
    private final Runnable onOver;

    private volatile @Nullable Connection<M> connection;
    private volatile @Nullable CloseReason aborted;

    /**
     * An exchange over a connection that is being made.
     *
     * @param onOver runs when nothing of it is left; idempotent
     */
    Exchange(
            Request<M> request,
            Protocol<M> protocol,
            Settings settings,
            CompletableFuture<Link> connecting,
            Runnable onOver) {
        this.request = request;
        this.protocol = protocol;
        this.settings = settings;
        this.connecting = connecting;
        this.onOver = onOver;
    }

    /** Goes on when the connection is made. */
    void start() {
        var unused = connecting.whenComplete(this::connected);
    }

    private void connected(Link link, @Nullable Throwable failure) {
        if (failure != null) {
            settings.user().execute(() -> notConnected(failure));
            return;
        }
        request.waitsFor(Phase.QUEUED, link.remote());
        Connection<M> made;
        try {
            made = new Connection<>(link, protocol, settings, this, () -> {});
        } catch (Throwable fault) { // the protocol cannot make a decoder
            link.close();
            settings.user().execute(() -> notConnected(fault));
            return;
        }
        connection = made;
        made.start();
        made.outbound().add(request);
        abortIfAsked();
    }

    private void notConnected(Throwable failure) {
        CloseReason reason = aborted;
        if (reason == null) {
            request.fail(failure);
        } else {
            request.closed(reason);
        }
        onOver.run();
    }

    /** Gives up, at any time: closes what there is. */
    void abort(CloseReason reason) {
        aborted = reason;
        connecting.cancel(false);
        abortIfAsked();
    }

    /** Either this or the other of the two that set {@link #connection} and {@link #aborted} sees both. */
    private void abortIfAsked() {
        CloseReason reason = aborted;
        Connection<M> open = connection;
        if (reason != null && open != null) {
            open.closeNow(reason);
        }
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public boolean message(M answer) {
        close(new CloseReason.Local());
        onOver.run(); // before the answer is given: whoever takes it may close the client, and wait for that
        request.succeed(answer);
        return true;
    }

    @Override
    public void ended(CloseReason reason) {
        request.closed(reason);
        close(reason);
        onOver.run();
    }

    private void close(CloseReason reason) {
        Connection<M> open = connection;
        if (open != null) {
            open.closeNow(reason);
        }
    }
}
