package dev.parley.demo.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class HostPortTest {
    private final HostPort.Converter converter = new HostPort.Converter();

    @Test
    void a_name_or_an_address_and_a_port_are_read() {
        assertEquals(new HostPort("localhost", 1), converter.convert("localhost:1"));
        assertEquals(new HostPort("127.0.0.1", 65535), converter.convert("127.0.0.1:65535"));
        assertEquals(new HostPort("::1", 80), converter.convert("[::1]:80"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:1", "127.0.0.1:65535", "[::1]:80", "[fe80::1%eth0]:80"})
    void what_was_read_is_written_the_same(String text) {
        assertEquals(text, converter.convert(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                ":80",
                "host:",
                "host:0",
                "host:65536",
                "host:-1",
                "host:+1",
                "host:x",
                "host:1.0",
                "::1:80",
                "::1",
                "[::1]",
                "[]:80",
                "[::1:80",
                "::1]:80",
                "host:99999999999"
            })
    void all_else_is_refused_with_the_text_in_the_message(String text) {
        TypeConversionException refused = assertThrows(TypeConversionException.class, () -> converter.convert(text));
        assertEquals("'" + text + "'", refused.getMessage().substring(0, text.length() + 2));
    }
}
