package dev.parley;

import java.util.Arrays;

/** One direction of a simulated connection: a few bytes under way, which may not be those that were written. */
final class SimulatedPipe {
    final FrameLog written = new FrameLog();
    final FrameLog read = new FrameLog();
    final byte[] bytes;
    int size;
    boolean ended;
    boolean readerGone;
    boolean reset;

    /** Whether a reset loses the bytes under way. */
    boolean lossy;

    /** Whether what is read is not what was written. */
    boolean corrupt;

    private int garbage;
    private boolean cut;

    SimulatedPipe(int capacity) {
        bytes = new byte[capacity];
    }

    /** From now on the writer is a liar: so many bytes are garbage. */
    void spoil(int count) {
        Happening.GARBAGE.count();
        corrupt = true;
        garbage = count;
    }

    /** The stream ends here, wherever that is in a message. */
    void cut() {
        Happening.CUT_OFF.count();
        corrupt = true;
        cut = true;
        ended = true;
    }

    void put(byte value) {
        written.add(value);
        if (cut) {
            return;
        }
        byte sent = value;
        if (garbage > 0) {
            garbage--;
            sent = (byte) (value * 31 | 0x80);
        }
        if (size < bytes.length) {
            bytes[size++] = sent;
        }
    }

    byte[] take(int count) {
        byte[] taken = Arrays.copyOf(bytes, count);
        for (byte value : taken) {
            if (!corrupt) {
                read.add(value);
            }
        }
        size -= count;
        System.arraycopy(bytes, count, bytes, 0, size);
        return taken;
    }
}
