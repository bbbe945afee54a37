package dev.parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeaderMemoryTest {
    private static ReceivedHeader recall(String first, String second) throws Exception {
        HeaderMemory memory = new HeaderMemory(1_000);
        memory.remember(Wire.utf8(first), HeaderParser.parse(Wire.utf8(first), Limits.defaults()));
        byte[] bytes = Wire.utf8("x" + second + "y");
        return memory.recall(ByteBuffer.wrap(bytes).position(1), bytes.length - 2);
    }

    private static String header(String length) {
        return Wire.header("\"little\"", "\"text/json\"", "\"utf-8\"", length, "");
    }

    @Test
    void the_same_header_is_the_same_object() throws Exception {
        HeaderMemory memory = new HeaderMemory(1_000);
        byte[] bytes = Wire.utf8(Wire.header("\"big\"", "\"a\"", "\"b\"", "5", ", \"further\": 1"));
        ReceivedHeader parsed = HeaderParser.parse(bytes, Limits.defaults());
        assertNull(memory.recall(ByteBuffer.wrap(bytes), bytes.length));

        memory.remember(bytes, parsed);

        assertSame(parsed, memory.recall(ByteBuffer.wrap(bytes.clone()), bytes.length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "9", "10", "999", "1000"})
    void only_the_digits_may_differ(String length) throws Exception {
        ReceivedHeader header = recall(header("41"), header(length));

        assertNotNull(header);
        assertEquals(Integer.parseInt(length), header.contentLength());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "01", "1001", "-1", "1.0", "1e1", " 1", "1 ", "9999999999", "4294967297", "41}", "x"})
    void what_is_not_plainly_within_the_limit_is_left_to_the_parser(String length) throws Exception {
        assertNull(recall(header("41"), header(length)));
    }

    @Test
    void a_key_that_only_looks_like_content_length_is_not_taken_for_it() throws Exception {
        String escaped = Wire.header("\"little\"", "\"a\"", "\"b\"", "5", ", \"x\\\", \\\"content-length\": 41");
        String nested = Wire.header("\"little\"", "\"a\"", "\"b\"", "5", ", \"x\": {\"y\": 1, \"content-length\": 41}");

        assertNull(recall(escaped, escaped.replace("41}", "42}")));
        assertNull(recall(nested, nested.replace("41}", "42}")));
    }

    @Test
    void large_headers_are_not_kept() throws Exception {
        String large = Wire.header("\"little\"", "\"" + "a".repeat(600) + "\"", "\"b\"", "5", "");

        assertNull(recall(large, large));
    }
}
