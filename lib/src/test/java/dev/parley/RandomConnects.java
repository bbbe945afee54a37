package dev.parley;

import dev.parley.net.Link;
import dev.parley.protocol.ConnectFailedException;
import dev.parley.protocol.Seeded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A client that connects for each request, to a server whose connections it simulates, and what chance does with them. */
final class RandomConnects {
    private static final int OPERATIONS = 30;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Simulation simulation;
    private final Ledger requests;
    private final RandomSide clientSide;
    private final OneExchangeClient<byte[]> client;
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Runnable> unanswered = new ArrayList<>();
    private final boolean disruptive;

    RandomConnects(Seeded seeded) {
        simulation = new Simulation(seeded);
        requests = new Ledger(simulation, "requests");
        disruptive = simulation.oneIn(2);
        clientSide = new RandomSide(simulation, SimulatedLink.pair(simulation).get(0), "client");
        client = new OneExchangeClient<>(
                new OneExchangeClient.Plan<>(clientSide.codec, "simulated", 1),
                clientSide.settings,
                this::connect,
                clientSide::closed);
    }

    void run() {
        simulation.operate(OPERATIONS, this::operation);
        simulation.settle();
        while (!unanswered.isEmpty()) {
            answerOne();
            simulation.settle();
        }
        if (simulation.oneIn(2)) {
            simulation.expire();
            requests.checkAllDone();
        }
        if (simulation.oneIn(2)) {
            close();
            simulation.expire();
            simulation.require(clientSide.closes == 1, "the client is not closed after its drain");
        }
        client.closeNow();
        clientSide.handOut(client.closeAsync(Duration.ZERO));
        simulation.settle();
        attempts.forEach(Attempt::serverEnds);
        simulation.expire();
        check();
    }

    private void check() {
        clientSide.checkFutures();
        simulation.require(clientSide.closes == 1, "onClosed was called " + clientSide.closes + " times");
        simulation.require(!simulation.hasAlarms(), "timeouts are left");
        FrameLog wire = new FrameLog();
        attempts.stream()
                .filter(attempt -> attempt.near != null)
                .forEach(attempt -> wire.add(attempt.near.link.out.written));
        requests.checkEach(wire);
        for (String counter : List.of(
                "requests.underWay", "requests.tombstones", "requests.countedMessages", "requests.countedBytes")) {
            simulation.require(Inside.number(client, counter) == 0, "the client's " + counter + " are left");
        }
        attempts.forEach(Attempt::check);
        simulation.check();
    }

    private void operation() {
        if (simulation.isUndivided()) { // else one may be about to be closed
            long open = attempts.stream().filter(Attempt::isOpen).count();
            simulation.require(
                    open <= clientSide.settings.limits().maxInFlight(),
                    open + " connections are made or open at a time");
        }
        int which = simulation.below(20);
        if (which < 10) {
            requests.send(
                    client::send,
                    (number, answer) -> simulation.require(
                            requests.number(answer) == number && requests.hasSeen(number),
                            "request " + number + " got another's answer"));
        } else if (which < 12) {
            requests.abandonOne();
        } else if (which < 17) {
            answerOne();
        } else if (which < 19 && !attempts.isEmpty()) {
            attempts.get(simulation.below(attempts.size())).finish();
        } else if (disruptive && simulation.oneIn(4)) {
            disrupt();
        }
    }

    private void disrupt() {
        switch (simulation.below(8)) {
            case 0 -> close();
            case 1 -> client.closeNow();
            case 2 -> clientSide.executor.shutdownNow();
            default -> {
                if (!attempts.isEmpty()) {
                    attempts.get(simulation.below(attempts.size())).spoil();
                }
            }
        }
    }

    private void close() {
        clientSide.handOut(client.closeAsync(clientSide.drain()));
    }

    private void answerOne() {
        if (!unanswered.isEmpty()) {
            unanswered.remove(simulation.below(unanswered.size())).run();
        }
    }

    private CompletableFuture<Link> connect() {
        if (simulation.mischief.isPlanned() && simulation.oneIn(20)) {
            simulation.mischief.raise();
        }
        Attempt attempt = new Attempt();
        attempts.add(attempt);
        if (simulation.oneIn(3)) {
            attempt.finish();
        }
        return attempt.connecting;
    }

    /** One connection being made. */
    private final class Attempt {
        private final CompletableFuture<Link> connecting = new CompletableFuture<>();
        private final boolean never = simulation.oneIn(8);
        private final boolean inPlace;
        private boolean finishing;
        private RandomSide near;
        private RandomSide far;
        private ServerConnection<byte[]> server;

        Attempt() {
            inPlace = simulation.oneIn(2);
            if (never) {
                Happening.CONNECT_NEVER.count();
                simulation.timer().schedule(TIMEOUT, () -> fail("no answer"));
            } else if (!inPlace) {
                clientSide.link.loop().execute(this::finish);
            }
        }

        boolean isOpen() {
            return near == null ? !connecting.isDone() : !near.link.isClosed();
        }

        void finish() {
            if (never || finishing || connecting.isDone()) {
                return;
            }
            finishing = true;
            if (simulation.oneIn(6)) {
                Happening.CONNECT_FAILED.count();
                fail("refused");
                return;
            }
            (inPlace ? Happening.CONNECTED_IN_PLACE : Happening.CONNECTED_LATER).count();
            List<SimulatedLink> links = SimulatedLink.pair(simulation);
            far = new RandomSide(simulation, links.get(1), "server");
            server = new ServerConnection<>(
                    links.get(1),
                    new Service<>(far.codec, this::handle, null, ConnectionUse.ONE_EXCHANGE),
                    far.settings,
                    closed -> far.closed());
            server.start();
            if (simulation.oneIn(8)) {
                requests.abandonOne();
            }
            near = new RandomSide(simulation, links.get(0), "client");
            if (!connecting.complete(links.get(0))) {
                Happening.CONNECTED_AFTER_CANCEL.count();
                links.get(0).close(); // as Connecting does
            }
        }

        private void fail(String why) {
            connecting.completeExceptionally(new ConnectFailedException(why, null, null, 1));
        }

        private CompletableFuture<byte[]> handle(byte[] request, Peer<byte[]> peer) {
            int number = requests.saw(request);
            simulation.mischief.maybe();
            CompletableFuture<byte[]> answer = new CompletableFuture<>();
            unanswered.add(() -> answer.complete(requests.message(number)));
            return answer;
        }

        void spoil() {
            if (near != null) {
                clientSide.codec.mayFail = true;
                (simulation.oneIn(2) ? near : far).spoil(simulation.oneIn(2) ? near : far);
                far.codec.mayFail = true;
            }
        }

        void serverEnds() {
            if (server != null) {
                server.closeNow();
            }
        }

        void check() {
            simulation.require(connecting.isDone(), "an attempt to connect is left");
            if (near != null) {
                simulation.require(near.link.isClosed(), "a connection is left open");
                simulation.require(near.link.buffersOut() == 0, "buffers are out");
                far.check(true);
            }
        }
    }
}
