package dev.parley;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Delivery;
import dev.parley.protocol.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutboundTest {
    private final ScriptedLink link = new ScriptedLink();
    private final Owner owner = new Owner();
    private final Outbound outbound = new Outbound(link, owner, queue(100, 10_000));

    private static SendQueue queue(int messages, long bytes) {
        Limits limits = Limits.builder()
                .maxQueuedMessages(messages)
                .maxQueuedBytes(bytes)
                .build();
        return new SendQueue(limits, InetSocketAddress.createUnresolved("peer", 1));
    }

    private static final class Owner implements Outbound.Owner {
        int ends;
        Throwable failure;

        @Override
        public void outputTaken(long bytes) {}

        @Override
        public void outputBlocked() {}

        @Override
        public void outputMoved() {}

        @Override
        public void outputEnded() {
            ends++;
        }

        @Override
        public void outputFailed(Throwable cause) {
            failure = cause;
        }
    }

    private static final class Note extends Outgoing {
        final List<String> log;
        final String name;
        boolean wanted = true;

        Note(List<String> log, String name, byte[] bytes) throws IOException {
            super(Frame.of(RawBytes.PROTOCOL, bytes));
            this.log = log;
            this.name = name;
        }

        @Override
        boolean take() {
            return wanted;
        }

        @Override
        void sent() {
            log.add("sent " + name);
        }

        @Override
        void failed(CloseReason reason, Delivery delivery) {
            log.add(delivery + " " + name);
        }
    }

    private final List<String> log = new ArrayList<>();

    private Note note(String name, int size) throws IOException {
        return new Note(log, name, new byte[size]);
    }

    @Test
    void whatPilesUpDuringAWriteGoesOutInTheNextOne() throws Exception {
        link.takes = 0;
        outbound.offer(note("a", 10));
        for (int i = 0; i < 50; i++) {
            outbound.offer(note("b" + i, 10));
        }
        assertTrue(link.isWriting());
        link.completeWrite(10);
        assertEquals(List.of("sent a"), log);
        link.completeWrite(500);
        assertEquals(2, link.writes.size());
        assertEquals(51, log.size());
        assertEquals(0, outbound.backlog().messages());
        assertEquals(0, outbound.backlog().bytes());
        assertEquals(0, link.buffersOut, "an idle connection holds no buffer");
    }

    @Test
    void corkedMessagesGoOutTogether() throws Exception {
        outbound.cork();
        for (int i = 0; i < 20; i++) {
            outbound.offer(note("m" + i, 30));
        }
        assertEquals(0, link.writes.size());
        outbound.uncork();
        assertEquals(1, link.writes.size());
        assertEquals(20, log.size());
    }

    @Test
    void aMessageIsSentWhenItsLastByteWasTakenNotBefore() throws Exception {
        link.takes = 0;
        outbound.cork();
        outbound.offer(note("a", 10));
        outbound.offer(note("b", 10));
        outbound.uncork();
        link.completeWrite(9);
        assertEquals(List.of(), log);
        link.completeWrite(1);
        assertEquals(List.of("sent a"), log);
        link.completeWrite(9);
        assertEquals(List.of("sent a"), log);
        link.completeWrite(1);
        assertEquals(List.of("sent a", "sent b"), log);
    }

    @Test
    void partialWritesOfEverySizeLoseNothingAndKeepTheOrder() throws Exception {
        for (int takes = 1; takes <= 700; takes += takes < 40 ? 1 : 37) {
            ScriptedLink slow = new ScriptedLink();
            slow.takes = takes;
            slow.bufferSize = 256;
            Outbound out = new Outbound(slow, owner, queue(1_000, 1_000_000));
            Random random = new Random(takes);
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            out.cork();
            for (int i = 0; i < 40; i++) {
                byte[] bytes = new byte[random.nextInt(5) == 0 ? 3_000 : random.nextInt(100)];
                random.nextBytes(bytes);
                expected.writeBytes(bytes);
                out.offer(new Note(log, "m", bytes));
            }
            out.uncork();
            assertArrayEquals(expected.toByteArray(), slow.written.toByteArray(), "taking " + takes);
            assertEquals(0, out.backlog().bytes());
        }
    }

    @Test
    void theQueueIsBoundedInMessagesAndInBytesAndAlwaysTakesOne() throws Exception {
        link.takes = 0;
        assertTrue(outbound.offer(note("huge", 50_000)), "one is taken when none waits, however large");
        assertFalse(outbound.offer(note("more", 1)));
        ScriptedLink other = new ScriptedLink();
        other.takes = 0;
        Outbound small = new Outbound(other, owner, queue(3, 10_000));
        assertTrue(small.offer(note("1", 1)));
        assertTrue(small.offer(note("2", 1)));
        assertTrue(small.offer(note("3", 1)));
        assertFalse(small.offer(note("4", 1)));
        assertEquals(3, small.backlog().messages());
        assertEquals(3, small.backlog().bytes());
    }

    @Test
    void stoppingTellsEachMessageHowFarItGot() throws Exception {
        link.takes = 0;
        outbound.offer(note("a", 10));
        outbound.offer(note("b", 10));
        link.completeWrite(5);
        outbound.stop(new CloseReason.Local());
        assertEquals(List.of("MAYBE_SENT a", "NOT_SENT b"), log);
        outbound.offer(note("c", 1));
        assertEquals("NOT_SENT c", log.get(2));
        assertEquals(0, outbound.backlog().messages());
    }

    @Test
    void aWithdrawnMessageIsNeverWritten() throws Exception {
        link.takes = 0;
        outbound.offer(note("a", 10));
        Note withdrawn = note("b", 10);
        outbound.offer(withdrawn);
        outbound.offer(note("c", 10));
        withdrawn.wanted = false;
        link.completeWrite(10);
        link.completeWrite(10);
        assertEquals(List.of("sent a", "sent c"), log);
        assertEquals(20, link.written.size());
        assertEquals(0, outbound.backlog().messages());
        assertEquals(0, outbound.backlog().bytes());
    }

    @Test
    void theOutputEndsAfterTheLastByteAndWhatIsOfferedAfterThatFails() throws Exception {
        link.takes = 0;
        outbound.offer(note("a", 10));
        outbound.finish();
        assertEquals(0, link.shutdowns);
        link.completeWrite(10);
        assertEquals(1, link.shutdowns);
        outbound.offer(note("late", 10));
        assertEquals(List.of("sent a", "NOT_SENT late"), log);
        link.completeShutdown();
        assertEquals(1, owner.ends);
        assertFalse(link.isWriting());
    }

    @Test
    void aMessageOfNoBytesIsSentWithoutAWrite() throws Exception {
        link.takes = 0;
        outbound.offer(note("empty", 0));
        assertEquals(List.of("sent empty"), log);
        assertFalse(link.isWriting());
        assertEquals(0, link.buffersOut);
        outbound.finish();
        assertEquals(1, link.shutdowns);
    }

    @Test
    void aFailedWriteIsReportedAndNothingMoreIsWritten() throws Exception {
        link.takes = 0;
        outbound.offer(note("a", 10));
        IOException broken = new IOException("broken pipe");
        link.failWrite(broken);
        assertEquals(broken, owner.failure);
        outbound.offer(note("b", 10));
        assertFalse(link.isWriting());
    }
}
