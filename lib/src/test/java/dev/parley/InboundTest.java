package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Decoder;
import dev.parley.protocol.Limits;
import dev.parley.protocol.MalformedMessageException;
import dev.parley.protocol.MessageTooLargeException;
import dev.parley.protocol.TruncatedMessageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboundTest {
    private final ScriptedLink link = new ScriptedLink();
    private final Owner owner = new Owner();
    private final Taker taker = new Taker();
    private final Mailbox<String> mailbox = new Mailbox<>(taker, owner, Runnable::run, link.loop());
    private Inbound<String> inbound;

    /** Messages are pairs of characters; "!!" is refused; what is not a whole pair is left unread. */
    private static final Decoder<String> PAIRS = in -> {
        if (in.remaining() < 2) {
            return null;
        }
        byte[] pair = new byte[2];
        in.get(pair);
        String text = new String(pair, StandardCharsets.US_ASCII);
        if (text.equals("!!")) {
            throw new MalformedMessageException("no");
        }
        return text;
    };

    private final class Owner implements Inbound.Owner, Mailbox.Owner {
        final List<String> log = new ArrayList<>();
        MalformedMessageException malformed;
        Throwable failed;

        @Override
        public void inputAwaited(boolean restOfHeader) {}

        @Override
        public void inputMoved(int messages, int bytes) {
            log.add(messages + " in " + bytes);
        }

        @Override
        public void inputEnded() {
            log.add("end");
        }

        @Override
        public void inputFailed(Throwable cause) {
            failed = cause;
        }

        @Override
        public void inputMalformed(MalformedMessageException cause) {
            malformed = cause;
        }

        @Override
        public void enter() {
            log.add("enter");
        }

        @Override
        public void leave() {
            log.add("leave");
        }

        @Override
        public void hungry() {
            log.add("hungry, " + (link.isReading() ? "reading" : "not reading"));
            inbound.resume();
        }

        @Override
        public void receiverFailed(Throwable cause) {
            failed = cause;
        }
    }

    private static final class Taker implements Receiver<String> {
        final List<String> taken = new ArrayList<>();
        int room = Integer.MAX_VALUE;

        @Override
        public boolean ready() {
            return taken.size() < room;
        }

        @Override
        public boolean message(String message) {
            taken.add(message);
            return true;
        }

        @Override
        public void ended(CloseReason reason) {}
    }

    private void start(Decoder<String> decoder) {
        start(decoder, Limits.defaults());
    }

    private void start(Decoder<String> decoder, Limits limits) {
        inbound = new Inbound<>(link, decoder, mailbox, owner, limits);
        inbound.resume();
    }

    private void arrive(String text) {
        link.arrive(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void everyWholeMessageOfAReadIsHandedOverBeforeTheNextRead() {
        start(PAIRS);
        assertEquals(1, link.reads);
        arrive("aabbc");
        assertEquals(List.of("aa", "bb"), taker.taken);
        assertEquals(List.of("2 in 5", "enter", "leave", "hungry, not reading"), owner.log);
        assertEquals(2, link.reads, "and then it reads on");
        arrive("cdd");
        assertEquals(List.of("aa", "bb", "cc", "dd"), taker.taken, "what was left unread is shown again");
    }

    @Test
    void itReadsAheadOneReadAndThenWaitsForDemand() {
        taker.room = 0;
        start(PAIRS);
        arrive("aabb");
        assertFalse(link.isReading());
        assertEquals(1, link.reads);
        taker.room = 1;
        mailbox.poke();
        link.runLoop();
        assertEquals(List.of("aa"), taker.taken);
        assertFalse(link.isReading(), "one still waits");
        taker.room = 2;
        mailbox.poke();
        link.runLoop();
        assertTrue(link.isReading(), "all are taken");
    }

    @Test
    void whatIsBeforeBadInputIsDeliveredAndNothingBehindItIsDecoded() {
        start(PAIRS);
        arrive("aa!!bb");
        assertEquals(List.of("aa"), taker.taken);
        assertInstanceOf(MalformedMessageException.class, owner.malformed);
        assertFalse(link.isReading());
    }

    @Test
    void aDecoderThatThrowsAnythingElseIsBadInputToo() {
        start(in -> {
            throw new StackOverflowError("deep");
        });
        arrive("aa");
        assertInstanceOf(StackOverflowError.class, owner.malformed.getCause());
    }

    @Test
    void aMessageOfNoBytesWouldNeverEndAndIsRefused() {
        start(in -> "again");
        arrive("aa");
        assertInstanceOf(MalformedMessageException.class, owner.malformed);
        assertEquals(List.of(), taker.taken);
    }

    @Test
    void whatADecoderLeavesUnreadIsBounded() {
        start(in -> null, Limits.builder().maxHeader(4).maxContent(6).build());
        arrive("aaaaa");
        arrive("aaaaa");
        assertNull(owner.malformed);
        arrive("a");
        MessageTooLargeException tooLarge = assertInstanceOf(MessageTooLargeException.class, owner.malformed);
        assertEquals(11, tooLarge.size());
        assertEquals(10, tooLarge.limit());
    }

    @Test
    void theEndBetweenTwoMessagesIsAnEndAndWithinOneATruncation() {
        start(PAIRS);
        arrive("aa");
        link.arriveEnd();
        assertEquals("end", owner.log.get(owner.log.size() - 1));
        assertFalse(link.isReading());

        ScriptedLink other = new ScriptedLink();
        Inbound<String> cut = new Inbound<>(other, PAIRS, mailbox, owner, Limits.defaults());
        cut.resume();
        other.arrive(new byte[] {'a', 'a', 'b'});
        other.arriveEnd();
        assertEquals(
                1,
                assertInstanceOf(TruncatedMessageException.class, owner.malformed)
                        .received());
    }

    @Test
    void discardingThrowsBytesAwayUntilTheEnd() {
        taker.room = 0;
        start(PAIRS);
        inbound.discard();
        arrive("aa!!b");
        assertTrue(link.isReading(), "whatever the demand");
        link.arriveEnd();
        assertNull(owner.malformed);
        assertEquals(List.of("0 in 5", "end"), owner.log);
    }

    @Test
    void aFailedReadIsTheLast() {
        start(PAIRS);
        IOException reset = new IOException("Connection reset");
        link.failRead(reset);
        assertEquals(reset, owner.failed);
        inbound.resume();
        assertFalse(link.isReading());
    }
}
