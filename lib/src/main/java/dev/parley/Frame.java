package dev.parley;

import dev.parley.protocol.ByteSink;
import dev.parley.protocol.MalformedMessageException;
import dev.parley.protocol.Protocol;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of one encoded message: filled by a protocol, then copied out piece by piece to the buffers that are written.
 *
 * <p>Small parts are gathered in one array; large shared parts are referred to. Filled by one thread, then emptied by
 * one.
 */
final class Frame implements ByteSink {
    /** From how many bytes on a shared part is referred to: below, copying is cheaper than one more part. */
    private static final int MIN_SHARED = 2 << 10;

    private static final int FIRST_SIZE = 192;

    private byte[] bytes = new byte[FIRST_SIZE];
    private int length;

    /** Where the next part begins in {@link #bytes}. */
    private int begin;

    private final List<ByteBuffer> parts = new ArrayList<>(1);
    private int part;
    private long size;

    /**
     * The bytes of a message, on the caller's thread.
     *
     * @throws MalformedMessageException when the protocol cannot carry it, or fails in trying
     */
    static <M> Frame of(Protocol<M> protocol, M message) throws MalformedMessageException {
        Frame frame = new Frame();
        try {
            protocol.encode(message, frame);
        } catch (MalformedMessageException uncarriable) {
            throw uncarriable;
        } catch (Throwable fault) { // an error too: it is the user's code, and fails this message alone
            throw new MalformedMessageException(
                    "the encoder failed: " + fault.getClass().getName(), fault);
        }
        frame.endPart();
        return frame;
    }

    @Override
    public void writeByte(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    @Override
    public void writeShort(int value) {
        writeByte(value >> 8);
        writeByte(value);
    }

    @Override
    public void writeInt(int value) {
        writeShort(value >> 16);
        writeShort(value);
    }

    @Override
    public void writeLong(long value) {
        writeInt((int) (value >> 32));
        writeInt((int) value);
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        reserve(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    @Override
    public void writeShared(ByteBuffer source) {
        int count = source.remaining();
        if (count < MIN_SHARED) {
            reserve(count);
            source.get(source.position(), bytes, length, count);
            length += count;
        } else {
            endPart();
            parts.add(source.duplicate());
            size += count;
        }
    }

    private void reserve(int count) {
        if (bytes.length - length < count) {
            int wanted = Math.addExact(length, count);
            // A part that was ended keeps the array it has; what follows may go on in a larger copy.
            bytes = Arrays.copyOf(bytes, Math.max(wanted, (int) Math.min(Integer.MAX_VALUE - 8, length * 2L)));
        }
    }

    private void endPart() {
        if (length > begin) {
            parts.add(ByteBuffer.wrap(bytes, begin, length - begin));
            size += length - begin;
            begin = length;
        }
    }

    /** How many bytes it has in all. */
    long size() {
        return size;
    }

    /** Moves as much as there is room for; true when nothing is left. */
    boolean moveTo(ByteBuffer target) {
        while (part < parts.size()) {
            ByteBuffer from = parts.get(part);
            int count = Math.min(from.remaining(), target.remaining());
            target.put(target.position(), from, from.position(), count);
            target.position(target.position() + count);
            from.position(from.position() + count);
            if (from.hasRemaining()) {
                return false;
            }
            part++;
        }
        return true;
    }
}
