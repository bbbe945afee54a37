package dev.parley.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of the streams in {@code resources/vectors}, whose README.md says how they are written.
 *
 * @param number its number
 * @param shows what it is about
 * @param setting protocol and limits, as in the file
 * @param bytes the stream
 * @param messages what is delivered, in the form of {@link #describe}
 * @param text {@code refused}, or the last message's text behind an equals sign
 * @param json whether the last message is accepted as JSON
 * @param end {@code in order}, or the exception's simple name and its text without the place
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Vector(
        int number,
        String shows,
        String setting,
        byte[] bytes,
        List<Object> messages,
        Optional<String> text,
        Optional<String> json,
        String end) {
    private static final String IN_ORDER = "in order";

    /** The vector of one block of lines. */
    static Vector of(List<VectorText.Line> lines) {
        return new Vector(
                Integer.parseInt(value(lines, "vector").orElseThrow()),
                value(lines, "shows").orElseThrow(),
                value(lines, "protocol").orElseThrow(),
                VectorText.bytes(String.join(" ", values(lines, "bytes"))),
                values(lines, "message").stream().map(Vector::message).toList(),
                value(lines, "text"),
                value(lines, "json"),
                end(value(lines, "end").orElseThrow()));
    }

    private static List<String> values(List<VectorText.Line> lines, String name) {
        return lines.stream()
                .filter(line -> line.name().equals(name))
                .map(VectorText.Line::value)
                .toList();
    }

    private static Optional<String> value(List<VectorText.Line> lines, String name) {
        List<String> values = values(lines, name);
        if (values.size() > 1) {
            throw new IllegalArgumentException(name + " more than once: " + values);
        }
        return values.stream().findFirst();
    }

    private static Object message(String value) {
        List<byte[]> parts = VectorText.parts(value);
        if (parts.size() == 1) {
            return ByteBuffer.wrap(parts.get(0));
        }
        String further = parts.size() > 3 ? utf8(parts.get(3)) : "{}";
        return List.of(utf8(parts.get(0)), utf8(parts.get(1)), ByteBuffer.wrap(parts.get(2)), further);
    }

    private static String end(String value) {
        String[] words = value.split(" ", -1);
        return switch (words[0]) {
            case "ok" -> IN_ORDER;
            case "malformed" -> "MalformedMessageException: " + value.substring("malformed ".length());
            case "too-large" ->
                "MessageTooLargeException: %s of %s bytes, the limit is %s".formatted(words[1], words[2], words[3]);
            case "truncated" ->
                "TruncatedMessageException: the stream ended inside a message, after " + words[1] + " bytes of it";
            default -> throw new IllegalArgumentException("end: " + value);
        };
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Whether the stream ends in order. */
    public boolean isInOrder() {
        return end.equals(IN_ORDER);
    }

    /** Whether it is one of the JSON-header protocol. */
    public boolean hasHeaders() {
        return setting.startsWith("json-header");
    }

    /** Its protocol, for messages of any type. */
    @SuppressWarnings("unchecked")
    public Protocol<Object> protocol() {
        Map<String, String> settings = settings();
        Protocol<?> protocol = hasHeaders()
                ? Protocol.jsonHeader()
                : Protocol.bytes(Framing.lengthPrefixed(
                        Integer.parseInt(settings.get("width")),
                        settings.get("order").equals("big") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                        Integer.parseInt(settings.get("max"))));
        return (Protocol<Object>) protocol;
    }

    /** The limits that it is read with. */
    public Limits limits() {
        Map<String, String> settings = settings();
        LimitsBuilder limits = Limits.builder();
        Optional.ofNullable(settings.get("maxHeader")).map(Integer::valueOf).ifPresent(limits::maxHeader);
        Optional.ofNullable(settings.get("maxHeaderFields"))
                .map(Integer::valueOf)
                .ifPresent(limits::maxHeaderFields);
        Optional.ofNullable(settings.get("maxContent")).map(Integer::valueOf).ifPresent(limits::maxContent);
        Optional.ofNullable(settings.get("maxJsonDepth")).map(Integer::valueOf).ifPresent(limits::maxJsonDepth);
        return limits.build();
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        for (String word : setting.split(" ", -1)) {
            int equals = word.indexOf('=');
            settings.put(word.substring(0, Math.max(0, equals)), word.substring(equals + 1));
        }
        return settings;
    }

    /** A message as something that has equals and tells all that is in it. */
    public static Object describe(Object received) {
        if (received instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        Message message = (Message) received;
        StringBuilder further = new StringBuilder();
        message.headers().appendTo(further);
        return List.of(
                message.contentType(),
                message.contentEncoding(),
                message.content(),
                "{" + further.substring(Math.min(2, further.length())) + "}");
    }

    /** What a failure says, in the form of {@link #end}. */
    public static String describe(Throwable failure) {
        return withoutPlace(failure.getClass().getSimpleName() + ": " + failure.getMessage());
    }

    static String withoutPlace(String text) {
        return text.replaceFirst(" \\(line \\d+, column \\d+\\)$", "");
    }

    /** The messages in {@code stream}, each described. */
    public List<Object> decoded(byte[] stream) throws MalformedMessageException {
        Decoder<Object> decoder = protocol()
                .newDecoder(Limits.builder()
                        .maxHeader(0xFFFF)
                        .maxContent(limits().maxContent())
                        .maxHeaderFields(limits().maxHeaderFields())
                        .maxJsonDepth(limits().maxJsonDepth())
                        .build());
        List<Object> described = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(stream);
        while (in.hasRemaining()) {
            Object message = decoder.decode(in);
            if (message != null) {
                described.add(describe(message));
            }
        }
        decoder.end();
        return described;
    }

    @Override
    public String toString() {
        return number + " " + shows;
    }
}
