package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.net.Timer;
import dev.parley.observe.Observer;
import dev.parley.protocol.ChannelClosedException;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Delivery;
import dev.parley.protocol.Limits;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A peer that answers, and then breaks the connection, has answered. */
class BrokenOutputTest {
    private final Timer timer = Timer.start("broken-output-test-timer");
    private final ScriptedLink link = new ScriptedLink();
    private final Settings settings =
            new Settings(Limits.defaults(), new UserExecutor(Runnable::run, Runnable::run), timer, Observer.none());

    @AfterEach
    void stopTimer() {
        timer.stop();
    }

    private <T> T get(CompletableFuture<T> future) throws Exception {
        link.runLoop();
        return future.get(10, TimeUnit.SECONDS);
    }

    private ChannelClosedException lost(CompletableFuture<?> future) {
        return assertInstanceOf(
                ChannelClosedException.class,
                assertThrows(ExecutionException.class, () -> get(future)).getCause());
    }

    @Test
    void anAnswerThatCameBeforeTheWriteFailedIsDelivered() throws Exception {
        link.takes = 0;
        PipelinedClient<byte[]> client = PipelinedClient.over(link, Frames.PROTOCOL, settings, () -> {});
        CompletableFuture<byte[]> first = client.send(Frames.number(1));
        link.completeWrite(8);
        CompletableFuture<byte[]> second = client.send(Frames.number(2));
        link.failWrite(new IOException("Broken pipe"));
        assertFalse(link.closed, "the answer to the first may be there");
        link.arrive(Frames.of(Frames.number(1)));
        assertEquals(1, Frames.number(get(first)));
        link.failRead(new IOException("Connection reset"));
        assertTrue(link.closed);
        ChannelClosedException unanswered = lost(second);
        assertEquals(Delivery.MAYBE_SENT, unanswered.delivery());
        assertTrue(unanswered.getMessage().contains("Broken pipe"), "the first cause: " + unanswered.getMessage());
    }

    @Test
    void aChannelDeliversWhatCameAndThenTellsWhy() throws Exception {
        link.takes = 0;
        MessageChannel<byte[]> channel = ConnectedChannel.over(link, Frames.PROTOCOL, settings, () -> {});
        CompletableFuture<Void> sent = channel.send(Frames.number(1));
        link.failWrite(new IOException("Broken pipe"));
        assertEquals(Delivery.MAYBE_SENT, lost(sent).delivery());
        assertEquals(Delivery.NOT_SENT, lost(channel.send(Frames.number(2))).delivery());
        CompletableFuture<Optional<byte[]>> message = channel.receive();
        link.arrive(Frames.of(Frames.number(7)));
        assertEquals(7, Frames.number(get(message).orElseThrow()));
        link.arriveEnd();
        assertTrue(link.closed);
        assertInstanceOf(CloseReason.Failed.class, get(channel.closed()));
    }

    @Test
    void whoStillWaitsWhenThePeerThenEndsItsStreamIsToldOfTheFailedWrite() throws Exception {
        link.takes = 0;
        PipelinedClient<byte[]> client = PipelinedClient.over(link, Frames.PROTOCOL, settings, () -> {});
        CompletableFuture<byte[]> unanswered = client.send(Frames.number(1));
        link.failWrite(new IOException("Broken pipe"));
        link.arriveEnd();
        ChannelClosedException lost = lost(unanswered);
        assertTrue(lost.getMessage().contains("Broken pipe"), lost.getMessage());
        assertInstanceOf(CloseReason.Failed.class, lost.reason());
    }

    @Test
    void aServerThatCannotAnswerActsOnNoMoreRequests() {
        link.takes = 0;
        int[] handled = new int[1];
        ServerConnection<byte[]> server = new ServerConnection<>(
                link,
                new Service<>(
                        Frames.PROTOCOL,
                        (request, peer) -> {
                            handled[0]++;
                            return CompletableFuture.completedFuture(request);
                        },
                        null,
                        ConnectionUse.PIPELINED),
                settings,
                closed -> {});
        server.start();
        link.arrive(Frames.of(Frames.number(1)));
        link.failWrite(new IOException("Broken pipe"));
        assertTrue(link.closed);
        assertEquals(1, handled[0]);
    }
}
