package dev.parley;

import dev.parley.net.Link;
import dev.parley.protocol.ChannelClosedException;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Delivery;
import dev.parley.protocol.MalformedMessageException;
import dev.parley.protocol.ParleyException;
import dev.parley.protocol.PeerTimeoutException;
import dev.parley.protocol.Protocol;
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
    private final Link link;
    private final Protocol<M> protocol;
    private final Settings settings;
    private final Receiver<M> receiver;
    private final ChannelMachine machine = new ChannelMachine();
    private final Mailbox<M> mailbox;
    private final Inbound<M> inbound;
    private final Outbound outbound;
    private final Watch watch;
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
        this.outbound = new Outbound(link, events, new SendQueue(settings.limits(), link.remote()));
        this.watch = new Watch(
                settings.timer(), settings.limits(), receiver.idleTimeout(settings.limits()), link.remote(), events);
        this.completions = new UserTasks(settings.user(), link.loop());
        this.closed = new UserFuture<>(settings.user());
        this.outputEnded = new UserFuture<>(settings.user());
        this.onClosed = onClosed;
    }

    /** Begins to read. */
    void start() {
        settings.observer().opened(link.remote());
        watch.start();
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

    /** Whether it takes messages on. */
    synchronized boolean acceptsOutput() {
        return machine.acceptsOutput();
    }

    /** Half-closes; the future completes when the output ended. */
    CompletableFuture<Void> endOutput() {
        act(step(ChannelMachine::endOutput));
        return outputEnded.copy();
    }

    /** Closes in order. */
    void close(CloseReason reason, Duration total) {
        if (total.isZero() || total.isNegative()) {
            closeNow(reason);
        } else {
            watch.drainWithin(total);
            act(step(machine -> machine.close(reason)));
        }
    }

    void closeNow(CloseReason reason) {
        act(step(machine -> machine.closeNow(reason)));
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

    private void act(ChannelMachine.Action action) {
        switch (action) {
            case NONE -> {}
            case FINISH_OUTPUT -> outbound.finish();
            case DRAIN -> drain(reason());
            case STOP_OUTPUT -> stopOutput(reason());
            case CLOSE -> closeLink(reason());
        }
    }

    private void drain(CloseReason reason) {
        watch.draining();
        mailbox.close(reason);
        outbound.finish();
        inbound.discard();
    }

    private void stopOutput(CloseReason reason) {
        watch.drainWithin(settings.limits().drainTotal());
        watch.draining();
        outbound.stop(reason);
        inbound.resume();
    }

    private void closeLink(CloseReason reason) {
        watch.stop();
        inbound.stop();
        link.close();
        outbound.stop(reason);
        mailbox.close(reason);
        settings.observer().closed(link.remote(), reason);
        completions.add(() -> {
            outputEnded.fail(new ChannelClosedException(reason, link.remote(), Delivery.MAYBE_SENT));
            closed.succeed(reason);
        });
        onClosed.run();
    }

    private void failed(String what, Throwable cause) {
        ParleyException failure = LinkFailure.of(what, link.remote(), cause);
        act(step(machine -> machine.failed(failure)));
    }

    /** What the parts report. */
    private final class Events implements Inbound.Owner, Outbound.Owner, Mailbox.Owner, Watch.Owner {
        @Override
        public void inputAwaited(boolean restOfHeader) {
            watch.awaiting(restOfHeader);
        }

        @Override
        public void inputMoved(int messages, int bytes) {
            watch.moved();
            if (messages > 0) {
                watch.whole();
                settings.observer().received(link.remote(), messages, bytes);
            }
        }

        @Override
        public void inputEnded() {
            act(step(ChannelMachine::inputEnded)); // first: what it may end for is the reason then
            mailbox.end(new CloseReason.PeerEnded());
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
        public void outputBlocked() {
            watch.writing();
        }

        @Override
        public void outputMoved() {
            watch.written();
            watch.moved();
            mailbox.pokeIfBlocked();
        }

        @Override
        @SuppressWarnings("NullAway") // null is the one value of Void
        public void outputEnded() {
            completions.add(() -> outputEnded.succeed(null));
            act(step(ChannelMachine::outputEnded));
        }

        @Override
        public void outputFailed(Throwable cause) {
            ParleyException failure = LinkFailure.of("writing to", link.remote(), cause);
            act(step(machine ->
                    receiver.readsWithoutOutput() ? machine.outputFailed(failure) : machine.failed(failure)));
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
        public boolean isQuiet() {
            return receiver.isQuiet()
                    && mailbox.isHungry()
                    && outbound.backlog().messages() == 0;
        }

        @Override
        public void peerLate(PeerTimeoutException late) {
            CloseReason reason = new CloseReason.Failed(late);
            Log.debug(link.remote(), "closing it", late);
            if (late.kind() == PeerTimeoutException.Kind.IDLE) {
                close(reason, settings.limits().drainTotal());
            } else {
                closeNow(reason);
            }
        }

        @Override
        public void drainOver() {
            closeNow(new CloseReason.Local());
        }

        @Override
        public void receiverFailed(Throwable cause) {
            Log.warning(link.remote(), "the receiver failed; closing it", cause);
            failed("receiving from", cause);
        }
    }
}
