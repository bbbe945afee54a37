package dev.parley;

import dev.parley.protocol.Seeded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A pipelined client and a server's connection, and what chance does with them. */
final class RandomExchanges {
    private static final int OPERATIONS = 60;

    private record Open(int number, CompletableFuture<byte[]> answer) {}

    private final Simulation simulation;
    private final RandomSide clientSide;
    private final RandomSide serverSide;
    private final PipelinedClient<byte[]> client;
    private final ServerConnection<byte[]> server;
    private final Ledger requests;
    private final List<Open> open = new ArrayList<>();
    private final boolean disruptive;
    private final boolean forgetful;

    /** Whether it is closed again and again, while it is in use. */
    private final boolean hasty;

    private final boolean recovering;
    private int handling;

    /** Whether anything happened after which not all requests need have answers. */
    private boolean disrupted;

    private boolean clientClosing;

    RandomExchanges(Seeded seeded) {
        simulation = new Simulation(seeded);
        requests = new Ledger(simulation, "requests");
        List<SimulatedLink> links = SimulatedLink.pair(simulation);
        clientSide = new RandomSide(simulation, links.get(0), "client");
        serverSide = new RandomSide(simulation, links.get(1), "server");
        disruptive = simulation.oneIn(2);
        forgetful = simulation.oneIn(5);
        hasty = disruptive && simulation.oneIn(3);
        recovering = simulation.oneIn(2);
        boolean oneExchange = simulation.oneIn(20);
        disrupted = forgetful
                || oneExchange
                || simulation.mischief.isPlanned()
                || clientSide.mayGiveUp
                || serverSide.mayGiveUp;
        int maxInFlight = clientSide.settings.limits().maxInFlight();
        clientSide.link.onUnanswered = unanswered ->
                simulation.require(unanswered <= maxInFlight, "the client has " + unanswered + " in flight");
        ErrorHandler<byte[]> onError = recovering ? this::recover : null;
        server = new ServerConnection<>(
                serverSide.link,
                new Service<>(
                        serverSide.codec,
                        this::handle,
                        onError,
                        oneExchange ? ConnectionUse.ONE_EXCHANGE : ConnectionUse.PIPELINED),
                serverSide.settings,
                closed -> serverSide.closed());
        client = PipelinedClient.over(clientSide.link, clientSide.codec, clientSide.settings, clientSide::closed);
        server.start();
        serverSide.handOut(server.peer().closed());
    }

    void run() {
        simulation.operate(OPERATIONS, this::operation);
        simulation.settle();
        while (!open.isEmpty() && !forgetful) {
            answerOne();
            simulation.settle();
        }
        if (!disrupted) {
            requests.checkAllDone();
            simulation.require(Inside.number(server, "inFlight") == 0, "requests are in flight though all is answered");
        }
        closeInOrder();
        if (simulation.oneIn(2)) { // else what waits must hear of the close, not of a timeout
            simulation.expire();
            requests.checkAllDone();
            simulation.require(!clientClosing || clientSide.isClosed(), "the client is not closed after its drain");
        }
        client.closeNow();
        server.closeNow();
        clientSide.handOut(client.closeAsync(Duration.ZERO));
        simulation.settle();
        simulation.require(!simulation.hasAlarms(), "timeouts are left");
        clientSide.check(false);
        serverSide.check(true);
        checkCounters();
        requests.check(clientSide.link.out.written);
        simulation.check();
    }

    private void checkCounters() {
        for (String counter : List.of(
                "requests.underWay",
                "requests.tombstones",
                "requests.countedMessages",
                "requests.countedBytes",
                "connection.outbound.queue.backlog.messages",
                "connection.outbound.queue.backlog.bytes")) {
            simulation.require(Inside.number(client, counter) == 0, "the client's " + counter + " are left");
        }
        simulation.require(
                Inside.number(server, "connection.outbound.queue.backlog.messages") == 0,
                "answers are counted for ever");
    }

    /** With every request answered, a close in order needs no patience. */
    private void closeInOrder() {
        switch (simulation.below(3)) {
            case 0 -> closeClient();
            case 1 -> server.drain();
            default -> {
                return;
            }
        }
        simulation.settle();
        if (!disrupted) {
            clientSide.checkClosed("though all is answered");
            serverSide.checkClosed("though all is answered");
        }
    }

    private void closeClient() {
        clientClosing = true;
        clientSide.handOut(client.closeAsync(clientSide.drain()));
    }

    private void operation() {
        int which = simulation.below(20);
        if (which < 10) {
            requests.send(
                    client::send,
                    (number, answer) -> simulation.require(
                            requests.number(answer) == number && requests.hasSeen(number),
                            "request " + number + " got the answer " + Arrays.toString(answer)));
        } else if (hasty && which >= 16) {
            disrupted = true;
            if (simulation.oneIn(6)) {
                clientSide.link.reset();
            }
            closeClient();
        } else if (which < 12) {
            requests.abandonOne();
        } else if (which < 18) {
            answerOne();
        } else if (disruptive && simulation.oneIn(4)) {
            disrupt();
        }
    }

    private void disrupt() {
        disrupted = true;
        switch (simulation.below(14)) {
            case 0, 1 -> closeClient();
            case 2 -> client.closeNow();
            case 3 -> server.drain();
            case 4 -> server.closeNow();
            case 5 -> serverSide.handOut(server.peer().closeAsync(serverSide.drain()));
            case 6 -> clientSide.handOut(client.closeAsync());
            case 7, 8, 9 -> clientSide.spoil(serverSide);
            case 10, 11, 12 -> serverSide.spoil(clientSide);
            default -> clientSide.link.reset();
        }
    }

    private CompletionStage<byte[]> handle(byte[] request, Peer<byte[]> peer) {
        int number = requests.saw(request);
        handling++;
        simulation.require(handling <= serverSide.settings.limits().maxInFlight(), "the server handles " + handling);
        simulation.pause();
        if (simulation.mischief.isPlanned() && simulation.oneIn(30)) {
            handling--;
            simulation.mischief.raise();
        }
        switch (simulation.below(12)) {
            case 0, 1, 2, 3 -> {
                handling--;
                return CompletableFuture.completedFuture(requests.message(number));
            }
            case 4 -> {
                if (mayFail()) {
                    handling--;
                    throw new IllegalStateException("request " + number + " is not liked");
                }
            }
            case 5 -> {
                if (disruptive && simulation.oneIn(10)) {
                    disrupted = true;
                    serverSide.handOut(peer.closeAsync(serverSide.drain()));
                }
            }
            default -> {}
        }
        Open later = new Open(number, new CompletableFuture<>());
        open.add(later);
        return later.answer;
    }

    private boolean mayFail() {
        if (recovering) {
            return true;
        }
        boolean fails = disruptive && simulation.oneIn(4);
        disrupted |= fails;
        return fails;
    }

    private byte[] recover(byte[] request, Throwable failure) throws Exception {
        simulation.pause();
        simulation.mischief.maybe();
        if (disruptive && simulation.oneIn(8)) {
            disrupted = true;
            throw new IllegalStateException("nor is it here", failure);
        }
        return requests.message(requests.number(request));
    }

    private void answerOne() {
        if (open.isEmpty()) {
            return;
        }
        Open one = open.remove(simulation.below(open.size()));
        handling--;
        if (simulation.oneIn(8) && mayFail()) {
            if (simulation.oneIn(2)) {
                one.answer.completeExceptionally(new IllegalStateException("no answer to " + one.number));
            } else {
                one.answer.complete(null);
            }
        } else {
            one.answer.complete(requests.message(one.number));
        }
    }
}
