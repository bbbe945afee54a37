package dev.parley.protocol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a message's header says beyond the four required keys: names with JSON values, in the order in which they are
 * written.
 *
 * <p>Immutable. A header whose value is JSON's {@code null} is there, by {@link #contains} and {@link #names}, and reads
 * as empty. Two are equal when they have the same names with the same JSON text, in any order; {@code 1} and {@code 1.0}
 * differ.
 */
public final class Headers {
    /** No headers. */
    static final Headers EMPTY = new Headers(Map.of());

    private static final String NULL = "null";
    private static final int MAX_LONG_CHARS = 20;

    /** Name to value, the value as the JSON text that is written. */
    private final Map<String, String> jsonByName;

    private Headers(Map<String, String> jsonByName) {
        this.jsonByName = jsonByName;
    }

    /** Headers of these names and JSON texts; the map is handed over. */
    static Headers of(Map<String, String> jsonByName) {
        return jsonByName.isEmpty() ? EMPTY : new Headers(Collections.unmodifiableMap(jsonByName));
    }

    /** A copy with one more header, or with another value for it, in its old place. */
    Headers with(String name, String json) {
        Map<String, String> copy = new LinkedHashMap<>(jsonByName);
        copy.put(name, json);
        return of(copy);
    }

    /** Writes {@code , "name": value} for each header. */
    void appendTo(StringBuilder out) {
        jsonByName.forEach((name, json) -> {
            out.append(", ");
            JsonText.quote(name, out);
            out.append(": ").append(json);
        });
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return jsonByName.isEmpty();
    }

    /** The names, in the order in which they are written; unmodifiable. */
    public Set<String> names() {
        return jsonByName.keySet();
    }

    /** Whether there is a header of that name, even one whose value is JSON's {@code null}. */
    public boolean contains(String name) {
        return jsonByName.containsKey(Objects.requireNonNull(name, "name"));
    }

    /**
     * The text of a header, or empty when it is absent or null.
     *
     * @throws ContentException when its value is not a JSON string
     */
    public Optional<String> text(String name) {
        String json = json(name);
        if (json == null) {
            return Optional.empty();
        }
        if (json.charAt(0) != '"') {
            throw mismatch(name, "a string");
        }
        return Optional.of(JsonText.unquote(json));
    }

    /**
     * The whole number of a header, or empty when it is absent or null.
     *
     * @throws ContentException when its value is not a JSON number without fraction and exponent that fits in a
     *     {@code long}
     */
    public OptionalLong number(String name) {
        String json = json(name);
        if (json == null) {
            return OptionalLong.empty();
        }
        // A JSON number has no "+" and no digits but these; anything else in the text makes parseLong refuse it.
        if (json.length() <= MAX_LONG_CHARS) {
            try {
                return OptionalLong.of(Long.parseLong(json));
            } catch (NumberFormatException notWhole) {
                throw mismatch(name, "a whole number of 64 bits");
            }
        }
        throw mismatch(name, "a whole number of 64 bits");
    }

    /**
     * A header read as a value of {@code type}, or empty when it is absent or null.
     *
     * @throws ContentException when its value cannot be read as that
     */
    public <T> Optional<T> get(String name, Class<T> type) {
        Objects.requireNonNull(type, "type");
        String json = json(name);
        return json == null ? Optional.empty() : Optional.of(JsonCodec.DEFAULT.parse(json, type, describe(name)));
    }

    private @Nullable String json(String name) {
        String json = jsonByName.get(Objects.requireNonNull(name, "name"));
        return NULL.equals(json) ? null : json;
    }

    private static ContentException mismatch(String name, String expected) {
        return new ContentException(describe(name) + " is not " + expected, null);
    }

    private static String describe(String name) {
        return "header " + Untrusted.escape(name);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Headers headers && jsonByName.equals(headers.jsonByName);
    }

    @Override
    public int hashCode() {
        return jsonByName.hashCode();
    }

    /** The names, safe to print, and no values. */
    @Override
    public String toString() {
        return names().stream().map(Untrusted::escape).collect(Collectors.joining(", ", "Headers[", "]"));
    }
}
