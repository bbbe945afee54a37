package dev.parley.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message of the JSON-header protocol: content of some type and encoding, and further headers.
 *
 * <pre>
 *     u16   { "byteorder": …, "content-type": …, "content-encoding": …, "content-length": …,  further headers }   content
 * </pre>
 *
 * <p>Immutable; it owns its bytes, and may be kept and handed from thread to thread. The content is not looked at before
 * it is asked for: a received message may well have content that is not what its type says, and the reading methods then
 * throw {@link ContentException}. No method takes or returns null.
 *
 * <p>Content is text when its type begins with {@code text/}, in lower case, and JSON when it is {@code text/json};
 * everything else is binary.
 */
public final class Message {
    private static final byte[] EMPTY = new byte[0];

    private final ContentKind kind;
    private final Headers headers;
    private final byte[] content;
    private final int maxJsonDepth;

    /** A message that owns {@code content} from now on, and reads JSON at most {@code maxJsonDepth} deep. */
    Message(ContentKind kind, Headers headers, byte[] content, int maxJsonDepth) {
        this.kind = kind;
        this.headers = headers;
        this.content = content;
        this.maxJsonDepth = maxJsonDepth;
    }

    /** A message made here, which may be read back as deep as the defaults allow. */
    static Message local(ContentKind kind, byte[] content) {
        return new Message(kind, Headers.EMPTY, content, Limits.defaults().maxJsonDepth());
    }

    /**
     * A message of JSON: type {@code text/json}, encoding {@code utf-8}.
     *
     * @param value what Jackson can write: a record, bean, map, list, string or number
     * @throws ContentException when it cannot be written, is written as nothing, or holds text with an unpaired surrogate
     */
    public static Message json(Object value) {
        return JsonCodec.DEFAULT.message(value);
    }

    /**
     * A message of text: type {@code text/plain}, encoding {@code utf-8}.
     *
     * @throws ContentException when {@code text} has an unpaired surrogate
     */
    public static Message text(String text) {
        Objects.requireNonNull(text, "text");
        return local(ContentKind.TEXT, StrictText.encode(text));
    }

    /**
     * A message of bytes, which are copied: encoding {@code binary}.
     *
     * @param contentType what the bytes are; not empty, and not {@code text/…}, whose encoding would have to name a
     *     charset
     * @param content the bytes; may be empty
     * @throws IllegalArgumentException when {@code contentType} is empty or begins with {@code text/}
     * @throws ContentException when {@code contentType} has an unpaired surrogate
     */
    public static Message binary(String contentType, byte[] content) {
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(content, "content");
        if (contentType.isEmpty() || ContentKind.isText(contentType)) {
            throw new IllegalArgumentException("contentType: empty, or text, is not the type of binary content");
        }
        return local(ContentKind.binary(contentType), content.length == 0 ? EMPTY : content.clone());
    }

    /**
     * This message with a further header, or with another value for one that it has.
     *
     * @param header its name; not one of byteorder, content-type, content-encoding and content-length
     * @param value what Jackson can write
     * @throws IllegalArgumentException when {@code header} is one of those four
     * @throws ContentException when {@code value} cannot be written, or is written as what no peer could read: text with an
     *     unpaired surrogate, as may be {@code header}, a key twice, or nested deeper than any peer may allow
     */
    public Message with(String header, Object value) {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(value, "value");
        if (HeaderParser.REQUIRED.contains(header)) {
            throw new IllegalArgumentException("header: " + header + " is written by the protocol");
        }
        String json = JsonCodec.DEFAULT.write(value);
        return new Message(kind, headers.with(StrictText.requireWellFormed(header), json), content, maxJsonDepth);
    }

    /** The further headers: all but the four that the protocol needs. */
    public Headers headers() {
        return headers;
    }

    /** What the content is, such as {@code text/json}. Of a received message it is the peer's word: escape it in logs. */
    public String contentType() {
        return kind.type();
    }

    /** The charset of text, or how else the content is encoded, such as {@code binary}; the peer's word as well. */
    public String contentEncoding() {
        return kind.encoding();
    }

    /** The content, as a new read-only view of which position and limit are the caller's own. */
    public ByteBuffer content() {
        return ByteBuffer.wrap(content).asReadOnlyBuffer();
    }

    /** How many bytes the content has. */
    public int contentLength() {
        return content.length;
    }

    /**
     * The content, read from JSON. With another mapper: {@link JsonCodec#read}.
     *
     * @param type a record, bean, map, list or other type that Jackson can read
     * @throws ContentException when the content is not JSON, or no {@code type}, or {@code null}, or nested too deep
     */
    public <T> T as(Class<T> type) {
        return JsonCodec.DEFAULT.read(this, type);
    }

    /**
     * The content of a {@code text/…} message, decoded strictly by the charset that its encoding names.
     *
     * @throws ContentException when the content is not text, or has bytes that the charset does not know
     */
    public String asText() {
        Charset charset = kind.charset();
        if (charset == null) {
            throw new ContentException("the content-type is not text", null);
        }
        try {
            return StrictText.decode(content, charset);
        } catch (CharacterCodingException e) {
            throw new ContentException("the content is not " + charset.name(), e);
        }
    }

    /** A copy of the content. */
    public byte[] asBytes() {
        return content.clone();
    }

    /** The content's kind. */
    ContentKind kind() {
        return kind;
    }

    /** The content itself, never to be changed. */
    byte[] sharedContent() {
        return content;
    }

    /** How deep JSON in this message may be nested. */
    int maxJsonDepth() {
        return maxJsonDepth;
    }

    /** Whether the other has the same type, encoding, headers and content. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Message message
                && kind.equals(message.kind)
                && headers.equals(message.headers)
                && Arrays.equals(content, message.content);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, headers, Arrays.hashCode(content));
    }

    /** Type, encoding and length, safe to print; never content. */
    @Override
    public String toString() {
        return "Message[" + Untrusted.escape(kind.type()) + ", " + Untrusted.escape(kind.encoding()) + ", "
                + content.length + " bytes]";
    }
}
