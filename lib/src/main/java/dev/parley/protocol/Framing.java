package dev.parley.protocol;

import java.nio.ByteOrder;

/**
 * Where a message of plain bytes ends: the ready part of byte protocols, for {@link Protocol#bytes}.
 *
 * <p>Each framing has a mandatory maximum, holds to it in both directions, and reserves memory as bytes arrive, never by
 * what was announced.
 */
public abstract sealed class Framing permits LengthPrefixed {
    Framing() {}

    /**
     * A length before each message.
     *
     * <pre>
     *     width 4, BIG_ENDIAN:   [ 00 00 00 05 ] h e l l o   [ 00 00 00 00 ]   [ 00 00 00 01 ] !
     *     messages:              "hello"                     ""                "!"
     * </pre>
     *
     * @param width how many bytes the length has: 1, 2, 3, 4 or 8
     * @param order which of them comes first
     * @param maxLength the longest message, without its length; at least 1
     * @throws IllegalArgumentException when {@code width} is another, or {@code maxLength} is less than 1 or does not fit
     *     in {@code width} bytes
     */
    public static Framing lengthPrefixed(int width, ByteOrder order, int maxLength) {
        return new LengthPrefixed(width, order, maxLength);
    }

    /** Returns what takes messages out of one connection's bytes. */
    abstract Decoder<byte[]> newDecoder();

    /**
     * Writes one message with what sets it apart.
     *
     * @throws MalformedMessageException when this framing cannot carry the message
     */
    abstract void encode(byte[] message, ByteSink out) throws MalformedMessageException;
}
