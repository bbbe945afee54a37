package dev.parley;

import dev.parley.protocol.ParleyException;
import dev.parley.protocol.Seeded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Two channels, each the other's far side, and what chance does with them. */
final class RandomChannels {
    private static final int OPERATIONS = 80;

    private final Simulation simulation;
    private final List<End> ends = new ArrayList<>();
    private final boolean disruptive;

    /** Whether anything happened after which not all that is sent need arrive. */
    private boolean disrupted;

    RandomChannels(Seeded seeded) {
        simulation = new Simulation(seeded);
        disruptive = simulation.oneIn(2);
        disrupted = simulation.mischief.isPlanned();
        Ledger there = new Ledger(simulation, "there");
        Ledger back = new Ledger(simulation, "back");
        List<SimulatedLink> links = SimulatedLink.pair(simulation);
        ends.add(new End(links.get(0), "one", there, back));
        ends.add(new End(links.get(1), "other", back, there));
        ends.forEach(end -> disrupted |= end.side.mayGiveUp);
    }

    void run() {
        simulation.operate(
                OPERATIONS, () -> ends.get(simulation.below(ends.size())).operation());
        simulation.settle();
        ends.forEach(End::receiveAll);
        ends.forEach(End::receiveAll); // what the first could not send before the other had received
        if (!disrupted) {
            ends.forEach(End::checkArrived);
        }
        if (simulation.oneIn(2)) {
            ends.forEach(End::closeInOrder);
            simulation.settle();
            if (!disrupted) {
                ends.forEach(end -> end.side.checkClosed("though both sides close"));
            }
        }
        disrupted = true;
        simulation.expire();
        ends.forEach(End::checkDrained);
        ends.forEach(end -> end.channel.closeNow());
        simulation.settle();
        simulation.require(!simulation.hasAlarms(), "timeouts are left");
        ends.forEach(End::check);
        simulation.check();
    }

    /** One of the two. */
    private final class End implements Flow.Subscriber<byte[]> {
        private final RandomSide side;
        private final Ledger outgoing;
        private final Ledger incoming;
        private final ConnectedChannel<byte[]> channel;
        private final boolean subscribing = simulation.oneIn(3);
        private final List<CompletableFuture<Optional<byte[]>>> receiving = new ArrayList<>();
        private Flow.Subscription subscription;
        private int cancelling;
        private boolean subscribed;
        private boolean signalled;
        private boolean ended;
        private boolean closing;

        End(SimulatedLink link, String name, Ledger outgoing, Ledger incoming) {
            this.side = new RandomSide(simulation, link, name);
            this.outgoing = outgoing;
            this.incoming = incoming;
            this.channel = ConnectedChannel.over(link, side.codec, side.settings, side::closed);
            side.handOut(channel.closed());
        }

        void operation() {
            int which = simulation.below(24);
            if (which < 10) {
                outgoing.send(channel::send, (number, nothing) -> {});
            } else if (which < 12) {
                outgoing.abandonOne();
            } else if (which < 20) {
                ask();
            } else if (which < 22) {
                cancelReceive();
            } else if (simulation.oneIn(10)) {
                side.handOut(channel.endOutput());
            } else if (disruptive && simulation.oneIn(6)) {
                disrupt();
            }
        }

        private void disrupt() {
            disrupted = true;
            switch (simulation.below(6)) {
                case 0 -> closeInOrder();
                case 1 -> channel.closeNow();
                case 2 -> side.link.reset();
                case 3, 4 -> side.spoil(other().side);
                default -> {
                    if (subscription != null) {
                        subscription.cancel();
                    }
                }
            }
        }

        private End other() {
            return ends.get(this == ends.get(0) ? 1 : 0);
        }

        void closeInOrder() {
            closing = true;
            side.handOut(channel.closeAsync(side.drain()));
        }

        private void ask() {
            if (!subscribing) {
                receive();
            } else if (!subscribed) {
                subscribed = true;
                subscribe();
            } else if (subscription != null) {
                subscription.request(1 + simulation.below(3));
            }
        }

        private void subscribe() {
            try {
                channel.messages().subscribe(this);
            } catch (Throwable thrown) { // by onSubscribe
                simulation.require(simulation.mischief.isPlanned(), "subscribing threw " + thrown);
            }
        }

        private void receive() {
            if (receiving.size() + cancelling < side.settings.limits().maxQueuedMessages()) {
                simulation.undisturbed(() -> {
                    CompletableFuture<Optional<byte[]>> next = side.handOut(channel.receive());
                    receiving.add(next);
                    var unused = next.whenComplete((message, failure) -> {
                        receiving.removeIf(one -> one == next);
                        received(message, failure);
                    });
                });
            }
        }

        private void received(Optional<byte[]> message, Throwable failure) {
            if (failure instanceof java.util.concurrent.CancellationException) {
                return;
            }
            if (failure != null) {
                ended = true;
                simulation.require(failure instanceof ParleyException, "receive failed with " + failure);
                simulation.require(disrupted || closing, "receive failed though nobody closed: " + failure);
            } else if (message.isEmpty()) {
                ended = true;
            } else {
                took(message.get());
            }
        }

        private void took(byte[] message) {
            simulation.require(!ended, "a message after the end");
            incoming.saw(message);
            simulation.pause();
            if (!subscribing && simulation.oneIn(3)) {
                receive();
            }
        }

        private void cancelReceive() {
            if (!receiving.isEmpty()) {
                cancelling++; // it may count for a moment after its future is done
                receiving.get(simulation.below(receiving.size())).cancel(false);
                cancelling--;
            }
        }

        void receiveAll() {
            if (subscribing) {
                if (!subscribed) {
                    ask();
                }
                subscription.request(Long.MAX_VALUE);
                simulation.settle();
                return;
            }
            while (receiving.isEmpty() && !ended && !side.isClosed()) {
                receive();
                simulation.settle();
            }
        }

        void checkArrived() {
            outgoing.checkAllDone();
            outgoing.checkAllSeen();
        }

        void checkDrained() {
            if (closing) {
                side.checkClosed("after its drain");
            }
        }

        void check() {
            side.check(true);
            outgoing.check(side.link.out.written);
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            simulation.pause();
            simulation.mischief.maybe();
            given.request(1);
        }

        @Override
        public void onNext(byte[] message) {
            simulation.require(!signalled, "two signals at a time");
            signalled = true;
            took(message);
            if (simulation.oneIn(4)) {
                subscription.request(1);
            }
            signalled = false;
            if (disruptive && simulation.oneIn(100)) {
                disrupted = true;
                simulation.mischief.raise();
            }
        }

        @Override
        public void onError(Throwable failure) {
            simulation.require(!signalled && !ended, "a signal within another, or after the end");
            simulation.require(failure instanceof ParleyException, "the subscriber hears of " + failure);
            ended = true;
            simulation.mischief.maybe();
        }

        @Override
        public void onComplete() {
            simulation.require(!signalled && !ended, "a signal within another, or after the end");
            ended = true;
            simulation.mischief.maybe();
        }
    }
}
