package dev.parley.demo.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonTextTest {

    /** The right column was printed by CPython: {@code f'{json.loads(left)}'}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "true | True",
                "false | False",
                "0 | 0",
                "-7 | -7",
                "123456789012345678901234567890 | 123456789012345678901234567890",
                "1.0 | 1.0",
                "-0.0 | -0.0",
                "1e2 | 100.0",
                "0.1 | 0.1",
                "0.0001 | 0.0001",
                "0.00001 | 1e-05",
                "1234567890123456.0 | 1234567890123456.0",
                "1e16 | 1e+16",
                "-1.5e300 | -1.5e+300",
                "`\"a'b\"` | a'b",
                "[] | []",
                "{} | {}",
                "`[\"a\", null, true, 1.5]` | ['a', None, True, 1.5]",
                "`[\"it's\", \"\\\"\", \"'\\\"\"]` | `[\"it's\", '\"', '\\'\"']`",
                "`{\"k\": {\"n\": null}}` | {'k': {'n': None}}",
                "`[\"\\t\\n\\r\\\\\\u0000\\u007f\\u00a0\\u200b\\u2028\"]` | ['\\t\\n\\r\\\\\\x00\\x7f\\xa0\\u200b\\u2028']",
                "`[\"🐶é\"]` | ['🐶é']",
            })
    void a_json_value_reads_as_python_formats_it(String json, String python) {
        Object value = parse(json);
        assertEquals(python, PythonText.of(value));
    }

    @Test
    void null_is_None() {
        assertEquals("None", PythonText.of(null));
        assertEquals("[None]", PythonText.of(Collections.singletonList(null)));
    }

    private static Object parse(String json) {
        return ((List<?>) Wire.decode(Wire.json("[" + json + "]")).as(List.class)).get(0);
    }
}
