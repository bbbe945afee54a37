package dev.parley.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The JSON-header protocol.
 *
 * <pre>
 *     u16, high byte first   the header in UTF-8                                                 the content
 *     00 67                  {"byteorder": "little", … "content-encoding": "utf-8", "content-length": 41}   {"action": …
 *                            └──────────────────── made once for each kind ──────────────────────┘└ digits, further
 * </pre>
 */
final class JsonHeaderProtocol implements Protocol<Message> {
    /** The only one; it has no state. */
    static final JsonHeaderProtocol INSTANCE = new JsonHeaderProtocol();

    private static final int MAX_HEADER = 0xFFFF;

    /** Content of more bytes than this is not copied: below, a copy is cheaper than one more buffer to write. */
    private static final int MAX_COPIED = 4 << 10;

    private JsonHeaderProtocol() {}

    @Override
    public Decoder<Message> newDecoder(Limits limits) {
        return new JsonHeaderDecoder(Objects.requireNonNull(limits, "limits"));
    }

    /**
     * Writes one message.
     *
     * @throws MessageTooLargeException when its header has more than 65,535 bytes
     */
    @Override
    public void encode(Message message, ByteSink out) throws MalformedMessageException {
        writeHeader(message, out);
        if (message.contentLength() > MAX_COPIED) {
            out.writeShared(message.content());
        } else {
            out.write(message.sharedContent());
        }
    }

    private static void writeHeader(Message message, ByteSink out) throws MessageTooLargeException {
        byte[] start = message.kind().headerStart();
        int digits = digits(message.contentLength());
        if (message.headers().isEmpty()) {
            writeLength(start.length + digits + 1, out);
            out.write(start);
            writeDigits(message.contentLength(), digits, out);
            out.writeByte('}');
            return;
        }
        byte[] further = further(message.headers());
        writeLength(start.length + digits + further.length, out);
        out.write(start);
        writeDigits(message.contentLength(), digits, out);
        out.write(further);
    }

    private static byte[] further(Headers headers) {
        StringBuilder json = new StringBuilder();
        headers.appendTo(json);
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void writeLength(int headerLength, ByteSink out) throws MessageTooLargeException {
        if (headerLength > MAX_HEADER) {
            throw new MessageTooLargeException("header", headerLength, MAX_HEADER);
        }
        out.writeShort(headerLength);
    }

    private static int digits(int number) {
        int digits = 1;
        for (int rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private static void writeDigits(int number, int digits, ByteSink out) {
        int power = 1;
        for (int i = 1; i < digits; i++) {
            power *= 10;
        }
        for (; power > 0; power /= 10) {
            out.writeByte('0' + number / power % 10);
        }
    }
}
