package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.observe.Observer;
import dev.parley.protocol.ByteSink;
import dev.parley.protocol.ChannelClosedException;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Decoder;
import dev.parley.protocol.Delivery;
import dev.parley.protocol.Limits;
import dev.parley.protocol.MalformedMessageException;
import dev.parley.protocol.Overflow;
import dev.parley.protocol.Protocol;
import dev.parley.protocol.QueueFullException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What becomes of messages that a slow reader leaves no room for, by each policy. */
class SendQueueTest {
    private final VirtualTime time = new VirtualTime();
    private final ScriptedLink link = new ScriptedLink();
    private final List<CompletableFuture<Void>> sends = new ArrayList<>();
    private MessageChannel<byte[]> channel;

    /** A channel whose peer reads nothing, with room for three messages; one of them is being written. */
    private void open(Overflow overflow) {
        Limits limits = Limits.builder().maxQueuedMessages(3).overflow(overflow).build();
        link.takes = 0;
        link.bufferSize = 8; // one frame a write
        Settings settings =
                new Settings(limits, new UserExecutor(Runnable::run, link.loop()), time.timer(), Observer.none());
        channel = ConnectedChannel.over(link, Frames.PROTOCOL, settings, () -> {});
    }

    private void send(int from, int to) {
        for (int i = from; i <= to; i++) {
            sends.add(channel.send(Frames.number(i)));
        }
    }

    /** The peer reads on: what it gets in all. */
    private List<Integer> readAll() {
        while (link.isWriting()) {
            link.completeWrite(8);
            link.runLoop();
        }
        List<Integer> numbers = new ArrayList<>();
        byte[] written = link.written.toByteArray();
        for (int at = 0; at < written.length; at += 8) {
            numbers.add(java.nio.ByteBuffer.wrap(written).getInt(at + 4));
        }
        return numbers;
    }

    /** By its number, from 1. */
    private boolean isRefused(int number) {
        link.runLoop();
        CompletableFuture<Void> sent = sends.get(number - 1);
        if (!sent.isCompletedExceptionally()) {
            return false;
        }
        Throwable cause = assertThrows(CompletionException.class, sent::join).getCause();
        assertEquals(
                Delivery.NOT_SENT,
                assertInstanceOf(QueueFullException.class, cause).delivery());
        return true;
    }

    @Test
    void fail_refuses_the_newest() {
        open(Overflow.FAIL);
        send(1, 4);
        assertTrue(isRefused(4));
        assertEquals(List.of(1, 2, 3), readAll());
        send(5, 5);
        assertEquals(List.of(1, 2, 3, 5), readAll());
    }

    @Test
    void wait_keeps_them_in_order_and_refuses_only_what_is_too_much_to_wait_too() {
        open(Overflow.WAIT);
        send(1, 7);
        assertFalse(isRefused(6));
        assertTrue(isRefused(7));
        assertFalse(channel.trySend(Frames.number(100)), "it would pass those that wait");
        link.completeWrite(8);
        link.runLoop();
        assertTrue(sends.get(0).isDone());
        send(8, 8);
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 8), readAll());
        assertTrue(sends.get(5).isDone() && !sends.get(5).isCompletedExceptionally());
    }

    @Test
    void room_that_was_just_made_is_for_who_waits_longest() throws Exception {
        Limits limits =
                Limits.builder().maxQueuedMessages(1).overflow(Overflow.WAIT).build();
        SendQueue queue = new SendQueue(limits, link.remote());
        Outgoing[] messages = new Outgoing[4];
        for (int i = 0; i < messages.length; i++) {
            messages[i] =
                    new SendOutgoing(Frame.of(Frames.PROTOCOL, Frames.number(i)), Runnable::run, null, link.remote());
        }
        assertTrue(queue.offer(messages[0]));
        assertTrue(queue.offer(messages[1]));
        assertEquals(messages[0], queue.poll());
        queue.release(messages[0]);
        assertFalse(queue.addIfRoom(messages[2]), "before the one that waits");
        assertFalse(queue.offer(messages[3]), "one waits, as many as may");
        assertEquals(messages[1], queue.poll());
        queue.release(messages[1]);
        assertTrue(queue.addIfRoom(messages[2]));
        assertEquals(1, queue.backlog().messages());
    }

    @Test
    void those_that_wait_can_be_withdrawn_and_leave_their_place() {
        open(Overflow.WAIT);
        send(1, 6);
        sends.get(4).cancel(false);
        assertEquals(List.of(1, 2, 3, 4, 6), readAll());
    }

    @Test
    void a_close_in_order_sends_those_that_wait() {
        open(Overflow.WAIT);
        send(1, 6);
        var unused = channel.closeAsync();
        assertEquals(List.of(1, 2, 3, 4, 5, 6), readAll());
        assertEquals(1, link.shutdowns);
    }

    @Test
    void a_close_at_once_fails_those_that_wait() {
        open(Overflow.WAIT);
        send(1, 6);
        channel.closeNow();
        link.runLoop();
        for (int i = 0; i < 6; i++) {
            CompletableFuture<Void> sent = sends.get(i);
            Throwable cause =
                    assertThrows(CompletionException.class, sent::join).getCause();
            Delivery expected = i == 0 ? Delivery.MAYBE_SENT : Delivery.NOT_SENT;
            assertEquals(
                    expected,
                    assertInstanceOf(ChannelClosedException.class, cause).delivery());
        }
    }

    @Test
    void drop_oldest_keeps_the_newest_and_what_is_being_written() {
        open(Overflow.DROP_OLDEST);
        send(1, 7);
        assertFalse(isRefused(1));
        assertTrue(isRefused(2) && isRefused(3) && isRefused(4) && isRefused(5));
        assertFalse(isRefused(6) || isRefused(7));
        assertEquals(List.of(1, 6, 7), readAll());
    }

    @Test
    void close_closes_with_the_full_queue_as_the_reason() {
        open(Overflow.CLOSE);
        send(1, 4);
        assertTrue(isRefused(4));
        assertTrue(link.closed);
        CloseReason.Failed reason =
                assertInstanceOf(CloseReason.Failed.class, channel.closed().join());
        assertInstanceOf(QueueFullException.class, reason.cause());
        assertTrue(sends.get(1).isCompletedExceptionally());
    }

    @Test
    void try_send_takes_what_there_is_room_for_whatever_the_policy() {
        for (Overflow overflow : Overflow.values()) {
            SendQueueTest fresh = new SendQueueTest();
            fresh.open(overflow);
            assertTrue(fresh.channel.trySend(Frames.number(1)));
            assertTrue(fresh.channel.trySend(Frames.number(2)));
            assertTrue(fresh.channel.trySend(Frames.number(3)));
            assertFalse(fresh.channel.trySend(Frames.number(4)));
            assertFalse(fresh.link.closed);
            assertEquals(List.of(1, 2, 3), fresh.readAll());
            fresh.channel.closeNow();
            assertFalse(fresh.channel.trySend(Frames.number(5)));
        }
    }

    @Test
    void try_send_of_what_cannot_be_sent_is_a_wrong_argument() {
        Protocol<String> none = new Protocol<>() {
            @Override
            public Decoder<String> newDecoder(Limits limits) {
                return in -> null;
            }

            @Override
            public void encode(String message, ByteSink out) throws MalformedMessageException {
                throw new MalformedMessageException("no way");
            }
        };
        Settings settings = new Settings(
                Limits.defaults(), new UserExecutor(Runnable::run, link.loop()), time.timer(), Observer.none());
        var mute = ConnectedChannel.over(link, none, settings, () -> {});
        assertEquals(
                "no way",
                assertThrows(IllegalArgumentException.class, () -> mute.trySend("x"))
                        .getMessage());
    }
}
