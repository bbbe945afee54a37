package dev.parley;

import dev.parley.observe.Observer;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Limits;
import dev.parley.protocol.Overflow;
import dev.parley.protocol.PeerTimeoutException;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What every side of a simulated connection has: settings by chance, and counts of what may happen once. */
final class RandomSide implements Observer {
    final Simulation simulation;
    final SimulatedLink link;
    final Settings settings;
    final RandomExecutor executor;
    final RandomCodec codec;

    /** Whether it may close the connection for what the peer does slowly, or not at all. */
    final boolean mayGiveUp;

    int closes;
    private final String name;
    private final List<CompletableFuture<?>> handedOut = new ArrayList<>();
    private int observedOpen;
    private int observedClosed;

    RandomSide(Simulation simulation, SimulatedLink link, String name) {
        this.simulation = simulation;
        this.link = link;
        this.name = name;
        boolean patient = !simulation.oneIn(3);
        Overflow overflow = simulation.oneIn(2) ? Overflow.FAIL : simulation.oneOf(Overflow.values());
        mayGiveUp = !patient || overflow == Overflow.CLOSE;
        Limits limits = Limits.builder()
                .maxInFlight(1 + simulation.below(6))
                .maxQueuedMessages(1 + simulation.below(16))
                .maxQueuedBytes(1 + simulation.below(600))
                .requestTimeout(Duration.ofSeconds(10))
                .overflow(overflow)
                .headerTimeout(patience(patient))
                .messageTimeout(patience(patient))
                .writeTimeout(patience(patient))
                .idleTimeout(patience(patient))
                .drainIdle(Duration.ofSeconds(5))
                .drainTotal(Duration.ofSeconds(30))
                .build();
        executor = RandomExecutor.over(simulation, link.loop());
        settings = new Settings(limits, executor.safe(), simulation.timer(), new GuardedObserver(this));
        codec = new RandomCodec(simulation);
    }

    private Duration patience(boolean endless) {
        return endless ? ChronoUnit.FOREVER.getDuration() : Duration.ofSeconds(1 + simulation.below(20));
    }

    /** Remembers a future that has to complete by the end. */
    <T> CompletableFuture<T> handOut(CompletableFuture<T> future) {
        handedOut.add(future);
        return future;
    }

    void closed() {
        closes++;
        simulation.pause();
    }

    /** Something goes wrong on this side, for good: with what it sends, with its peer, or with its executor. */
    void spoil(RandomSide peer) {
        switch (simulation.below(6)) {
            case 0 -> {
                peer.codec.mayFail = true;
                link.out.spoil(1 + simulation.below(40));
            }
            case 1 -> {
                peer.codec.mayFail = true;
                link.out.cut();
            }
            case 2 -> {
                Happening.PEER_SENDS_NO_MORE.count();
                link.deaf = true;
            }
            case 3 -> {
                Happening.PEER_READS_NO_MORE.count();
                link.mute = true;
            }
            case 4 -> link.reset();
            default -> executor.shutdownNow();
        }
    }

    /** A drain time: long, short, or none. */
    Duration drain() {
        return Duration.ofSeconds(simulation.oneIn(6) ? 0 : 1 + simulation.below(40));
    }

    boolean isClosed() {
        return observedClosed > 0;
    }

    void checkClosed(String when) {
        simulation.require(isClosed(), name + " is not closed " + when);
    }

    /** What holds at the end. */
    void check(boolean closesOnce) {
        simulation.require(closesOnce ? closes == 1 : closes > 0, name + ": onClosed was called " + closes + " times");
        simulation.require(observedOpen == 1, name + ": opened was called " + observedOpen + " times");
        simulation.require(observedClosed == 1, name + ": closed was called " + observedClosed + " times");
        simulation.require(link.buffersOut() == 0, name + ": buffers are out: " + link.buffersOut());
        checkFutures();
    }

    void checkFutures() {
        settings.user().execute(() -> {}); // now that an executor was shut down is noticed
        simulation.settle();
        long open = handedOut.stream().filter(future -> !future.isDone()).count();
        simulation.require(open == 0, name + ": futures are open: " + open);
    }

    @Override
    public void opened(SocketAddress remote) {
        observedOpen++;
        simulation.pause();
        simulation.mischief.maybe();
    }

    @Override
    public void received(SocketAddress remote, int count, long bytes) {
        simulation.pause();
        simulation.mischief.maybe();
    }

    @Override
    public void sending(SocketAddress remote, long bytes) {
        simulation.pause();
        simulation.mischief.maybe();
    }

    @Override
    public void closed(SocketAddress remote, CloseReason reason) {
        if (reason instanceof CloseReason.Failed failed && failed.cause() instanceof PeerTimeoutException) {
            Happening.PEER_LATE.count();
        }
        observedClosed++;
        simulation.pause();
        simulation.mischief.maybe();
    }
}
