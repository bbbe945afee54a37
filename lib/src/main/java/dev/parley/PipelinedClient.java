package dev.parley;

import dev.parley.net.Link;
import dev.parley.net.Timer;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.MalformedMessageException;
import dev.parley.protocol.ParleyException;
import dev.parley.protocol.Protocol;
import dev.parley.protocol.RequestTimeoutException.Phase;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A client of one connection, on which requests follow each other and answers come in their order.
 *
 * <pre>
 *     send ─► RequestQueue ─► Outbound ─ taken ─► [ unanswered, in the order of writing ] ◄─ answers
 * </pre>
 *
 * @param <M> the message
 */
final class PipelinedClient<M> implements MessageClient<M>, Request.Owner<M>, Receiver<M> {
    private final Protocol<M> protocol;
    private final Settings settings;
    private final Connection<M> connection;
    private final RequestQueue<M> requests;
    private final Runnable onClosed;
    private final UserFuture<Void> closed;

    /** Whether the connection is. */
    private volatile boolean over;

    /** Written and not answered, the next answer's first. Guarded by its own monitor. */
    private final Queue<Request<M>> unanswered = new ArrayDeque<>();

    private PipelinedClient(Link link, Protocol<M> protocol, Settings settings, Runnable onClosed) {
        this.protocol = protocol;
        this.settings = settings;
        this.onClosed = onClosed;
        this.closed = new UserFuture<>(settings.user());
        this.connection = new Connection<>(link, protocol, settings, this, this::connectionClosed);
        this.requests = new RequestQueue<>(settings.limits(), link.remote(), this::start);
    }

    /**
     * A client over a link, reading from now on.
     *
     * @param onClosed runs once it is closed and every request has failed; idempotent
     */
    static <M> PipelinedClient<M> over(Link link, Protocol<M> protocol, Settings settings, Runnable onClosed) {
        PipelinedClient<M> client = new PipelinedClient<>(link, protocol, settings, onClosed);
        client.connection.start();
        return client;
    }

    @Override
    public CompletableFuture<M> send(M message) {
        Objects.requireNonNull(message, "request");
        try {
            Request<M> request = new Request<>(
                    Frame.of(protocol, message),
                    this,
                    settings.user(),
                    settings.limits().requestTimeout());
            requests.submit(request);
            request.startClock(settings.timer());
            return request.answer();
        } catch (ParleyException refused) {
            return UserFuture.failed(settings.user(), refused);
        }
    }

    private void start(Request<M> request) {
        request.waitsFor(Phase.QUEUED, connection.remote());
        connection.outbound().add(request);
        if (request.isWithdrawn()) {
            connection.outbound().forget(request); // givenUp() may have come before it was there
        }
    }

    @Override
    public void taken(Request<M> request) {
        synchronized (unanswered) {
            unanswered.add(request);
        }
    }

    @Override
    public void handedOver(Request<M> request) {
        requests.handedOver(request);
    }

    @Override
    public void givenUp(Request<M> request, boolean written) {
        if (written) {
            requests.buried(request);
        } else {
            connection.outbound().forget(request);
            requests.ended(request);
        }
    }

    @Override
    public void lost(Request<M> request, boolean taken) {
        if (!taken) {
            taken(request); // it has waited in vain behind those that were, and fails behind them
        }
        connection.mailbox().poke(); // ended() may have looked already
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public boolean message(M answer) {
        Request<M> request = nextUnanswered();
        if (request == null) {
            ParleyException unasked = new MalformedMessageException("a message that answers no request");
            connection.closeNow(new CloseReason.Failed(unasked));
        } else {
            requests.ended(
                    request); // before the answer is given: whoever takes it may close the client, and wait for that
            request.succeed(answer);
        }
        return true;
    }

    @Override
    public void ended(CloseReason reason) {
        connection.closeNow(reason);
        for (Request<M> request : requests.closeNow(reason)) {
            request.closed(reason);
            requests.ended(request);
        }
        for (Request<M> request = nextUnanswered(); request != null; request = nextUnanswered()) {
            request.closed(reason);
            requests.ended(request);
        }
        finishWhenIdle();
    }

    private void connectionClosed() {
        over = true;
        finishWhenIdle();
    }

    private void finishWhenIdle() {
        requests.close(connection.reason(), this::nobodyWaits);
    }

    /** Nobody waits for an answer any more: there is nothing that closing at once could lose. */
    private void nobodyWaits() {
        if (over) {
            finish();
        } else {
            closeNow(); // comes back here
        }
    }

    @SuppressWarnings("NullAway") // null is the one value of Void
    private void finish() {
        connection.completions().add(() -> closed.succeed(null));
        onClosed.run();
    }

    private @Nullable Request<M> nextUnanswered() {
        synchronized (unanswered) {
            return unanswered.poll();
        }
    }

    @Override
    public CompletableFuture<Void> closeAsync() {
        return closeAsync(settings.limits().drainTotal());
    }

    @Override
    public CompletableFuture<Void> closeAsync(Duration drain) {
        Objects.requireNonNull(drain, "drain");
        CloseReason reason = new CloseReason.Local();
        if (drain.isZero() || drain.isNegative()) {
            connection.closeNow(reason);
        } else {
            Timer.Timeout forced = settings.timer().schedule(drain, this::closeNow);
            requests.close(reason, this::nobodyWaits);
            return closed.copy().thenRun(forced::cancel);
        }
        return closed.copy();
    }

    @Override
    public void close() {
        Closing.await(this, settings.limits().drainTotal());
    }

    @Override
    public void closeNow() {
        connection.closeNow(new CloseReason.Local());
    }

    @Override
    public String toString() {
        return "client of " + Addresses.text(connection.remote());
    }
}
