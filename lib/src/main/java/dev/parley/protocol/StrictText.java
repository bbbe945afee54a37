package dev.parley.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text to bytes and back with nothing replaced: what does not fit is an error. */
final class StrictText {
    private static final char REPLACEMENT = '\uFFFD';
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private StrictText() {}

    /**
     * Decodes all of {@code bytes}.
     *
     * @throws CharacterCodingException when they are not text in {@code charset}
     */
    static String decode(byte[] bytes, Charset charset) throws CharacterCodingException {
        if (charset.equals(StandardCharsets.UTF_8)) {
            // The constructor is many times faster than a decoder, and leaves a trace where it replaced something.
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (text.indexOf(REPLACEMENT) < 0) {
                return text;
            }
        }
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    /**
     * Encodes all of {@code text} as UTF-8.
     *
     * @throws ContentException when it has an unpaired surrogate, which no UTF can carry
     */
    static byte[] encode(String text) {
        requireWellFormed(text);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns {@code text} when each of its surrogates has its other half.
     *
     * @throws ContentException when one has not
     */
    static String requireWellFormed(String text) {
        if (!isWellFormed(text)) {
            throw new ContentException("text with an unpaired surrogate cannot be sent", null);
        }
        return text;
    }

    /** Whether each surrogate in {@code text} has its other half. */
    static boolean isWellFormed(String text) {
        boolean half = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (half != Character.isLowSurrogate(c)) {
                return false;
            }
            half = Character.isHighSurrogate(c);
        }
        return !half;
    }

    /** Whether {@code text} begins with a byte order mark, which JSON must not have (RFC 8259, section 8.1). */
    static boolean hasByteOrderMark(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    }
}
