package dev.parley;

import dev.parley.net.Link;
import dev.parley.net.SerialRunner;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Delivery;
import dev.parley.protocol.Limits;
import dev.parley.protocol.ParleyException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a server: requests to the handler, answers back in their order.
 *
 * <pre>
 *     Mailbox ─► handler ─► slot filled, by any thread ─► the first filled slots, in order ─► Outbound
 * </pre>
 *
 * <p>A request is in flight until its answer was handed over; while as many are as may be, or the queue of answers is
 * full, no more are given to the handler, and so none are read. When a handler fails for good, or the peer sends what is
 * no message, the answers before that are still sent; then the connection closes.
 *
 * <p>The monitor of {@link #answers} guards them; handlers and encoders run under no lock.
 *
 * @param <M> the message
 */
final class ServerConnection<M> implements Receiver<M> {

    private final Service<M> service;
    private final Connection<M> connection;
    private final ConnectedPeer<M> peer;
    private final int maxInFlight;
    private final Duration drainTotal;

    private final Answers answers = new Answers();
    private final SerialRunner sending = new SerialRunner(this::sendAnswers);
    private final AtomicInteger inFlight = new AtomicInteger();

    /** What there is to do once all answers are sent; null while more requests are expected. */
    private volatile @Nullable CloseReason last;

    /** Whether further requests are thrown away. */
    private volatile boolean deaf;

    private volatile boolean draining;

    /** Whether nobody is left to be answered. */
    private volatile boolean over;

    /** Whether an answer is missing: those behind it would be taken for it. Belongs to the turns of {@link #sending}. */
    private boolean cut;

    /**
     * A connection, not started.
     *
     * @param onClosed runs once it is over
     */
    ServerConnection(Link link, Service<M> service, Settings settings, Consumer<ServerConnection<M>> onClosed) {
        this.service = service;
        this.connection = new Connection<>(link, service.protocol(), settings, this, () -> {
            over = true;
            onClosed.accept(this);
        });
        this.peer = new ConnectedPeer<>(connection);
        this.maxInFlight = settings.limits().maxInFlight();
        this.drainTotal = settings.limits().drainTotal();
    }

    void start() {
        connection.start();
    }

    Peer<M> peer() {
        return peer;
    }

    void closeNow() {
        connection.closeNow(new CloseReason.Local());
    }

    /** Reads no more requests; closes once those that were read are answered. */
    void drain() {
        draining = true;
        connection.pauseInput();
        closeIfDone();
    }

    @Override
    public boolean ready() {
        return deaf
                || (inFlight.get() < maxInFlight
                        && !connection.outbound().backlog().isFull());
    }

    @Override
    public boolean message(M request) {
        if (deaf) {
            return true;
        }
        inFlight.incrementAndGet();
        Answers.Slot slot;
        synchronized (answers) {
            slot = answers.begin();
        }
        if (service.use() == ConnectionUse.ONE_EXCHANGE) {
            deaf = true;
            last = new CloseReason.Local(); // with its slot there: to a drain by another thread this means all is done
        }
        handle(request, slot);
        return true;
    }

    private void handle(M request, Answers.Slot slot) {
        try {
            var unused = service.handler().answer(request, peer).whenComplete((answer, failure) -> {
                if (failure == null) {
                    fill(slot, request, answer);
                } else {
                    recover(slot, request, unwrapped(failure));
                }
            });
        } catch (Throwable thrown) {
            recover(slot, request, thrown);
        }
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private void fill(Answers.Slot slot, M request, @Nullable M answer) {
        Frame frame;
        try {
            if (answer == null) {
                throw new NullPointerException("the handler answered null");
            }
            frame = Frame.of(service.protocol(), answer);
        } catch (Throwable unusable) {
            recover(slot, request, unusable);
            return;
        }
        synchronized (answers) {
            answers.fill(slot, frame);
        }
        sending.run();
    }

    /** Lets the error handler answer in the handler's place. */
    private void recover(Answers.Slot slot, M request, Throwable failure) {
        Frame frame = null;
        Throwable unanswered = failure;
        ErrorHandler<M> onError = service.onError();
        if (onError != null) {
            try {
                frame = Frame.of(service.protocol(), onError.answer(request, failure));
            } catch (Throwable again) {
                if (again != failure) {
                    again.addSuppressed(failure);
                }
                unanswered = again;
            }
        }
        synchronized (answers) {
            if (frame != null) {
                answers.fill(slot, frame);
            } else {
                answers.fail(slot, unanswered);
            }
        }
        sending.run();
    }

    private void sendAnswers() {
        if (cut) {
            return;
        }
        for (Answers.Slot slot = next(); slot != null; slot = next()) {
            Throwable failure = slot.failure();
            Frame frame = slot.frame();
            if (failure != null) {
                cut = true;
                handlerFailed(failure);
                return;
            }
            if (frame != null) {
                connection.outbound().add(new AnswerOutgoing(frame));
            }
            synchronized (answers) {
                answers.remove(); // not before: to others, no slot means that all answers were handed on
            }
        }
        closeIfDone();
    }

    private Answers.@Nullable Slot next() {
        synchronized (answers) {
            return answers.next();
        }
    }

    private void handlerFailed(Throwable failure) {
        deaf = true;
        if (over) { // it may have failed because of that; and an answer would be dropped as quietly
            Log.debug(connection.remote(), "the handler failed after it was closed", failure);
            return;
        }
        int times = service.failures().happened(connection.settings().timer().now());
        Log.warning(times, connection.remote(), "the handler failed; closing it", failure);
        connection.close(
                new CloseReason.Failed(new ParleyException(
                        "the handler failed: " + failure.getClass().getName(),
                        failure,
                        connection.remote(),
                        Delivery.MAYBE_SENT)),
                drainTotal);
    }

    @Override
    public void idle() {
        closeIfDone();
    }

    @Override
    public void ended(CloseReason reason) {
        if (last == null) {
            last = reason;
        }
        closeIfDone();
    }

    @Override
    public Duration idleTimeout(Limits limits) {
        return limits.idleTimeout();
    }

    @Override
    public boolean isQuiet() {
        return inFlight.get() == 0;
    }

    @Override
    public boolean readsWithoutOutput() {
        return false; // a request that cannot be answered is not to be acted on
    }

    @Override
    public boolean closesAfterBadInput() {
        return true;
    }

    private void closeIfDone() {
        CloseReason reason = last;
        if (reason == null && draining && connection.mailbox().isHungry()) {
            reason = new CloseReason.Local();
        }
        if (reason != null && allAnswered()) {
            connection.close(reason, drainTotal);
        }
    }

    private boolean allAnswered() {
        synchronized (answers) {
            return answers.isEmpty();
        }
    }

    /** An answer on its way; its request is in flight until it has left. */
    private final class AnswerOutgoing extends Outgoing {
        AnswerOutgoing(Frame frame) {
            super(frame);
        }

        @Override
        void sent() {
            inFlight.decrementAndGet();
        }

        @Override
        void failed(CloseReason reason, Delivery delivery) {
            inFlight.decrementAndGet();
        }
    }
}
