package dev.parley.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of {@link LengthPrefixed}; it consumes what it is shown and remembers where it stands.
 *
 * <pre>
 *       ┌──────────── message ─────────────┐
 *       ▼                                  │
 *     LENGTH ── width bytes = N ──▶ CONTENT ── N bytes
 *       │ N too large
 *       └────────────▶ failed          (end of stream: in order in LENGTH before its first byte only)
 * </pre>
 *
 * <p>A decoder that failed stays failed, with the same exception.
 */
final class LengthPrefixedDecoder implements Decoder<byte[]> {
    private final int width;
    private final boolean bigEndian;
    private final int maxLength;
    private final ByteCollector collector = new ByteCollector();

    /** How many bytes of the length have come: below {@code width} the state is LENGTH, at it CONTENT. */
    private int lengthBytes;

    private long length;
    private @Nullable MalformedMessageException failure;

    LengthPrefixedDecoder(int width, ByteOrder order, int maxLength) {
        this.width = width;
        this.bigEndian = order == ByteOrder.BIG_ENDIAN;
        this.maxLength = maxLength;
    }

    @Override
    public byte @Nullable [] decode(ByteBuffer in) throws MalformedMessageException {
        if (failure != null) {
            throw failure;
        }
        if (lengthBytes < width && !takeLength(in)) {
            return null;
        }
        if (!collector.fill(in)) {
            return null;
        }
        lengthBytes = 0;
        length = 0;
        return collector.take();
    }

    @Override
    public boolean inHeader() {
        return lengthBytes < width;
    }

    @Override
    public void end() throws TruncatedMessageException {
        if (failure instanceof TruncatedMessageException truncated) {
            throw truncated;
        }
        if (failure == null && lengthBytes > 0) {
            TruncatedMessageException truncated =
                    new TruncatedMessageException(lengthBytes + (long) collector.received());
            fail(truncated);
            throw truncated;
        }
    }

    /** How many bytes are reserved for the message that is arriving. */
    int capacity() {
        return collector.capacity();
    }

    private boolean takeLength(ByteBuffer in) throws MessageTooLargeException {
        while (lengthBytes < width && in.hasRemaining()) {
            long next = in.get() & 0xFF;
            length = bigEndian ? (length << 8) | next : length | (next << (8 * lengthBytes));
            lengthBytes++;
        }
        if (lengthBytes < width) {
            return false;
        }
        // Lengths are unsigned: of eight bytes, a negative one is larger than any long.
        if (length < 0 || length > maxLength) {
            long size = length < 0 ? Long.MAX_VALUE : length;
            MessageTooLargeException tooLarge = new MessageTooLargeException("message", size, maxLength);
            fail(tooLarge);
            throw tooLarge;
        }
        collector.expect((int) length);
        return true;
    }

    private void fail(MalformedMessageException e) {
        failure = e;
        collector.clear();
    }
}
