package dev.parley.demo.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TimeConverterTest {
    private final TimeConverter converter = new TimeConverter();

    @Test
    void a_number_has_a_unit_or_is_seconds() {
        assertEquals(Duration.ofMillis(500), converter.convert("500ms"));
        assertEquals(Duration.ofSeconds(2), converter.convert("2s"));
        assertEquals(Duration.ofSeconds(2), converter.convert("2"));
        assertEquals(Duration.ofMinutes(1), converter.convert("1m"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0ms", "-1", "1.5s", "1h", "s", "1 s", "1234567"})
    void all_else_is_refused(String text) {
        assertThrows(TypeConversionException.class, () -> converter.convert(text));
    }
}
