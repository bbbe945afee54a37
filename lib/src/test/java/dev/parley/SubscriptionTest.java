package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.net.Timer;
import dev.parley.observe.Observer;
import dev.parley.protocol.ChannelClosedException;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Framing;
import dev.parley.protocol.Limits;
import dev.parley.protocol.MalformedMessageException;
import dev.parley.protocol.Protocol;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A channel's one subscriber, step by step; the test makes every callback of the link. */
class SubscriptionTest {
    private static final Protocol<byte[]> FRAMES = Protocol.bytes(Framing.lengthPrefixed(1, ByteOrder.BIG_ENDIAN, 100));

    private final Timer timer = Timer.start("subscription-test-timer");
    private final Settings settings =
            new Settings(Limits.defaults(), new UserExecutor(Runnable::run, Runnable::run), timer, Observer.none());
    private final ScriptedLink link = new ScriptedLink();
    private final MessageChannel<byte[]> channel = open(link);
    private final Recorder recorder = new Recorder();

    @AfterEach
    void stopTimer() {
        timer.stop();
    }

    private MessageChannel<byte[]> open(ScriptedLink over) {
        return ConnectedChannel.over(over, FRAMES, settings, () -> {});
    }

    /** Frames of one byte each: so many, from that number on. */
    private static byte[] frames(int from, int count) {
        byte[] bytes = new byte[2 * count];
        for (int i = 0; i < count; i++) {
            bytes[2 * i] = 1;
            bytes[2 * i + 1] = (byte) (from + i);
        }
        return bytes;
    }

    private void request(long count) {
        recorder.subscription.request(count);
        link.runLoop();
    }

    @Test
    void demandDrivesTheReads() {
        channel.messages().subscribe(recorder);
        link.runLoop();
        link.arrive(frames(0, 4));
        assertEquals(List.of(), recorder.signals);
        assertFalse(link.isReading(), "one buffer is read ahead, and no more");

        request(3);
        assertEquals(List.of("0", "1", "2"), recorder.signals);
        assertFalse(link.isReading(), "one message still waits");

        request(1);
        assertEquals(List.of("0", "1", "2", "3"), recorder.signals);
        assertTrue(link.isReading());
        assertEquals(2, link.reads);
    }

    @Test
    void demandBeforeTheMessagesIsRemembered() {
        channel.messages().subscribe(recorder);
        request(2);
        link.arrive(frames(0, 1));
        link.arrive(frames(1, 2));

        assertEquals(List.of("0", "1"), recorder.signals);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, Long.MAX_VALUE})
    void demandBeyondTheLargestNumberIsUnbounded(long more) {
        channel.messages().subscribe(recorder);
        request(Long.MAX_VALUE);
        request(more);
        link.arrive(frames(0, 50));
        link.arrive(frames(50, 50));

        assertEquals(100, recorder.signals.size());
    }

    @Test
    void aSubscriberThatAsksForOneMoreEachTimeDoesNotDeepenTheStack() {
        recorder.onMessage = () -> recorder.subscription.request(1);
        channel.messages().subscribe(recorder);
        request(1);
        int maxDepth = 0;
        for (int i = 0; i < 100; i++) {
            link.arrive(frames(0, 100));
            link.runLoop();
            maxDepth = Math.max(maxDepth, recorder.depth);
        }

        assertEquals(10_000, recorder.signals.size());
        assertTrue(maxDepth < 200, "depth " + maxDepth);
    }

    @Test
    void thePeersEndComesBehindItsMessagesAndNeedsNoDemand() {
        channel.messages().subscribe(recorder);
        link.arrive(frames(0, 1));
        request(1);
        link.arriveEnd();

        assertEquals(List.of("0", "completed"), recorder.signals);
    }

    @Test
    void badInputComesBehindTheMessagesBeforeIt() {
        channel.messages().subscribe(recorder);
        request(10);
        link.arrive(new byte[] {1, 7, 101});
        link.runLoop();

        assertEquals(List.of("7", "failed"), recorder.signals);
        assertInstanceOf(MalformedMessageException.class, recorder.failure);
    }

    @Test
    void closingTellsTheSubscriberThatTheChannelIsClosed() {
        channel.messages().subscribe(recorder);
        link.arrive(frames(0, 1));
        channel.closeNow();
        link.runLoop();

        assertEquals(List.of("failed"), recorder.signals);
        assertInstanceOf(ChannelClosedException.class, recorder.failure);
    }

    @Test
    void aSecondSubscriberIsRefused() {
        Recorder second = new Recorder();
        channel.messages().subscribe(recorder);
        channel.messages().subscribe(second);
        link.runLoop();

        assertEquals(List.of("failed"), second.signals);
        assertInstanceOf(IllegalStateException.class, second.failure);
        request(1);
        link.arrive(frames(0, 1));
        assertEquals(List.of("0"), recorder.signals);
    }

    @Test
    void aSubscriberAfterReceiveIsRefused() {
        CompletableFuture<?> received = channel.receive();
        channel.messages().subscribe(recorder);
        link.runLoop();
        link.arrive(frames(0, 1));

        assertEquals(List.of("failed"), recorder.signals);
        assertInstanceOf(IllegalStateException.class, recorder.failure);
        assertTrue(received.isDone());
    }

    @Test
    void receiveAfterASubscriberIsRefusedEvenWhenItCancelled() {
        channel.messages().subscribe(recorder);
        assertThrows(IllegalStateException.class, channel::receive);
        recorder.subscription.cancel();
        assertThrows(IllegalStateException.class, channel::receive);
    }

    @Test
    void noSubscriberIsRefused() {
        assertThrows(NullPointerException.class, () -> channel.messages().subscribe(null));
    }

    @Test
    void cancellingLeavesMessagesUnreadAndTheChannelOpen() {
        recorder.onMessage = () -> recorder.subscription.cancel();
        channel.messages().subscribe(recorder);
        request(Long.MAX_VALUE);
        link.arrive(frames(0, 3));
        request(1);

        assertEquals(List.of("0"), recorder.signals);
        assertFalse(link.isReading());
        assertFalse(link.closed);
        channel.send(new byte[] {9});
        assertEquals(2, link.written.size());
        channel.closeNow();
        link.runLoop();
        assertEquals(List.of("0"), recorder.signals, "nothing comes after a cancel");
    }

    @Test
    void aThrowingSubscriberClosesOnlyItsConnection() {
        ScriptedLink otherLink = new ScriptedLink();
        Recorder other = new Recorder();
        MessageChannel<byte[]> otherChannel = open(otherLink);
        otherChannel.messages().subscribe(other);
        other.subscription.request(1);
        otherLink.runLoop();

        RuntimeException fault = new RuntimeException("of the test");
        recorder.onMessage = () -> {
            throw fault;
        };
        channel.messages().subscribe(recorder);
        request(Long.MAX_VALUE);
        link.arrive(frames(0, 3));
        link.runLoop();

        assertEquals(List.of("0"), recorder.signals, "one who throws counts as cancelled (rule 2.13)");
        assertTrue(link.closed);
        CloseReason.Failed reason =
                assertInstanceOf(CloseReason.Failed.class, channel.closed().getNow(null));
        assertSame(fault, reason.cause().getCause());
        otherLink.arrive(frames(5, 1));
        assertEquals(List.of("5"), other.signals);
        assertFalse(otherLink.closed);
    }

    @Test
    void aSubscriberThatThrowsInOnSubscribeIsCancelled() {
        RuntimeException fault = new RuntimeException("of the test");
        recorder.onSubscribe = () -> {
            throw fault;
        };

        assertSame(
                fault,
                assertThrows(RuntimeException.class, () -> channel.messages().subscribe(recorder)));
        request(1);
        link.arrive(frames(0, 1));
        assertEquals(List.of(), recorder.signals);
        assertFalse(link.closed);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aDemandThatIsNotPositiveIsAnError(long wrong) {
        channel.messages().subscribe(recorder);
        request(wrong);
        request(1);
        link.arrive(frames(0, 1));

        assertEquals(List.of("failed"), recorder.signals);
        assertInstanceOf(IllegalArgumentException.class, recorder.failure);
    }

    /** Writes down what it is told. */
    private static final class Recorder implements Flow.Subscriber<byte[]> {
        final List<String> signals = new ArrayList<>();
        Flow.Subscription subscription;
        Throwable failure;
        Runnable onSubscribe = () -> {};
        Runnable onMessage = () -> {};
        int depth;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            onSubscribe.run();
        }

        @Override
        public void onNext(byte[] message) {
            signals.add(Integer.toString(message[0]));
            depth = new Throwable().getStackTrace().length;
            onMessage.run();
        }

        @Override
        public void onError(Throwable cause) {
            signals.add("failed");
            failure = cause;
        }

        @Override
        public void onComplete() {
            signals.add("completed");
        }
    }
}
