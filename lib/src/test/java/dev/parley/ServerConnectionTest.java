package dev.parley;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.net.Timer;
import dev.parley.observe.Observer;
import dev.parley.protocol.ByteSink;
import dev.parley.protocol.Decoder;
import dev.parley.protocol.Limits;
import dev.parley.protocol.Protocol;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One connection of a server, in orders of events that sockets seldom bring about. */
class ServerConnectionTest {
    private final ScriptedLink link = new ScriptedLink();
    private final Timer timer = Timer.start("server-connection-test-timer");
    private Runnable onSending = () -> {};

    @AfterEach
    void stop() {
        timer.stop();
    }

    private ServerConnection<byte[]> serve(Limits limits, AsyncRequestHandler<byte[]> handler) {
        Observer observer = new Observer() {
            @Override
            public void sending(SocketAddress remote, long bytes) {
                onSending.run();
            }
        };
        ServerConnection<byte[]> connection = new ServerConnection<>(
                link,
                new Service<>(Frames.PROTOCOL, handler, null, ConnectionUse.PIPELINED),
                new Settings(limits, new UserExecutor(Runnable::run, link.loop()), timer, observer),
                over -> {});
        connection.start();
        return connection;
    }

    @Test
    void anAnswerThatIsBeingHandedOverWhenThePeerEndsItsStreamIsSent() {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        serve(Limits.defaults(), (request, peer) -> answer);
        link.arrive(Frames.of(Frames.number(1)));
        onSending = link::arriveEnd;
        answer.complete(Frames.number(2));
        link.runLoop();
        assertArrayEquals(Frames.of(Frames.number(2)), link.written.toByteArray());
        assertEquals(1, link.shutdowns);
    }

    @Test
    void anAnswerThatIsBeingHandedOverWhenTheServerDrainsIsSent() {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        ServerConnection<byte[]> connection = serve(Limits.defaults(), (request, peer) -> answer);
        link.arrive(Frames.of(Frames.number(1)));
        onSending = connection::drain;
        answer.complete(Frames.number(2));
        link.runLoop();
        assertArrayEquals(Frames.of(Frames.number(2)), link.written.toByteArray());
    }

    @Test
    void aHandlersFailureThatCannotEvenBeLoggedClosesTheConnection() {
        serve(Limits.defaults(), (request, peer) -> {
            throw new IllegalStateException() {
                private static final long serialVersionUID = 1L;

                @Override
                public String getMessage() {
                    throw new IllegalStateException();
                }
            };
        });
        link.arrive(Frames.of(Frames.number(1)));
        link.runLoop();
        assertEquals(1, link.shutdowns);
    }

    @Test
    void answersOfNoBytesMakeRoomForMoreRequests() {
        Protocol<byte[]> silent = new Protocol<>() {
            @Override
            public Decoder<byte[]> newDecoder(Limits limits) {
                return Frames.PROTOCOL.newDecoder(limits);
            }

            @Override
            public void encode(byte[] message, ByteSink out) {}
        };
        int[] requests = new int[1];
        AsyncRequestHandler<byte[]> handler = (request, peer) -> {
            requests[0]++;
            return CompletableFuture.completedFuture(request);
        };
        ServerConnection<byte[]> connection = new ServerConnection<>(
                link,
                new Service<>(silent, handler, null, ConnectionUse.PIPELINED),
                new Settings(
                        Limits.builder().maxInFlight(2).build(),
                        new UserExecutor(Runnable::run, link.loop()),
                        timer,
                        Observer.none()),
                over -> {});
        connection.start();
        link.arrive(Frames.of(Frames.number(1), Frames.number(2), Frames.number(3), Frames.number(4)));
        link.runLoop();
        assertEquals(4, requests[0]);
    }

    @Test
    void aWithdrawnMessageThatFilledTheQueueHoldsUpNoRequest() {
        Limits limits = Limits.builder().maxQueuedBytes(1_000).build();
        int[] requests = new int[1];
        serve(limits, (request, peer) -> {
            if (requests[0]++ == 0) {
                peer.send(new byte[2_000]).cancel(false);
            }
            return new CompletableFuture<>();
        });
        link.arrive(Frames.of(Frames.number(1), Frames.number(2)));
        link.runLoop();
        assertEquals(2, requests[0]);
    }
}
