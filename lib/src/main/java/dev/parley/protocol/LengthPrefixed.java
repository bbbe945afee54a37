package dev.parley.protocol;

import java.nio.ByteOrder;
import java.util.Objects;

/** A length before each message; {@link Framing#lengthPrefixed} says it all. */
final class LengthPrefixed extends Framing {
    private final int width;
    private final ByteOrder order;
    private final int maxLength;

    LengthPrefixed(int width, ByteOrder order, int maxLength) {
        Objects.requireNonNull(order, "order");
        if (width != 1 && width != 2 && width != 3 && width != 4 && width != 8) {
            throw new IllegalArgumentException("width: " + width + " is none of 1, 2, 3, 4 and 8");
        }
        if (maxLength < 1) {
            throw new IllegalArgumentException("maxLength: " + maxLength + " is less than 1");
        }
        if (width < Integer.BYTES && maxLength >>> (8 * width) != 0) {
            throw new IllegalArgumentException("maxLength: " + maxLength + " does not fit in " + width + " bytes");
        }
        this.width = width;
        this.order = order;
        this.maxLength = maxLength;
    }

    @Override
    Decoder<byte[]> newDecoder() {
        return new LengthPrefixedDecoder(width, order, maxLength);
    }

    @Override
    void encode(byte[] message, ByteSink out) throws MalformedMessageException {
        if (message.length > maxLength) {
            throw new MessageTooLargeException("message", message.length, maxLength);
        }
        long length = message.length;
        for (int i = 0; i < width; i++) {
            int shift = 8 * (order == ByteOrder.BIG_ENDIAN ? width - 1 - i : i);
            out.writeByte((int) (length >>> shift) & 0xFF);
        }
        out.write(message);
    }
}
