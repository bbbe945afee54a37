package dev.parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

final class JsonCodecTest {
    record Point(int x, int y) {}

    record Even(int value) {
        Even {
            if (value % 2 != 0) {
                throw new IllegalStateException("odd");
            }
        }
    }

    record LongName(int firstValue) {}

    record Throwing(int value) {
        @Override
        public int value() {
            throw new IllegalStateException("no");
        }
    }

    static final class Recursive {
        public Recursive getSelf() {
            return this;
        }
    }

    private static Message json(String json) {
        return json(Wire.utf8(json), "utf-8");
    }

    private static Message json(byte[] content, String encoding) {
        return new Message(ContentKind.of("text/json", encoding), Headers.EMPTY, content, 32);
    }

    @Test
    void separators_and_escapes_are_those_of_python() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("a", Arrays.asList(1, List.of(), Map.of(), true, null));
        value.put("c", "/\u007f\u2028\ud83d\udc30\0\u001f\"\\\b\f\n\r\t");

        assertEquals(
                "{\"a\": [1, [], {}, true, null], "
                        + "\"c\": \"/\u007f\u2028\ud83d\udc30\\u0000\\u001f\\\"\\\\\\b\\f\\n\\r\\t\"}",
                Message.json(value).asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "{", "[1", "nul", "{} {}", "[] x", "1 2", "{\"a\": 1, \"a\": 2}",
                        "[{\"b\": {\"a\": 1, \"a\": 2}}]",
                "\ufeff{}", "{'a': 1}", "{a: 1}", "[1,]", "// c\n{}", "NaN", "[01]", "[+1]", "\"\t\"", "null"
            })
    void what_is_not_strict_json_is_refused(String json) {
        assertThrows(ContentException.class, () -> json(json).as(Object.class));
    }

    @ParameterizedTest
    @CsvSource({"1.5", "2147483648", "-2147483649", "1e400", "\"5\"", "true", "[]", "{}", "1e999999999999", "''"})
    void a_number_that_does_not_fit_is_refused(String json) {
        assertThrows(ContentException.class, () -> json(json).as(Integer.class));
    }

    @Test
    void a_number_beyond_all_bounds_is_refused() {
        ContentException e = assertThrows(
                ContentException.class, () -> json("1e999999999999").as(BigDecimal.class));

        assertNull(e.getCause());
    }

    @Test
    void bytes_that_are_not_in_the_charset_are_refused() {
        assertThrows(
                ContentException.class,
                () -> json(new byte[] {'"', (byte) 0xC3, '"'}, "utf-8").as(String.class));
        assertThrows(
                ContentException.class,
                () -> json(new byte[] {'"', (byte) 0xE9, '"'}, "ascii").as(String.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf-8", "utf-16", "utf-16le", "utf-16be", "utf-32", "utf-32le", "latin1", "cp1252"})
    void json_is_read_in_the_named_charset(String name) {
        byte[] content = "{\"k\": \"\u00e9\"}".getBytes(Charset.forName(name));

        assertEquals(Map.of("k", "\u00e9"), json(content, name).as(Map.class));
    }

    @Test
    void depth_is_limited_and_inclusive() {
        assertEquals(1, json("[".repeat(32) + "]".repeat(32)).as(List.class).size());
        ContentException e = assertThrows(
                ContentException.class,
                () -> json("[".repeat(33) + "]".repeat(33)).as(List.class));
        assertEquals("the content is nested deeper than 32, the limit", e.getMessage());
        assertThrows(ContentException.class, () -> json("[".repeat(500_000)).as(Object.class));
        assertEquals("[".repeat(99), json("\"" + "[".repeat(99) + "\"").as(String.class));
    }

    @Test
    void errors_say_where_and_what_but_not_the_content() {
        Throwable mismatch = assertThrows(
                ContentException.class,
                () -> json("{\"x\": 1, \"y\": \"secret\"}").as(Point.class));
        Throwable syntax = assertThrows(
                ContentException.class, () -> json("{\"x\": secret}").as(Point.class));
        Throwable name = assertThrows(
                ContentException.class, () -> json("{\"secret\": }").as(Map.class));

        assertTrue(mismatch.getMessage().contains("Point: no int (line 1, column "), mismatch.getMessage());
        for (Throwable e : List.of(mismatch, syntax, name)) {
            assertFalse(e.getMessage().contains("secret"), e.getMessage());
            assertNull(e.getCause());
        }
    }

    @Test
    void what_the_users_class_throws_is_the_cause() {
        ContentException e = assertThrows(
                ContentException.class, () -> json("{\"value\": 3}").as(Even.class));

        assertInstanceOf(IllegalStateException.class, e.getCause());
        assertThrows(ContentException.class, () -> json("{}").as(Runnable.class));
    }

    @Test
    void what_cannot_be_written_is_refused() {
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);

        assertThrows(ContentException.class, () -> Message.json(cycle));
        assertThrows(ContentException.class, () -> Message.json(new Recursive()));
        assertThrows(ContentException.class, () -> Message.text("").with("a", cycle));
        assertThrows(ContentException.class, () -> Message.json(new Throwing(1)));
    }

    @Test
    void a_users_mapper_keeps_its_settings_and_writes_like_python() {
        JsonMapper mapper = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(SerializationFeature.INDENT_OUTPUT)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII, JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
                .build();
        JsonCodec codec = JsonCodec.of(mapper);

        assertEquals("{\"first_value\": 1}", codec.message(new LongName(1)).asText());
        assertEquals(
                "[\"/\u00e9\\u001f\"]", codec.message(List.of("/\u00e9\u001f")).asText());
        assertEquals(new LongName(2), codec.read(json("{\"first_value\": 2}"), LongName.class));
        assertThrows(ContentException.class, () -> codec.read(json("{\"first_value\": 2, \"b\": 1}"), LongName.class));
    }

    @Test
    void a_users_mapper_reads_strictly() {
        JsonFactory lenient = JsonFactory.builder()
                .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES, JsonReadFeature.ALLOW_JAVA_COMMENTS)
                .build();
        JsonCodec codec = JsonCodec.of(JsonMapper.builder(lenient)
                .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build());

        for (String json : List.of("{'a': 1}", "/* */ 1", "{\"a\": 1, \"a\": 2}", "1 1", "\ufeff1")) {
            assertThrows(ContentException.class, () -> codec.read(json(json), Object.class), json);
        }
    }

    @Test
    void only_text_json_is_json() {
        Message message = new Message(ContentKind.of("text/plain", "utf-8"), Headers.EMPTY, Wire.utf8("1"), 32);

        assertThrows(ContentException.class, () -> message.as(Integer.class));
        assertThrows(
                ContentException.class,
                () -> Message.binary("application/json", Wire.utf8("1")).as(Integer.class));
    }

    @Test
    void random_values_read_back() {
        Seeded seeded = new Seeded(7);
        for (int round = 0; round < 5_000; round++) {
            Map<String, Object> value = seeded.object(4);
            Message message = Message.json(value);
            // Numbers come back as the smallest type that holds them, so texts are compared.
            assertEquals(message, Message.json(message.as(Map.class)), seeded::toString);
            assertEquals(value.keySet(), message.as(Map.class).keySet(), seeded::toString);
        }
    }

    @Test
    void a_header_that_would_end_the_peers_connection_is_refused() {
        Message message = Message.json(1);
        Map<Object, Object> twice = new LinkedHashMap<>();
        twice.put(1, "a");
        twice.put("1", "b");
        Object deep = 1;
        for (int i = 0; i < 499; i++) {
            deep = List.of(deep);
        }
        Object deepest = deep;

        assertThrows(ContentException.class, () -> message.with("a", twice));
        assertThrows(ContentException.class, () -> message.with("a", List.of(twice)));
        assertTrue(message.with("a", deepest).headers().contains("a"));
        assertThrows(ContentException.class, () -> message.with("a", List.of(deepest)));
    }

    @Test
    void a_value_that_is_written_as_nothing_is_refused() {
        assertThrows(ContentException.class, () -> Message.json(new RawValue("")));
    }

    @Test
    void nulls_are_refused_by_name() {
        JsonCodec codec = JsonCodec.of(JsonMapper.shared());
        assertEquals(
                "mapper",
                assertThrows(NullPointerException.class, () -> JsonCodec.of(null))
                        .getMessage());
        assertEquals(
                "value",
                assertThrows(NullPointerException.class, () -> codec.message(null))
                        .getMessage());
        assertEquals(
                "message",
                assertThrows(NullPointerException.class, () -> codec.read(null, Map.class))
                        .getMessage());
        assertEquals(
                "type",
                assertThrows(NullPointerException.class, () -> codec.read(json("1"), null))
                        .getMessage());
    }
}
