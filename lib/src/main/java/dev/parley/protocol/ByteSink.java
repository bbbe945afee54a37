package dev.parley.protocol;

import java.nio.ByteBuffer;

/**
 * Where a {@link Protocol} writes the bytes of one message; numbers are big-endian.
 *
 * <p>Valid during one call of {@link Protocol#encode} only.
 */
public interface ByteSink {

    /** Writes the low eight bits. */
    void writeByte(int value);

    /** Writes the low sixteen bits, high byte first. */
    void writeShort(int value);

    /** Writes four bytes, high byte first. */
    void writeInt(int value);

    /** Writes eight bytes, high byte first. */
    void writeLong(long value);

    /** Writes a copy of all of {@code bytes}. */
    default void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    /**
     * Writes a copy of {@code length} bytes from {@code offset} on.
     *
     * @throws IndexOutOfBoundsException when the range is not within {@code bytes}
     */
    void write(byte[] bytes, int offset, int length);

    /**
     * Writes the remaining bytes of {@code source}, possibly without copying them: they must not change until the
     * message was sent. The buffer's own position and limit stay as they are.
     */
    void writeShared(ByteBuffer source);
}
