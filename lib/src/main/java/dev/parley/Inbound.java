package dev.parley;

import dev.parley.net.Link;
import dev.parley.net.SerialRunner;
import dev.parley.protocol.Decoder;
import dev.parley.protocol.Limits;
import dev.parley.protocol.MalformedMessageException;
import dev.parley.protocol.MessageTooLargeException;
import dev.parley.protocol.TruncatedMessageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a connection: one read at a time, every whole message in it decoded and handed over together.
 *
 * <p>Driven by demand: it reads only while the mailbox is hungry, so at most one read's messages wait.
 *
 * <pre>
 *     link.read ─► read(bytes) ─► decoder ─► mailbox ─► (users' executor)
 *         ▲                                     │
 *         └────────────── hungry ───────────────┘
 *     discarding: bytes are thrown away, only the end of the stream counts
 * </pre>
 *
 * @param <M> the message
 */
final class Inbound<M> implements Link.ReadHandler {

    /** Who hears how it goes. Called in I/O callbacks: must be quick. */
    interface Owner {
        /** A read begins within a message: its rest is awaited, and maybe that of its header. */
        void inputAwaited(boolean restOfHeader);

        /** Bytes came in, and {@code messages} were whole. */
        void inputMoved(int messages, int bytes);

        /** The peer ended its stream; if inside a message, that was reported before. */
        void inputEnded();

        /** Reading failed: the link is of no more use. */
        void inputFailed(Throwable cause);

        /** The bytes were no message, or the stream ended inside one. Nothing more is decoded. */
        void inputMalformed(MalformedMessageException cause);
    }

    private final Link link;
    private final Decoder<M> decoder;
    private final Mailbox<M> mailbox;
    private final Owner owner;
    private final int maxLeft;
    private final SerialRunner turns = new SerialRunner(this::turn);

    private volatile boolean reading;
    private volatile boolean ended;
    private volatile boolean discarding;
    private volatile boolean paused;
    private volatile boolean broken;

    /** Whether a message has begun. Belongs to whose read it is, as what follows. */
    private boolean begun;

    /** What the decoder left unread; null when nothing. */
    private byte @Nullable [] left;

    Inbound(Link link, Decoder<M> decoder, Mailbox<M> mailbox, Owner owner, Limits limits) {
        this.link = link;
        this.decoder = decoder;
        this.mailbox = mailbox;
        this.owner = owner;
        this.maxLeft = (int) Math.min(Integer.MAX_VALUE - 8, (long) limits.maxHeader() + limits.maxContent());
    }

    /** Reads if there is a place for what comes, and no read is under way. */
    void resume() {
        turns.run();
    }

    /** Reads no more messages; what one read under way still brings is delivered. */
    void pause() {
        paused = true;
    }

    /** From now on only waits for the end of the stream. */
    void discard() {
        discarding = true;
        turns.run();
    }

    /** Reads no more at all. */
    void stop() {
        ended = true;
    }

    private void turn() {
        if (!reading && !ended && (discarding || (mailbox.isHungry() && !paused && !broken))) {
            reading = true;
            try {
                if (begun && !discarding) {
                    owner.inputAwaited(decoder.inHeader());
                }
                link.read(this);
            } catch (Throwable fault) { // out of memory, say: this connection ends, the turn does not
                readFailed(fault);
            }
        }
    }

    @Override
    public void read(ByteBuffer bytes) {
        int count = bytes.remaining();
        int messages = discarding || broken || ended ? 0 : decodeGuarded(bytes);
        owner.inputMoved(messages, count);
        if (messages > 0) {
            mailbox.hand();
        }
        reading = false;
        turns.run();
    }

    @Override
    public void readEnded() {
        ended = true;
        reading = false;
        if (!discarding && !broken) {
            endGuarded();
        }
        owner.inputEnded();
    }

    @Override
    public void readFailed(Throwable cause) {
        ended = true;
        reading = false;
        owner.inputFailed(cause);
    }

    /** Decodes all that is whole and gives its number; a failure is reported behind the messages before it. */
    private int decodeGuarded(ByteBuffer bytes) {
        int[] count = new int[1];
        try {
            decode(bytes, count);
        } catch (MalformedMessageException malformed) {
            malformed(malformed);
        } catch (Throwable fault) {
            malformed(new MalformedMessageException(
                    "the decoder failed: " + fault.getClass().getName(), fault));
        }
        return count[0];
    }

    private void decode(ByteBuffer bytes, int[] count) throws MalformedMessageException {
        ByteBuffer in = left == null ? bytes : joined(left, bytes);
        left = null;
        while (in.hasRemaining()) {
            int before = in.position();
            // Again each time: the last decoder that saw this buffer, maybe another connection's, may have changed it.
            M message = decoder.decode(in.order(ByteOrder.BIG_ENDIAN));
            begun = message == null;
            if (message == null) {
                keep(in);
                return;
            }
            if (in.position() <= before) {
                throw new MalformedMessageException("the decoder made a message of no bytes");
            }
            mailbox.put(message);
            count[0]++;
        }
    }

    private static ByteBuffer joined(byte[] before, ByteBuffer bytes) {
        return ByteBuffer.allocate(before.length + bytes.remaining())
                .put(before)
                .put(bytes)
                .flip();
    }

    private void keep(ByteBuffer in) throws MessageTooLargeException {
        if (in.remaining() > maxLeft) {
            throw new MessageTooLargeException("an unfinished message", in.remaining(), maxLeft);
        }
        if (in.hasRemaining()) {
            left = new byte[in.remaining()];
            in.get(left);
        }
    }

    private void endGuarded() {
        try {
            if (left != null) {
                throw new TruncatedMessageException(left.length);
            }
            decoder.end();
        } catch (MalformedMessageException malformed) {
            malformed(malformed);
        } catch (Throwable fault) {
            malformed(new MalformedMessageException(
                    "the decoder failed: " + fault.getClass().getName(), fault));
        }
    }

    private void malformed(MalformedMessageException cause) {
        left = null;
        broken = true;
        owner.inputMalformed(cause);
    }
}
