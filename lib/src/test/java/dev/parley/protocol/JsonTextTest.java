package dev.parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonTextTest {
    @Test
    void each_ascii_character_is_quoted_like_python() {
        String[] named = new String[128];
        named['"'] = "\\\"";
        named['\\'] = "\\\\";
        named['\b'] = "\\b";
        named['\f'] = "\\f";
        named['\n'] = "\\n";
        named['\r'] = "\\r";
        named['\t'] = "\\t";
        for (char c = 0; c < 128; c++) {
            String plain = c < ' ' ? "\\u00" + (c < 16 ? "0" : "") + Integer.toHexString(c) : String.valueOf(c);
            String expected = '"' + (named[c] == null ? plain : named[c]) + '"';
            assertEquals(expected, JsonText.quote(String.valueOf(c)));
            assertEquals(String.valueOf(c), JsonText.unquote(expected));
        }
    }

    @Test
    void characters_above_ascii_stay() {
        String text = "\u007f\u0085\u00e9\u2028\u2029\ufeff\uffff\ud83d\udc30";

        assertEquals('"' + text + '"', JsonText.quote(text));
    }

    @Test
    void what_was_quoted_is_unquoted_and_is_what_jackson_writes() {
        Seeded seeded = new Seeded(8);
        for (int round = 0; round < 20_000; round++) {
            String text = seeded.text(20);
            String json = JsonText.quote(text);
            assertEquals(text, JsonText.unquote(json), seeded::toString);
            assertEquals(json, Message.json(text).asText(), seeded::toString);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 0",
                "'\"[[[\"' | 0",
                "[] | 1",
                "{\"a\":[]} | 2",
                "[[],[],[]] | 2",
                "[\"\\\"[[[\",[]] | 2",
                "[\"\\\\\",[[]]] | 3",
                "[[]]]]][[ | 2"
            })
    void depth_counts_brackets_outside_strings(String json, int depth) {
        assertEquals(depth, JsonText.shape(json).depth(), json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"{} | 0", "{\"a:b\": \":\"} | 1", "{\"\\\":\": {\"b\": [{\"c\": 1}, 2]}} | 3", "[1, 2] | 0"})
    void fields_are_counted_in_all_objects_and_outside_strings(String json, int fields) {
        assertEquals(fields, JsonText.shape(json).fields(), json);
    }
}
