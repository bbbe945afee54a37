package dev.parley.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values to JSON messages and back, with a Jackson mapper of the user's; the only place where a Jackson type shows.
 *
 * <p>It writes as CPython's {@code json.dumps(value, ensure_ascii=False)} does: a space behind each comma and colon, and
 * only the quote, the backslash and what is below U+0020 escaped. It reads strictly: content that is not in its charset,
 * a byte order mark, a key that comes twice, anything behind the value, and what JSON proper does not have (comments,
 * single quotes, NaN) are errors. The mapper keeps its modules and other settings; one whose {@code JsonFactory} was
 * given character escapes or a quote of its own keeps those as well, and then does not write like Python.
 *
 * <p>Immutable, and made once: building a mapper is costly.
 */
public final class JsonCodec {
    /**
     * The codec of {@link Message#json} and {@link Message#as}. It reads no fraction as a whole number, and no string as
     * a number.
     */
    static final JsonCodec DEFAULT = of(JsonMapper.builder()
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build());

    /** The most that {@link Limits} let a peer allow is 500, one of which is the header itself. */
    private static final int MOST_HEADER_DEPTH = 499;

    private final JsonMapper mapper;
    private final ObjectWriter writer;
    private final ObjectWriter headerWriter;

    private JsonCodec(JsonMapper mapper) {
        this.mapper = mapper;
        this.writer = mapper.writer().with(PythonStyle.INSTANCE);
        // A key twice in content fails only who reads it; in a header it would end the connection.
        this.headerWriter = writer.with(StreamWriteFeature.STRICT_DUPLICATE_DETECTION);
    }

    /**
     * A codec with the modules and settings of {@code mapper}, which itself stays as it is.
     *
     * @param mapper how values and JSON belong together
     */
    public static JsonCodec of(JsonMapper mapper) {
        Objects.requireNonNull(mapper, "mapper");
        return new JsonCodec(mapper.rebuild()
                .disable(JsonReadFeature.values())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(JsonWriteFeature.QUOTE_PROPERTY_NAMES)
                .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
                .disable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .build());
    }

    /**
     * A message of JSON: type {@code text/json}, encoding {@code utf-8}.
     *
     * @param value what the mapper can write
     * @throws ContentException when it cannot, or when text in it has an unpaired surrogate
     */
    public Message message(Object value) {
        Objects.requireNonNull(value, "value");
        String json = writeUnchecked(value, writer);
        if (json.isEmpty()) {
            // A serializer of the user's that writes nothing: the peer would end the connection over it.
            throw new ContentException("a value of " + value.getClass().getName() + " is written as no JSON", null);
        }
        return Message.local(ContentKind.JSON, StrictText.encode(json));
    }

    /**
     * The content of a {@code text/json} message as a value.
     *
     * <p>A received message is read as deep as the {@link Limits#maxJsonDepth} of its connection allows, any other as
     * deep as the default.
     *
     * @param message of type {@code text/json}
     * @param type what the mapper can read
     * @throws ContentException when the content is not JSON, or no {@code type}, or {@code null}, or nested too deep
     */
    public <T> T read(Message message, Class<T> type) {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(type, "type");
        if (!message.kind().isJson()) {
            throw new ContentException("the content-type is not text/json", null);
        }
        String json = message.asText();
        if (StrictText.hasByteOrderMark(json)) {
            throw new ContentException("the content begins with a byte order mark", null);
        }
        if (JsonText.shape(json).depth() > message.maxJsonDepth()) {
            throw new ContentException(
                    "the content is nested deeper than " + message.maxJsonDepth() + ", the limit", null);
        }
        return parse(json, type, "the content");
    }

    /**
     * Returns {@code value} as JSON text for a header.
     *
     * @throws ContentException when it cannot be written, or no peer could read it: text in it has an unpaired surrogate,
     *     a key comes twice, or it is nested deeper than any peer may allow
     */
    String write(Object value) {
        if (value instanceof Long || value instanceof Integer) {
            return value.toString();
        }
        if (value instanceof String text) {
            return StrictText.requireWellFormed(JsonText.quote(text));
        }
        String json = writeUnchecked(value, headerWriter);
        if (JsonText.shape(json).depth() > MOST_HEADER_DEPTH) {
            throw new ContentException("a header is nested deeper than any peer may allow", null);
        }
        return StrictText.requireWellFormed(json);
    }

    /**
     * Reads JSON text that was checked before; {@code what} names it in errors.
     *
     * @throws ContentException when it cannot be read as {@code type}
     */
    <T> T parse(String json, Class<T> type, String what) {
        T value;
        try {
            value = mapper.readValue(json, type);
        } catch (JacksonException e) {
            throw unreadable(e, type, what);
        } catch (NumberFormatException e) {
            // Thrown by Jackson for exponents beyond all bounds, with the number in its text.
            throw new ContentException(what + " has a number that is too large", null);
        } catch (RuntimeException e) {
            throw new ContentException(what + " was refused by " + type.getName(), e);
        }
        if (value == null) {
            throw new ContentException(what + " is null, not " + type.getName(), null);
        }
        return value;
    }

    /** Where in the text an error is, without any of the text. */
    static String position(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    private static String writeUnchecked(Object value, ObjectWriter writer) {
        try {
            return writer.writeValueAsString(value);
        } catch (RuntimeException e) {
            throw new ContentException("a value of " + value.getClass().getName() + " cannot be written as JSON", e);
        }
    }

    /**
     * Says what did not fit. Jackson's own text and exception are left out where they would quote the peer's bytes; they
     * are kept where they speak of the user's classes.
     */
    private static ContentException unreadable(JacksonException e, Class<?> type, String what) {
        String name = type.getName();
        if (e instanceof InvalidDefinitionException) {
            return new ContentException("Jackson cannot read JSON as " + name, e);
        }
        if (e instanceof ValueInstantiationException) {
            return new ContentException(what + " was refused by " + name + position(e), e.getCause());
        }
        if (e instanceof MismatchedInputException mismatch) {
            String target = targetName(mismatch.getTargetType(), type);
            return new ContentException(what + " does not fit " + name + ": no " + target + position(e), null);
        }
        return new ContentException(what + " is not strict JSON" + position(e), null);
    }

    private static String targetName(@Nullable Class<?> target, Class<?> whole) {
        return (target == null ? whole : target).getTypeName();
    }
}
