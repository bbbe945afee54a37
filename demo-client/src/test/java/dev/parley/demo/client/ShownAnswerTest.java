package dev.parley.demo.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.protocol.MalformedMessageException;
import dev.parley.protocol.Message;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownAnswerTest {
    private static String result(Object result) throws MalformedMessageException {
        return ShownAnswer.of(Message.json(Map.of("result", result)));
    }

    @Test
    void a_result_is_shown_as_python_formats_it() throws Exception {
        assertEquals("got result: 🐾 Playing ball! 🏐", result("🐾 Playing ball! 🏐"));
        assertEquals("got result: True", result(true));
        assertEquals("got result: ['a', 1.0]", result(List.of("a", 1.0)));
    }

    @Test
    void a_missing_result_is_None() throws Exception {
        assertEquals("got result: None", ShownAnswer.of(Message.json(Map.of("other", 1))));
    }

    @Test
    void a_result_cannot_drive_the_terminal() throws Exception {
        assertEquals("got result: \\u001b[2J\\n\\u202e\\\\", result("\u001b[2J\n\u202e\\"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "🐶", "\u0000", "\udb40\udc01"})
    void a_long_result_is_shown_whole(String character) throws Exception {
        String one = result(character).substring("got result: ".length());
        assertEquals("got result: " + one.repeat(5_000), result(character.repeat(5_000)));
    }

    @Test
    void other_types_are_shown_as_bytes() throws Exception {
        assertEquals("got response: b'\\x00'", ShownAnswer.of(Message.binary("x/y", new byte[1])));
        assertEquals("got response: b'text'", ShownAnswer.of(Message.text("text")));
    }

    @Test
    void json_that_is_no_object_is_malformed() {
        assertThrows(MalformedMessageException.class, () -> ShownAnswer.of(Message.json(List.of())));
    }
}
