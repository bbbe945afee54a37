package dev.parley.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The bytes of one part of a message, collected as they arrive.
 *
 * <p>Memory follows what was received: nothing until the first byte, then at most 8 KiB, then at most twice what has
 * come. A length that was only announced reserves nothing.
 */
final class ByteCollector {
    private static final int FIRST_CAPACITY = 8 << 10;
    private static final byte[] EMPTY = new byte[0];

    private byte[] bytes = EMPTY;
    private int received;
    private int expected;

    /** Starts on a part of {@code length} bytes, and forgets any other. */
    void expect(int length) {
        clear();
        expected = length;
    }

    /**
     * Takes from {@code in} what is still missing, and no more.
     *
     * @return whether all of the part has come
     */
    boolean fill(ByteBuffer in) {
        int count = Math.min(expected - received, in.remaining());
        if (count > 0) {
            reserve(count);
            in.get(bytes, received, count);
            received += count;
        }
        return received == expected;
    }

    /** Hands the whole part over, which must have come, as an array of just its length. */
    byte[] take() {
        // Capacity never passes what is expected, so a full array has the right length and needs no copy.
        byte[] whole = bytes;
        clear();
        return whole;
    }

    /** Lets go of all bytes. */
    void clear() {
        bytes = EMPTY;
        received = 0;
        expected = 0;
    }

    /** How many bytes have come. */
    int received() {
        return received;
    }

    /** How many bytes are reserved. */
    int capacity() {
        return bytes.length;
    }

    private void reserve(int count) {
        int needed = received + count;
        if (needed <= bytes.length) {
            return;
        }
        long doubled = Math.max(FIRST_CAPACITY, 2L * bytes.length);
        bytes = Arrays.copyOf(bytes, (int) Math.min(expected, Math.max(doubled, needed)));
    }
}
