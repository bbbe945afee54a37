package dev.parley.protocol;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * The strict reader of headers: bytes in, a checked header out, or the first rule that is broken.
 *
 * <p>The rules, in order: UTF-8; no byte order mark; not nested too deep; not too many fields; one JSON object and nothing
 * behind it; no key twice; the required keys; then their values in the same order.
 */
final class HeaderParser {
    /** The required keys, in the order in which the Python peers look for them. */
    static final List<String> REQUIRED = List.of("byteorder", "content-length", "content-type", "content-encoding");

    private static final int MAX_HEADER = 0xFFFF;
    private static final int MAX_LONG_DIGITS = 18;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // A peer's keys must not fill a table that all connections share.
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            // Numbers are copied as text, never computed, so that long ones cost no more than other text.
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(MAX_HEADER)
                    .maxNameLength(MAX_HEADER)
                    .maxStringLength(MAX_HEADER)
                    .build())
            .build();

    private HeaderParser() {}

    /**
     * Reads one header.
     *
     * @throws MessageTooLargeException when it announces content above the limit
     * @throws MalformedMessageException when it breaks another rule
     */
    static ReceivedHeader parse(byte[] header, Limits limits) throws MalformedMessageException {
        String json = text(header);
        requireModest(JsonText.shape(json), limits);
        Map<String, String> fields = fields(json);
        if (json.contains("\\u")) {
            requireWellFormed(fields);
        }
        for (String name : REQUIRED) {
            if (!fields.containsKey(name)) {
                throw new MalformedMessageException("missing required header \"" + name + "\"");
            }
        }
        return checked(fields, limits);
    }

    private static void requireModest(JsonText.Shape shape, Limits limits) throws MalformedMessageException {
        if (shape.depth() > limits.maxJsonDepth()) {
            throw new MalformedMessageException("header nested deeper than " + limits.maxJsonDepth() + ", the limit");
        }
        if (shape.fields() > limits.maxHeaderFields()) {
            throw new MalformedMessageException(
                    "header of " + shape.fields() + " fields, the limit is " + limits.maxHeaderFields());
        }
    }

    private static ReceivedHeader checked(Map<String, String> fields, Limits limits) throws MalformedMessageException {
        String byteOrder = take(fields, "byteorder");
        if (!byteOrder.equals("\"little\"") && !byteOrder.equals("\"big\"")) {
            throw new MalformedMessageException("byteorder is neither \"little\" nor \"big\"");
        }
        int contentLength = contentLength(take(fields, "content-length"), limits);
        String type = string(take(fields, "content-type"), "content-type");
        String encoding = string(take(fields, "content-encoding"), "content-encoding");
        if (type.isEmpty()) {
            throw new MalformedMessageException("content-type is empty");
        }
        ContentKind kind = ContentKind.of(type, encoding);
        if (ContentKind.isText(type) && kind.charset() == null) {
            throw new MalformedMessageException("content-encoding of text names no charset that is allowed");
        }
        if (kind.isJson() && contentLength == 0) {
            throw new MalformedMessageException("content-length is 0, and no JSON text is empty");
        }
        return new ReceivedHeader(kind, contentLength, Headers.of(fields));
    }

    private static String text(byte[] header) throws MalformedMessageException {
        try {
            String json = StrictText.decode(header, StandardCharsets.UTF_8);
            if (StrictText.hasByteOrderMark(json)) {
                throw new MalformedMessageException("header begins with a byte order mark");
            }
            return json;
        } catch (CharacterCodingException e) {
            throw new MalformedMessageException("header is not UTF-8", e);
        }
    }

    /** The members of the object, in order: names as they are, values as the JSON text that Parley would write. */
    private static Map<String, String> fields(String json) throws MalformedMessageException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedMessageException("header is not a JSON object");
            }
            Map<String, String> fields = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                fields.put(name, value(parser));
            }
            if (parser.nextToken() != null) {
                throw new MalformedMessageException("header has something behind its JSON object");
            }
            return fields;
        } catch (JacksonException e) {
            // Not as the cause: its text quotes the peer.
            throw new MalformedMessageException("header is not strict JSON" + JsonCodec.position(e));
        }
    }

    /**
     * The value that begins at the parser's token, whole, as Parley writes JSON. Not Jackson's own copy, which computes
     * each number, and fails on some.
     */
    private static String value(JsonParser parser) {
        StringBuilder out = new StringBuilder();
        int depth = 0;
        boolean first = true;
        JsonToken token = parser.currentToken();
        while (true) {
            if (token.isStructEnd()) {
                depth--;
            } else if (!first) {
                out.append(", ");
            }
            append(token, parser, out);
            if (token.isStructStart()) {
                depth++;
            }
            if (depth == 0) {
                return out.toString();
            }
            first = token.isStructStart() || token == JsonToken.PROPERTY_NAME;
            token = parser.nextToken();
        }
    }

    private static void append(JsonToken token, JsonParser parser, StringBuilder out) {
        switch (token) {
            case PROPERTY_NAME -> {
                JsonText.quote(parser.currentName(), out);
                out.append(": ");
            }
            case VALUE_STRING -> JsonText.quote(parser.getString(), out);
            default -> out.append(parser.getString());
        }
    }

    /** Refuses escapes such as {@code \}{@code ud800} without their other half: no peer could be sent them again. */
    private static void requireWellFormed(Map<String, String> fields) throws MalformedMessageException {
        for (Map.Entry<String, String> field : fields.entrySet()) {
            if (!StrictText.isWellFormed(field.getKey()) || !StrictText.isWellFormed(field.getValue())) {
                throw new MalformedMessageException("header has an unpaired surrogate");
            }
        }
    }

    private static String take(Map<String, String> fields, String name) {
        String json = fields.remove(name);
        if (json == null) {
            throw new IllegalStateException(name + " was there before");
        }
        return json;
    }

    private static int contentLength(String json, Limits limits) throws MalformedMessageException {
        if (!isDigits(json)) {
            throw new MalformedMessageException("content-length is not a whole number of 0 or more");
        }
        long length = json.length() > MAX_LONG_DIGITS ? Long.MAX_VALUE : Long.parseLong(json);
        if (length > limits.maxContent()) {
            throw new MessageTooLargeException("content", length, limits.maxContent());
        }
        return (int) length;
    }

    private static boolean isDigits(String json) {
        for (int i = 0; i < json.length(); i++) {
            if (json.charAt(i) < '0' || json.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static String string(String json, String name) throws MalformedMessageException {
        if (json.charAt(0) != '"') {
            throw new MalformedMessageException(name + " is not a string");
        }
        return JsonText.unquote(json);
    }
}
