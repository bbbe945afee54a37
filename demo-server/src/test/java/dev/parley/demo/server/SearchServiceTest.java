package dev.parley.demo.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.protocol.MalformedMessageException;
import dev.parley.protocol.Message;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchServiceTest {
    private final SearchService service = new SearchService();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"action\": \"search\", \"value\": \"morpheus\"} | Follow the white rabbit. 🐰",
                "{\"action\": \"search\", \"value\": \"ring\"} | In the caves beneath the Misty Mountains. 💍",
                "{\"action\": \"search\", \"value\": \"🐶\"} | 🐾 Playing ball! 🏐",
                "{\"action\": \"search\", \"value\": \"Morpheus\"} | No match for \"Morpheus\".",
                "{\"action\": \"search\", \"value\": \"\"} | No match for \"\".",
                "{\"action\": \"search\", \"value\": null} | No match for \"None\".",
                "{\"action\": \"search\", \"value\": 1.0} | No match for \"1.0\".",
                "{\"action\": \"search\", \"value\": true} | No match for \"True\".",
                "{\"action\": \"search\"} | No match for \"None\".",
                "{\"action\": \"find\", \"value\": \"ring\"} | Error: invalid action \"find\".",
                "{\"action\": null} | Error: invalid action \"None\".",
                "{\"action\": false} | Error: invalid action \"False\".",
                "{\"action\": 7} | Error: invalid action \"7\".",
                "{} | Error: invalid action \"None\".",
            })
    void a_json_request_is_answered_as_the_tutorials_do(String request, String result) throws Exception {
        Message answer = service.answer(Wire.decode(Wire.json(request)));
        assertEquals(Message.json(Map.of("result", result)), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "7", "\"search\"", "{", "{} {}"})
    void what_is_no_json_object_has_no_answer(String content) {
        Message request = Wire.decode(Wire.json(content));
        assertThrows(MalformedMessageException.class, () -> service.answer(request));
    }

    @ParameterizedTest
    @ValueSource(strings = {"binary/custom-client-binary-type", "text/plain", "TEXT/JSON", "application/json"})
    void any_other_type_is_answered_with_the_first_ten_bytes(String type) throws Exception {
        byte[] content = "binary😃 and more".getBytes(StandardCharsets.UTF_8);
        Message answer = service.answer(Wire.decode(Wire.message(type, "utf-8", content)));
        assertEquals("binary/custom-server-binary-type", answer.contentType());
        assertArrayEquals("First 10 bytes of request: binary😃".getBytes(StandardCharsets.UTF_8), answer.asBytes());
    }

    @Test
    void the_first_ten_bytes_may_cut_a_character_or_be_none() throws Exception {
        byte[] cut = service.answer(Message.binary("x/y", "binary!😃".getBytes(StandardCharsets.UTF_8)))
                .asBytes();
        assertArrayEquals(
                "First 10 bytes of request: binary!\u00f0\u009f\u0098".getBytes(StandardCharsets.ISO_8859_1), cut);
        byte[] none = service.answer(Message.binary("x/y", new byte[0])).asBytes();
        assertEquals("First 10 bytes of request: ", new String(none, StandardCharsets.US_ASCII));
    }

    @Test
    void a_request_may_be_in_another_charset() throws Exception {
        byte[] content = "{\"action\": \"search\", \"value\": \"🐶\"}".getBytes(StandardCharsets.UTF_16LE);
        Message answer = service.answer(Wire.decode(Wire.message("text/json", "utf-16-le", content)));
        assertEquals(Message.json(Map.of("result", "🐾 Playing ball! 🏐")), answer);
    }
}
