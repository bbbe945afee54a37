package dev.parley.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A connection's last header, so that the next one like it needs no parser.
 *
 * <pre>
 *     {"byteorder": "little", …, "content-length": 41}
 *     └────────────── stem ──────────────────────┘└┴── digits, brace
 * </pre>
 *
 * <p>A header is recalled when its bytes are the last one's, or, where the last one ended in {@code , "content-length":
 * digits}}, when only those digits differ. It accepts nothing that {@link HeaderParser} would refuse: what is not plainly
 * within the limit is left to that.
 */
final class HeaderMemory {
    /** The largest header that is remembered, in bytes: an idle connection keeps no more. */
    private static final int MAX_REMEMBERED = 512;

    /** Its first quote is unescaped, and so opens a key of the outermost object. */
    private static final byte[] STEM_END = ", \"content-length\": ".getBytes(StandardCharsets.US_ASCII);

    private static final int MAX_DIGITS = 9;

    private final int maxContent;
    private @Nullable ReceivedHeader last;
    private ByteBuffer lastBytes = ByteBuffer.allocate(0);
    private @Nullable ByteBuffer stem;

    HeaderMemory(int maxContent) {
        this.maxContent = maxContent;
    }

    /** Remembers a header that was parsed; its bytes are handed over. */
    void remember(byte[] bytes, ReceivedHeader header) {
        if (bytes.length > MAX_REMEMBERED) {
            return;
        }
        last = header;
        lastBytes = ByteBuffer.wrap(bytes);
        int stemLength = stemLength(bytes);
        stem = stemLength == 0 ? null : ByteBuffer.wrap(bytes, 0, stemLength);
    }

    /** The header in the next {@code length} bytes of {@code in}, which stay unread, or null when it must be parsed. */
    @Nullable
    ReceivedHeader recall(ByteBuffer in, int length) {
        ReceivedHeader known = last;
        if (known == null) {
            return null;
        }
        ByteBuffer header = in.slice(in.position(), length);
        if (header.equals(lastBytes)) {
            return known;
        }
        ByteBuffer start = stem;
        if (start == null || length <= start.limit() || !startsWith(header, start)) {
            return null;
        }
        int contentLength = digits(header, start.limit(), length - 1);
        if (contentLength <= 0 || contentLength > maxContent || header.get(length - 1) != '}') {
            return null;
        }
        return new ReceivedHeader(known.kind(), contentLength, known.headers());
    }

    private static boolean startsWith(ByteBuffer header, ByteBuffer start) {
        int mismatch = header.mismatch(start);
        return mismatch == start.limit();
    }

    /** The number in those digits, or -1 when they are none as JSON writes them, or too many. */
    private static int digits(ByteBuffer header, int from, int to) {
        if (from >= to || to - from > MAX_DIGITS || header.get(from) == '0') {
            return -1;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = header.get(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** How many bytes come before the digits of a header that ends in content-length, or 0 when it does not. */
    private static int stemLength(byte[] header) {
        int end = header.length - 1;
        if (header[end] != '}') {
            return 0;
        }
        while (end > 0 && header[end - 1] >= '0' && header[end - 1] <= '9') {
            end--;
        }
        int start = end - STEM_END.length;
        boolean found =
                start > 0 && ByteBuffer.wrap(header, start, STEM_END.length).equals(ByteBuffer.wrap(STEM_END));
        return found ? end : 0;
    }
}
