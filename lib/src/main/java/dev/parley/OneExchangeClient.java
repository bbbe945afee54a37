package dev.parley;

import dev.parley.net.Link;
import dev.parley.net.Timer;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.ConnectFailedException;
import dev.parley.protocol.ParleyException;
import dev.parley.protocol.Protocol;
import dev.parley.protocol.RequestTimeoutException.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client that makes a connection for each request, and closes it once the answer has come. As many exchanges go on at
 * a time as requests may be in flight.
 *
 * @param <M> the message
 */
final class OneExchangeClient<M> implements MessageClient<M>, Request.Owner<M> {

    /** What is fixed at the start. */
    record Plan<M>(Protocol<M> protocol, String host, int port) {}

    private final Plan<M> plan;
    private final Settings settings;
    private final Supplier<CompletableFuture<Link>> connector;
    private final Runnable onClosed;
    private final RequestQueue<M> requests;
    private final Map<Request<M>, Exchange<M>> exchanges = new ConcurrentHashMap<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final UserFuture<Void> closed;

    /** Set once all is to be closed at once. */
    private volatile @Nullable CloseReason aborted;

    /**
     * A client; nothing is connected yet.
     *
     * @param connector starts to connect; cancelling what it gives ends the attempt
     * @param onClosed runs once it is closed
     */
    OneExchangeClient(Plan<M> plan, Settings settings, Supplier<CompletableFuture<Link>> connector, Runnable onClosed) {
        this.plan = plan;
        this.settings = settings;
        this.connector = connector;
        this.onClosed = onClosed;
        this.requests = new RequestQueue<>(settings.limits(), null, this::start);
        this.closed = new UserFuture<>(settings.user());
    }

    /** A client on leased threads. */
    static <M> CompletableFuture<MessageClient<M>> open(Options options, Plan<M> plan) {
        Resources.Lease lease;
        try {
            lease = Resources.lease();
        } catch (IOException | RuntimeException | Error unstartable) { // the JDK's own classes may fail to load
            return CompletableFuture.failedFuture(Opening.unstartable(unstartable));
        }
        Settings settings = options.settings(lease);
        UserFuture<MessageClient<M>> opened = new UserFuture<>(settings.user());
        opened.succeed(new OneExchangeClient<>(
                plan,
                settings,
                () -> Connecting.connect(
                        plan.host(),
                        plan.port(),
                        settings.limits().connectTimeout(),
                        lease.loop(),
                        lease.timer(),
                        lease.lookUps()),
                lease::giveBack));
        return opened;
    }

    @Override
    public CompletableFuture<M> send(M message) {
        Objects.requireNonNull(message, "request");
        try {
            Request<M> request = new Request<>(
                    Frame.of(plan.protocol(), message),
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
        try {
            startExchange(request);
        } catch (Throwable fault) { // out of memory, say: this request ends, the queue does not
            abandon(request, fault);
        }
    }

    private void startExchange(Request<M> request) {
        request.waitsFor(Phase.CONNECT, null);
        Exchange<M> exchange =
                new Exchange<>(request, plan.protocol(), settings, connector.get(), () -> exchangeOver(request));
        exchanges.put(request, exchange);
        exchange.start();
        if (request.isWithdrawn()) {
            exchange.abort(new CloseReason.Local());
        }
        CloseReason reason = aborted;
        if (reason != null) {
            exchange.abort(reason); // closeNow() may have looked before it was there
        }
    }

    private void abandon(Request<M> request, Throwable fault) {
        CloseReason reason = new CloseReason.Failed(new ConnectFailedException(
                "no exchange could be started: " + fault.getClass().getName(), fault, null, 0));
        Exchange<M> exchange = exchanges.get(request);
        if (exchange != null) {
            exchange.abort(reason);
        }
        settings.user().execute(() -> {
            exchangeOver(request);
            request.closed(reason);
        });
    }

    private void exchangeOver(Request<M> request) {
        exchanges.remove(request);
        requests.ended(request);
    }

    @Override
    public void taken(Request<M> request) {}

    @Override
    public void handedOver(Request<M> request) {
        requests.handedOver(request);
    }

    @Override
    public void givenUp(Request<M> request, boolean written) {
        Exchange<M> exchange = exchanges.get(request);
        if (exchange != null) {
            exchange.abort(new CloseReason.Local());
        } else {
            requests.ended(request); // it waited; or it is just being started, and start() will see it
        }
    }

    @Override
    public void lost(Request<M> request, boolean taken) {
        // The exchange hears of the connection's end itself, once, behind an answer that may be here already.
    }

    @Override
    public CompletableFuture<Void> closeAsync() {
        return closeAsync(settings.limits().drainTotal());
    }

    @Override
    public CompletableFuture<Void> closeAsync(Duration drain) {
        Objects.requireNonNull(drain, "drain");
        if (drain.isZero() || drain.isNegative()) {
            closeNow();
            return closed.copy();
        }
        Timer.Timeout forced = settings.timer().schedule(drain, this::closeNow);
        requests.close(new CloseReason.Local(), this::finish);
        return closed.copy().thenRun(forced::cancel);
    }

    @Override
    public void close() {
        Closing.await(this, settings.limits().drainTotal());
    }

    @Override
    public void closeNow() {
        CloseReason reason = new CloseReason.Local();
        for (Request<M> waiting : requests.closeNow(reason)) {
            settings.user().execute(() -> {
                requests.ended(waiting); // before it is told, as with an answer
                waiting.closed(reason);
            });
        }
        aborted = reason;
        exchanges.values().forEach(exchange -> exchange.abort(reason));
        requests.close(reason, this::finish);
    }

    @SuppressWarnings("NullAway") // null is the one value of Void
    private void finish() {
        if (over.compareAndSet(false, true)) {
            settings.user().execute(() -> closed.succeed(null));
            onClosed.run();
        }
    }

    @Override
    public String toString() {
        return "client of " + Addresses.text(plan.host(), plan.port());
    }
}
