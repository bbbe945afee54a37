package dev.parley;

import dev.parley.net.Link;
import dev.parley.protocol.ChannelClosedException;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Delivery;
import dev.parley.protocol.MalformedMessageException;
import dev.parley.protocol.ParleyException;
import dev.parley.protocol.Protocol;
import dev.parley.protocol.QueueFullException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * One connection: the shell around a link that does what its {@link ChannelMachine} says.
 *
 * <p>Lock order: this object's monitor guards the machine and is held for single steps of it only; what a step leads to
 * is done after it is released, and no users' code runs under it.
 *
 * @param <M> the message
 */
final class Connection<M> {
    /** For actions that never are a drain. */
    private static final Duration NO_DRAIN = Duration.ZERO;

    private final Link link;
    private final Protocol<M> protocol;
    private final Settings settings;
    private final Receiver<M> receiver;
    private final ChannelMachine machine = new ChannelMachine();
    private final Mailbox<M> mailbox;
    private final Inbound<M> inbound;
    private final Outbound outbound;
    private final Drain drain;
    private final UserTasks completions;
    private final UserFuture<CloseReason> closed;
    private final UserFuture<Void> outputEnded;
    private final Runnable onClosed;

    /**
     * A connection over a link.
     *
     * @param onClosed runs once, when it is over; quick, and not users' code
     */
    Connection(Link link, Protocol<M> protocol, Settings settings, Receiver<M> receiver, Runnable onClosed) {
        Events events = new Events();
        this.link = link;
        this.protocol = protocol;
        this.settings = settings;
        this.receiver = receiver;
        this.mailbox = new Mailbox<>(receiver, events, settings.user(), link.loop());
        this.inbound = new Inbound<>(link, protocol.newDecoder(settings.limits()), mailbox, events, settings.limits());
        this.outbound = new Outbound(
                link,
                events,
                new Backlog(
                        settings.limits().maxQueuedMessages(), settings.limits().maxQueuedBytes()));
        this.drain = new Drain(settings.timer(), () -> closeNow(new CloseReason.Local()));
        this.completions = new UserTasks(settings.user(), link.loop());
        this.closed = new UserFuture<>(settings.user());
        this.outputEnded = new UserFuture<>(settings.user());
        this.onClosed = onClosed;
    }

    /** Begins to read. */
    void start() {
        settings.observer().opened(link.remote());
        inbound.resume();
    }

    SocketAddress remote() {
        return link.remote();
    }

    SocketAddress local() {
        return link.local();
    }

    Settings settings() {
        return settings;
    }

    Mailbox<M> mailbox() {
        return mailbox;
    }

    Outbound outbound() {
        return outbound;
    }

    /** Where futures of this connection are completed. */
    UserTasks completions() {
        return completions;
    }

    /** The protocol that it speaks. */
    Protocol<M> protocol() {
        return protocol;
    }

    /**
     * Takes a message on.
     *
     * @throws QueueFullException when there is no room
     * @throws ChannelClosedException when the connection is over, or its output
     */
    void offer(Outgoing message) throws QueueFullException, ChannelClosedException {
        requireOutput();
        if (!outbound.offer(message)) {
            throw new QueueFullException(
                    outbound.backlog().messages(), outbound.backlog().bytes(), settings.limits(), link.remote());
        }
    }

    private synchronized void requireOutput() throws ChannelClosedException {
        if (!machine.acceptsOutput()) {
            throw new ChannelClosedException(machine.reason(), link.remote(), Delivery.NOT_SENT);
        }
    }

    /** Half-closes; the future completes when the output ended. */
    CompletableFuture<Void> endOutput() {
        act(step(ChannelMachine::endOutput), NO_DRAIN);
        return outputEnded.copy();
    }

    /** Closes in order. */
    void close(CloseReason reason, Duration total) {
        if (total.isZero() || total.isNegative()) {
            closeNow(reason);
        } else {
            drain.limit(total);
            act(step(machine -> machine.close(reason)), total);
        }
    }

    void closeNow(CloseReason reason) {
        act(step(machine -> machine.closeNow(reason)), NO_DRAIN);
    }

    /** When it is over: completes on the users' executor. */
    CompletableFuture<CloseReason> closed() {
        return closed.copy();
    }

    /** Reads no more messages; those that were read are delivered. */
    void pauseInput() {
        inbound.pause();
    }

    private synchronized ChannelMachine.Action step(Function<ChannelMachine, ChannelMachine.Action> step) {
        return step.apply(machine);
    }

    /** Why it is over; once it is. */
    synchronized CloseReason reason() {
        return machine.reason();
    }

    private void act(ChannelMachine.Action action, Duration total) {
        switch (action) {
            case NONE -> {}
            case FINISH_OUTPUT -> outbound.finish();
            case DRAIN -> drain(reason(), total);
            case STOP_OUTPUT -> stopOutput(reason(), total);
            case CLOSE -> closeLink(reason());
        }
    }

    private void drain(CloseReason reason, Duration total) {
        drain.start(settings.limits().drainIdle(), total);
        endMailbox(reason);
        outbound.finish();
        inbound.discard();
    }

    private void stopOutput(CloseReason reason, Duration total) {
        drain.start(settings.limits().drainIdle(), total);
        outbound.stop(reason);
        inbound.resume();
    }

    private void closeLink(CloseReason reason) {
        drain.stop();
        inbound.stop();
        link.close();
        outbound.stop(reason);
        endMailbox(reason);
        settings.observer().closed(link.remote(), reason);
        completions.add(() -> {
            outputEnded.fail(new ChannelClosedException(reason, link.remote(), Delivery.MAYBE_SENT));
            closed.succeed(reason);
        });
        onClosed.run();
    }

    /** Whoever closes a connection wants no more of its messages; whoever lost it still gets those that came. */
    private void endMailbox(CloseReason reason) {
        if (reason instanceof CloseReason.Local) {
            mailbox.endNow(reason);
        } else {
            mailbox.end(reason);
        }
        mailbox.poke();
    }

    private void failed(String what, Throwable cause) {
        ParleyException failure = LinkFailure.of(what, link.remote(), cause);
        act(step(machine -> machine.failed(failure)), NO_DRAIN);
    }

    /** What the parts report. */
    private final class Events implements Inbound.Owner, Outbound.Owner, Mailbox.Owner {
        @Override
        public void inputMoved(int messages, int bytes) {
            drain.moved();
            if (messages > 0) {
                settings.observer().received(link.remote(), messages, bytes);
            }
        }

        @Override
        public void inputEnded() {
            mailbox.end(new CloseReason.PeerEnded());
            act(step(ChannelMachine::inputEnded), NO_DRAIN);
            mailbox.hand();
        }

        @Override
        public void inputFailed(Throwable cause) {
            failed("reading from", cause);
        }

        @Override
        public void inputMalformed(MalformedMessageException cause) {
            CloseReason reason = new CloseReason.Failed(cause);
            mailbox.end(reason);
            if (!receiver.closesAfterBadInput()) {
                close(reason, settings.limits().drainTotal());
            }
            Log.debug(link.remote(), "closing it", cause);
            mailbox.hand();
        }

        @Override
        public void outputTaken(long bytes) {
            settings.observer().sending(link.remote(), bytes);
        }

        @Override
        public void outputMoved() {
            drain.moved();
            mailbox.pokeIfBlocked();
        }

        @Override
        @SuppressWarnings("NullAway") // null is the one value of Void
        public void outputEnded() {
            completions.add(() -> outputEnded.succeed(null));
            act(step(ChannelMachine::outputEnded), NO_DRAIN);
        }

        @Override
        public void outputFailed(Throwable cause) {
            ParleyException failure = LinkFailure.of("writing to", link.remote(), cause);
            act(
                    step(machine ->
                            receiver.readsWithoutOutput() ? machine.outputFailed(failure) : machine.failed(failure)),
                    settings.limits().drainTotal());
        }

        @Override
        public void enter() {
            outbound.cork();
        }

        @Override
        public void leave() {
            outbound.uncork();
        }

        @Override
        public void hungry() {
            receiver.idle();
            inbound.resume();
        }

        @Override
        public void receiverFailed(Throwable cause) {
            Log.warning(link.remote(), "the receiver failed; closing it", cause);
            failed("receiving from", cause);
        }
    }
}
