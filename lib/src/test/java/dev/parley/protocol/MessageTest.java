package dev.parley.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MessageTest {
    private static final String HALF = "a\ud83d";

    record Point(int x, int y) {}

    private static Message received(String type, String encoding, byte[] content) {
        return new Message(ContentKind.of(type, encoding), Headers.EMPTY, content, 32);
    }

    @Test
    void json_is_text_json_in_utf_8_and_reads_back() {
        Message message = Message.json(new Point(1, -2));

        assertEquals("text/json", message.contentType());
        assertEquals("utf-8", message.contentEncoding());
        assertEquals("{\"x\": 1, \"y\": -2}", message.asText());
        assertEquals(17, message.contentLength());
        assertEquals(new Point(1, -2), message.as(Point.class));
    }

    @Test
    void text_is_text_plain_in_utf_8() {
        Message message = Message.text("\u00e9\ud83d\udc30");

        assertEquals("text/plain", message.contentType());
        assertEquals("utf-8", message.contentEncoding());
        assertEquals(6, message.contentLength());
        assertEquals("\u00e9\ud83d\udc30", message.asText());
        assertThrows(ContentException.class, () -> message.as(String.class));
    }

    @Test
    void the_arrays_of_a_binary_message_are_its_own() {
        byte[] bytes = {1, 2, 3};
        Message message = Message.binary("image/png", bytes);

        bytes[0] = 9;
        message.asBytes()[1] = 9;
        message.content().position(2);

        assertArrayEquals(new byte[] {1, 2, 3}, message.asBytes());
        assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3}), message.content());
        assertTrue(message.content().isReadOnly());
        assertEquals("binary", message.contentEncoding());
        assertThrows(ContentException.class, message::asText);
    }

    @Test
    void with_returns_a_copy() {
        Message message = Message.text("a");
        Message one = message.with("id", 1).with("name", "n");
        Message two = one.with("id", 2);

        assertTrue(message.headers().isEmpty());
        assertEquals(1, one.headers().number("id").orElseThrow());
        assertEquals(2, two.headers().number("id").orElseThrow());
        assertEquals(List.of("id", "name"), List.copyOf(two.headers().names()));
        assertEquals("a", two.asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"byteorder", "content-type", "content-encoding", "content-length"})
    void the_four_required_headers_cannot_be_set(String name) {
        assertThrows(IllegalArgumentException.class, () -> Message.text("").with(name, "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/plain", "text/json", "text/"})
    void binary_content_is_not_of_type_text(String type) {
        assertThrows(IllegalArgumentException.class, () -> Message.binary(type, new byte[1]));
    }

    @Test
    void text_with_half_a_character_is_refused_everywhere() {
        Message message = Message.text("");
        Stream.<Executable>of(
                        () -> Message.text(HALF),
                        () -> Message.text("\udc30\ud83d"),
                        () -> Message.json(HALF),
                        () -> Message.json(Map.of(HALF, 1)),
                        () -> Message.json(List.of(Map.of("a", HALF))),
                        () -> Message.json(new char[] {'\udc30'}),
                        () -> Message.binary(HALF, new byte[0]),
                        () -> message.with(HALF, 1),
                        () -> message.with("a", HALF),
                        () -> message.with("a", List.of(HALF)))
                .forEach(refused -> assertThrows(ContentException.class, refused));
    }

    @Test
    void nulls_are_refused_by_name() {
        Message message = Message.text("");
        assertNull("value", () -> Message.json(null));
        assertNull("text", () -> Message.text(null));
        assertNull("contentType", () -> Message.binary(null, new byte[0]));
        assertNull("content", () -> Message.binary("a", null));
        assertNull("header", () -> message.with(null, 1));
        assertNull("value", () -> message.with("a", null));
        assertNull("type", () -> Message.json(1).as(null));
        assertNull("name", () -> message.headers().text(null));
        assertNull("name", () -> message.headers().contains(null));
        assertNull("type", () -> message.headers().get("a", null));
    }

    private static void assertNull(String name, Executable call) {
        assertEquals(name, assertThrows(NullPointerException.class, call).getMessage());
    }

    @Test
    void text_is_decoded_by_its_charset_and_strictly() {
        assertEquals(
                "\u20ac",
                received("text/plain", "CP1252", new byte[] {(byte) 0x80}).asText());
        assertEquals(
                "\u00e9",
                received("text/x", "Latin_1", new byte[] {(byte) 0xE9}).asText());
        assertEquals(
                "A", received("text/x", "utf_16", new byte[] {-1, -2, 'A', 0}).asText());
        assertEquals(
                "A", received("text/x", "utf-32be", new byte[] {0, 0, 0, 'A'}).asText());
        assertEquals("\ufffd", Message.text("\ufffd").asText());
        for (String charset : List.of("utf-8", "ascii", "cp1252")) {
            Message bad = received("text/plain", charset, new byte[] {'a', (byte) 0x81});
            assertThrows(ContentException.class, bad::asText, charset);
        }
        assertThrows(ContentException.class, received("text/x", "utf-16le", new byte[3])::asText);
    }

    @Test
    void equality_is_over_type_encoding_headers_and_content() {
        Message message = Message.text("a").with("id", 1);

        assertEquals(Message.text("a").with("id", 1L), message);
        assertEquals(Message.text("a").with("id", 1L).hashCode(), message.hashCode());
        assertNotEquals(Message.text("b").with("id", 1), message);
        assertNotEquals(Message.text("a").with("id", 2), message);
        assertNotEquals(Message.text("a"), message);
        assertNotEquals(received("text/html", "utf-8", Wire.utf8("a")), Message.text("a"));
        assertNotEquals(received("text/plain", "utf8", Wire.utf8("a")), Message.text("a"));
        assertNotEquals((Object) "a", Message.text("a"));
    }

    @Test
    void to_string_is_safe_and_without_content() {
        Message message = received("a\u001b[2J\n", "b\u202e", Wire.utf8("secret"));

        assertEquals("Message[a\\u001b[2J\\n, b\\u202e, 6 bytes]", message.toString());
        assertFalse(Message.text("secret").with("h", "secret").toString().contains("secret"));
    }
}
