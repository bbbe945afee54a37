package dev.parley.demo.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonBytesTest {

    /** The right column was printed by CPython: {@code repr(bytes)}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | b''",
                "abc ~ | b'abc ~'",
                "it's | b\"it's\"",
                "\"quoted\" | b'\"quoted\"'",
                "it's \"both\" | b'it\\'s \"both\"'",
                "`\t\n\r\\` | b'\\t\\n\\r\\\\'",
                "`\u0000\u0007\b\u000b\f\u001b\u001f` | b'\\x00\\x07\\x08\\x0b\\x0c\\x1b\\x1f'",
                "`\u007f` | b'\\x7f'",
                "é😃 | b'\\xc3\\xa9\\xf0\\x9f\\x98\\x83'",
            })
    void bytes_read_as_python_shows_them(String text, String repr) {
        assertEquals(repr, PythonBytes.repr(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void bytes_that_are_no_text_are_shown_too() {
        assertEquals("b'\\x80\\xff\\xf0\\x9f\\x98'", PythonBytes.repr(new byte[] {-128, -1, -16, -97, -104}));
    }
}
