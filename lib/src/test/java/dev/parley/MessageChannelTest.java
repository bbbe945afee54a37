package dev.parley;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.net.MemoryLink;
import dev.parley.net.Timer;
import dev.parley.observe.Observer;
import dev.parley.protocol.ChannelClosedException;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Delivery;
import dev.parley.protocol.Limits;
import dev.parley.protocol.MalformedMessageException;
import dev.parley.protocol.QueueFullException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two channels over memory, each the other's peer. */
class MessageChannelTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final ExecutorService user = Executors.newFixedThreadPool(2);
    private final Timer timer = Timer.start("channel-test-timer");
    private final List<MemoryLink> links = MemoryLink.pair(loop);
    private final MessageChannel<byte[]> one = channel(0, Limits.defaults());
    private final MessageChannel<byte[]> other = channel(1, Limits.defaults());

    private MessageChannel<byte[]> channel(int end, Limits limits) {
        return ConnectedChannel.over(
                links.get(end),
                Frames.PROTOCOL,
                new Settings(limits, new UserExecutor(user, loop), timer, Observer.none()),
                () -> {});
    }

    @AfterEach
    void stop() {
        one.closeNow();
        other.closeNow();
        loop.shutdown();
        user.shutdown();
        timer.stop();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private static Throwable failure(CompletableFuture<?> future) {
        return assertThrows(ExecutionException.class, () -> get(future)).getCause();
    }

    @Test
    void messagesArriveWholeAndInOrder() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            one.send(Frames.number(i));
        }
        for (int i = 0; i < 1_000; i++) {
            assertEquals(i, Frames.number(get(other.receive()).orElseThrow()));
        }
    }

    @Test
    void severalReceivesAreAnsweredInOrderAndACancelledOneGivesItsMessageToTheNext() throws Exception {
        CompletableFuture<Optional<byte[]>> first = other.receive();
        CompletableFuture<Optional<byte[]>> cancelled = other.receive();
        CompletableFuture<Optional<byte[]>> third = other.receive();
        assertTrue(cancelled.cancel(false));
        one.send(Frames.number(1));
        one.send(Frames.number(2));
        assertEquals(1, Frames.number(get(first).orElseThrow()));
        assertEquals(2, Frames.number(get(third).orElseThrow()));
    }

    @Test
    void theEndOfThePeersStreamIsEmptyThenAndEverAfterAndSendingGoesOn() throws Exception {
        one.send(Frames.number(1));
        get(one.endOutput());
        assertTrue(get(other.receive()).isPresent());
        assertTrue(get(other.receive()).isEmpty());
        assertTrue(get(other.receive()).isEmpty());
        get(other.send(Frames.number(2)));
        assertEquals(2, Frames.number(get(one.receive()).orElseThrow()));
        assertFalse(other.closed().isDone(), "the peer's end is not a close");
    }

    @Test
    void afterEndOutputNothingMoreIsSent() throws Exception {
        get(one.endOutput());
        ChannelClosedException refused =
                assertInstanceOf(ChannelClosedException.class, failure(one.send(Frames.number(1))));
        assertEquals(Delivery.NOT_SENT, refused.delivery());
    }

    @Test
    void aCloseInOrderDeliversAllThatWasSentBefore() throws Exception {
        List<CompletableFuture<Void>> sends = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            sends.add(one.send(new byte[1_000]));
        }
        CompletableFuture<Void> closed = one.closeAsync();
        for (int i = 0; i < 500; i++) {
            assertEquals(1_000, get(other.receive()).orElseThrow().length, "message " + i);
        }
        assertTrue(get(other.receive()).isEmpty());
        for (CompletableFuture<Void> send : sends) {
            get(send);
        }
        assertFalse(closed.isDone(), "it awaits the peer's end");
        other.closeAsync();
        get(closed);
        assertInstanceOf(CloseReason.Local.class, get(one.closed()));
        assertInstanceOf(CloseReason.PeerEnded.class, get(other.closed()));
    }

    @Test
    void aPeerThatNeverEndsItsStreamIsCutOffAfterTheDrainTime() throws Exception {
        long start = System.nanoTime();
        get(one.closeAsync(Duration.ofMillis(200)));
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertTrue(took >= 190 && took < 5_000, took + " ms");
    }

    @Test
    void aCloseInOrderIsCutOffByASecondOneWithLessTime() throws Exception {
        long start = System.nanoTime();
        CompletableFuture<Void> patient = one.closeAsync(Duration.ofMinutes(1));
        get(one.closeAsync(Duration.ofMillis(100)));
        get(patient);
        CompletableFuture<Void> soon = other.closeAsync(Duration.ofMillis(100));
        other.closeAsync(Duration.ofMinutes(1));
        get(soon);
        assertTrue(System.nanoTime() - start < Limits.defaults().drainIdle().toNanos());
    }

    @Test
    void whoWaitsForAMessageIsToldWhenThisSideCloses() {
        CompletableFuture<Optional<byte[]>> waiting = one.receive();
        one.closeNow();
        ChannelClosedException closed = assertInstanceOf(ChannelClosedException.class, failure(waiting));
        assertInstanceOf(CloseReason.Local.class, closed.reason());
        assertInstanceOf(ChannelClosedException.class, failure(one.receive()));
        assertInstanceOf(ChannelClosedException.class, failure(one.send(new byte[1])));
    }

    @Test
    void closingWithoutAnEndResetsThePeer() throws Exception {
        CompletableFuture<Optional<byte[]>> waiting = other.receive();
        one.closeNow();
        ChannelClosedException reset = assertInstanceOf(ChannelClosedException.class, failure(waiting));
        assertInstanceOf(CloseReason.Failed.class, reset.reason());
        assertInstanceOf(CloseReason.Failed.class, get(other.closed()));
    }

    @Test
    void aSenderThatIsNotReadIsRefusedWhenItsQueueIsFull() throws Exception {
        one.closeNow();
        other.closeNow();
        List<MemoryLink> pair = MemoryLink.pair(loop);
        Limits limits = Limits.builder().maxQueuedBytes(100_000).build();
        Settings settings = new Settings(limits, new UserExecutor(user, loop), timer, Observer.none());
        MessageChannel<byte[]> fast = ConnectedChannel.over(pair.get(0), Frames.PROTOCOL, settings, () -> {});
        List<CompletableFuture<Void>> sends = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            sends.add(fast.send(new byte[1_000]));
        }
        Throwable refused = failure(sends.get(999));
        QueueFullException full = assertInstanceOf(QueueFullException.class, refused);
        assertEquals(Delivery.NOT_SENT, full.delivery());
        assertTrue(full.queuedBytes() <= 100_000, () -> full.queuedBytes() + " bytes");
        fast.closeNow();
        get(CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new)).handle((all, failure) -> true));
    }

    @Test
    void aMessageTheProtocolCannotCarryFailsAloneAndIsNotSent() throws Exception {
        Throwable refused = failure(one.send(new byte[(16 << 20) + 1]));
        assertEquals(
                Delivery.NOT_SENT,
                assertInstanceOf(MalformedMessageException.class, refused).delivery());
        one.send(Frames.number(1));
        assertArrayEquals(Frames.number(1), get(other.receive()).orElseThrow());
    }

    @Test
    void messagesOfEachOfManyThreadsKeepTheirOrder() throws Exception {
        int threads = 4;
        int each = 2_000;
        List<Thread> senders = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int me = t;
            Thread sender = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    one.send(Frames.number(me << 24 | i));
                }
            });
            sender.start();
            senders.add(sender);
        }
        int[] next = new int[threads];
        for (int i = 0; i < threads * each; i++) {
            int number = Frames.number(get(other.receive()).orElseThrow());
            assertEquals(next[number >>> 24]++, number & 0xFFFFFF);
        }
        for (Thread sender : senders) {
            sender.join();
        }
    }

    @Test
    void tooManyWaitingReceivesAreRefused() {
        MessageChannel<byte[]> small = ConnectedChannel.over(
                MemoryLink.pair(loop).get(0),
                Frames.PROTOCOL,
                new Settings(
                        Limits.builder().maxQueuedMessages(2).build(),
                        new UserExecutor(user, loop),
                        timer,
                        Observer.none()),
                () -> {});
        small.receive();
        CompletableFuture<?> second = small.receive();
        assertThrows(IllegalStateException.class, small::receive);
        second.cancel(false);
        small.receive();
        small.closeNow();
    }

    @Test
    void nobodyCanForgeTheCloseForOthers() throws Exception {
        assertTrue(one.closed().complete(new CloseReason.Local()));
        assertFalse(one.closed().isDone());
        one.closeNow();
        get(one.closed());
    }
}
