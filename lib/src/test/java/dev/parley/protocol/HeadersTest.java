package dev.parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeadersTest {
    private static Headers of(String json) {
        return Headers.EMPTY.with("h", json);
    }

    @Test
    void absent_and_null_read_as_empty() {
        for (Headers headers : List.of(Headers.EMPTY, of("null"))) {
            assertEquals(Optional.empty(), headers.text("h"));
            assertEquals(OptionalLong.empty(), headers.number("h"));
            assertEquals(Optional.empty(), headers.get("h", Map.class));
        }
        assertFalse(Headers.EMPTY.contains("h"));
        assertTrue(of("null").contains("h"));
        assertTrue(Headers.EMPTY.isEmpty());
        assertFalse(of("null").isEmpty());
    }

    @Test
    void values_read_back_as_what_they_are() {
        Headers headers = Message.text("")
                .with("text", "a\"\\\b\f\n\r\t\u0001\u001f/\u2028\ud83d\udc30")
                .with("long", Long.MIN_VALUE)
                .with("list", List.of(1, "a", Map.of("k", true)))
                .headers();

        assertEquals(
                "a\"\\\b\f\n\r\t\u0001\u001f/\u2028\ud83d\udc30",
                headers.text("text").orElseThrow());
        assertEquals(Long.MIN_VALUE, headers.number("long").orElseThrow());
        assertEquals(
                List.of(1, "a", Map.of("k", true)),
                headers.get("list", List.class).orElseThrow());
        assertEquals(headers.text("text"), headers.get("text", String.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"5\"", "1.0", "1e3", "true", "[]", "{}", "9223372036854775808"})
    void a_number_is_a_whole_number_of_64_bits(String json) {
        assertThrows(ContentException.class, () -> of(json).number("h"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "true", "[]", "{}"})
    void text_is_a_string(String json) {
        assertThrows(ContentException.class, () -> of(json).text("h"));
    }

    @Test
    void a_value_that_does_not_fit_is_named_and_not_shown() {
        ContentException e =
                assertThrows(ContentException.class, () -> of("\"secret\"").get("h", Integer.class));

        assertTrue(e.getMessage().startsWith("header h does not fit java.lang.Integer"), e.getMessage());
        assertFalse(e.getMessage().contains("secret"));
    }

    @Test
    void names_cannot_be_changed() {
        assertThrows(UnsupportedOperationException.class, () -> of("1").names().clear());
    }

    @Test
    void equality_ignores_order_and_not_spelling() {
        Headers ab = Headers.EMPTY.with("a", "1").with("b", "2");
        Headers ba = Headers.EMPTY.with("b", "2").with("a", "1");

        assertEquals(ab, ba);
        assertEquals(ab.hashCode(), ba.hashCode());
        assertNotEquals(of("1"), of("1.0"));
    }

    @Test
    void to_string_is_names_only_and_safe() {
        assertEquals(
                "Headers[a\\n, b]",
                Headers.EMPTY.with("a\n", "\"secret\"").with("b", "1").toString());
    }
}
