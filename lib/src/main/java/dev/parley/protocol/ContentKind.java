package dev.parley.protocol;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a content is: its type and encoding, together with the bytes that say so in a header.
 *
 * <p>Messages of one kind share it, so that the header's first part is made once and not for each message.
 */
final class ContentKind {
    /** JSON: the type that the Python peers compare with, letter by letter. */
    static final ContentKind JSON = of("text/json", "utf-8");

    /** Text that is not JSON. */
    static final ContentKind TEXT = of("text/plain", "utf-8");

    private static final String TEXT_PREFIX = "text/";
    private static final String BINARY_ENCODING = "binary";

    // A program mostly sends one binary type; racing threads at worst make it once more.
    private static volatile @Nullable ContentKind lastBinary;

    private final String type;
    private final String encoding;
    private final @Nullable Charset charset;
    private final byte[] headerStart;

    private ContentKind(String type, String encoding) {
        this.type = type;
        this.encoding = encoding;
        this.charset = isText(type) ? Charsets.named(encoding) : null;
        this.headerStart = headerStart(type, encoding);
    }

    /** The kind of that type and encoding. */
    static ContentKind of(String type, String encoding) {
        return new ContentKind(type, encoding);
    }

    /**
     * The kind of binary content of that type.
     *
     * @throws ContentException when {@code type} has an unpaired surrogate
     */
    static ContentKind binary(String type) {
        ContentKind last = lastBinary;
        if (last != null && last.type.equals(type)) {
            return last;
        }
        ContentKind kind = of(StrictText.requireWellFormed(type), BINARY_ENCODING);
        lastBinary = kind;
        return kind;
    }

    /** Whether content of {@code type} is text, so that its encoding names a charset; letter case matters. */
    static boolean isText(String type) {
        return type.startsWith(TEXT_PREFIX);
    }

    /** The content-type. */
    String type() {
        return type;
    }

    /** The content-encoding. */
    String encoding() {
        return encoding;
    }

    /** How text of this kind is decoded; null for binary content, and for a charset that is not allowed. */
    @Nullable
    Charset charset() {
        return charset;
    }

    /** Whether this is JSON, in whatever charset. */
    boolean isJson() {
        return type.equals(JSON.type);
    }

    /** The header up to the digits of content-length; shared, never to be changed. */
    byte[] headerStart() {
        return headerStart;
    }

    private static byte[] headerStart(String type, String encoding) {
        // Always "little": it is what nearly all Python peers send, and no content of ours is in a machine's own order.
        StringBuilder json = new StringBuilder("{\"byteorder\": \"little\", \"content-type\": ");
        JsonText.quote(type, json);
        json.append(", \"content-encoding\": ");
        JsonText.quote(encoding, json);
        json.append(", \"content-length\": ");
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ContentKind kind && type.equals(kind.type) && encoding.equals(kind.encoding);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, encoding);
    }
}
