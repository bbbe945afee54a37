package dev.parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CharsetsTest {
    @ParameterizedTest
    @CsvSource({
        "utf-8, UTF-8",
        "UTF8, UTF-8",
        "Utf_8, UTF-8",
        "ascii, US-ASCII",
        "US-ASCII, US-ASCII",
        "latin-1, ISO-8859-1",
        "latin1, ISO-8859-1",
        "ISO_8859_1, ISO-8859-1",
        "utf-16, UTF-16",
        "utf-16le, UTF-16LE",
        "UTF_16_BE, UTF-16BE",
        "utf-32, UTF-32",
        "utf-32-le, UTF-32LE",
        "utf-32be, UTF-32BE",
        "cp1252, windows-1252",
        "Windows-1252, windows-1252"
    })
    void names_are_read_as_python_reads_them(String name, String charset) {
        assertEquals(charset, Charsets.named(name).name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " utf-8",
                "utf-7",
                "utf-8-sig",
                "ISO-2022-KR",
                "x-JISAutoDetect",
                "shift_jis",
                "idna",
                "hex",
                "binary"
            })
    void no_other_charset_is_allowed(String name) {
        assertNull(Charsets.named(name));
    }
}
