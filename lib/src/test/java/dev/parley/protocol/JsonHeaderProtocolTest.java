package dev.parley.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonHeaderProtocolTest {
    private static final Protocol<Message> PROTOCOL = Protocol.jsonHeader();

    /** As the Python programs send them, byte for byte; read as Latin-1, so that one character is one byte. */
    static Stream<Arguments> golden() {
        String json = "{\"byteorder\": \"little\", \"content-type\": \"text/json\", \"content-encoding\": \"utf-8\", ";
        String client = "{\"byteorder\": \"little\", \"content-type\": \"binary/custom-client-binary-type\", "
                + "\"content-encoding\": \"binary\", ";
        String server = client.replace("client", "server");
        return Stream.of(
                Arguments.of(
                        Message.json(search("morpheus")),
                        "\0g" + json + "\"content-length\": 41}{\"action\": \"search\", \"value\": \"morpheus\"}"),
                Arguments.of(
                        Message.json(Map.of("result", "Follow the white rabbit. \ud83d\udc30")),
                        "\0g" + json
                                + "\"content-length\": 43}{\"result\": \"Follow the white rabbit. \u00f0\u009f\u0090\u00b0\"}"),
                Arguments.of(
                        Message.json(search("\ud83d\udc36")),
                        "\0g" + json
                                + "\"content-length\": 37}{\"action\": \"search\", \"value\": \"\u00f0\u009f\u0090\u00b6\"}"),
                Arguments.of(
                        Message.json(Map.of("result", "\ud83d\udc3e Playing ball! \ud83c\udfd0")),
                        "\0g" + json + "\"content-length\": 37}"
                                + "{\"result\": \"\u00f0\u009f\u0090\u00be Playing ball! \u00f0\u009f\u008f\u0090\"}"),
                Arguments.of(
                        Message.binary("binary/custom-client-binary-type", Wire.utf8("binary\ud83d\ude03")),
                        "\0\u007f" + client + "\"content-length\": 10}binary\u00f0\u009f\u0098\u0083"),
                Arguments.of(
                        Message.binary(
                                "binary/custom-server-binary-type",
                                Wire.utf8("First 10 bytes of request: binary\ud83d\ude03")),
                        "\0\u007f" + server
                                + "\"content-length\": 37}First 10 bytes of request: binary\u00f0\u009f\u0098\u0083"));
    }

    private static Map<String, String> search(String value) {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("action", "search");
        map.put("value", value);
        return map;
    }

    @ParameterizedTest
    @MethodSource("golden")
    void golden_bytes_are_written_and_read(Message message, String golden) throws Exception {
        byte[] bytes = golden.getBytes(StandardCharsets.ISO_8859_1);

        assertEquals(golden, new String(RecordingSink.encode(PROTOCOL, message), StandardCharsets.ISO_8859_1));
        assertEquals(message, PROTOCOL.newDecoder(Limits.defaults()).decode(ByteBuffer.wrap(bytes)));
    }

    @Test
    void further_headers_come_last_in_their_order() throws Exception {
        Message message = Message.text("")
                .with("message-id", 7)
                .with("\u00e9\"", "a\n\u0001")
                .with("message-id", 8L);

        String written = new String(RecordingSink.encode(PROTOCOL, message), StandardCharsets.UTF_8);

        assertEquals(
                "{\"byteorder\": \"little\", \"content-type\": \"text/plain\", \"content-encoding\": \"utf-8\", "
                        + "\"content-length\": 0, \"message-id\": 8, \"\u00e9\\\"\": \"a\\n\\u0001\"}",
                written.substring(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 10, 99, 100, 101, 999_999, 1_000_000, 1_048_576})
    void content_of_any_length_comes_back(int length) throws Exception {
        Message message = Message.binary("a", new byte[length]);

        byte[] bytes = RecordingSink.encode(PROTOCOL, message);

        assertEquals(message, PROTOCOL.newDecoder(Limits.defaults()).decode(ByteBuffer.wrap(bytes)));
    }

    @Test
    void only_large_content_is_shared() throws Exception {
        RecordingSink small = new RecordingSink();
        RecordingSink large = new RecordingSink();

        PROTOCOL.encode(Message.binary("a", new byte[4_096]), small);
        PROTOCOL.encode(Message.binary("a", new byte[4_097]), large);

        assertEquals(0, small.shared());
        assertEquals(1, large.shared());
    }

    @Test
    void a_header_above_65535_bytes_is_refused_before_a_byte_is_written() throws Exception {
        int rest = RecordingSink.encode(PROTOCOL, Message.text("").with("a", "")).length - 2;
        Message fits = Message.text("").with("a", "x".repeat(0xFFFF - rest));
        Message tooLong = Message.text("").with("a", "x".repeat(0xFFFF - rest + 1));
        Limits limits = Limits.builder().maxHeader(0xFFFF).build();
        RecordingSink sink = new RecordingSink();

        byte[] bytes = RecordingSink.encode(PROTOCOL, fits);
        MessageTooLargeException e = assertThrows(MessageTooLargeException.class, () -> PROTOCOL.encode(tooLong, sink));

        assertEquals(fits, PROTOCOL.newDecoder(limits).decode(ByteBuffer.wrap(bytes)));
        assertEquals("header of 65536 bytes, the limit is 65535", e.getMessage());
        assertArrayEquals(new byte[0], sink.bytes());
        assertThrows(
                MessageTooLargeException.class,
                () -> PROTOCOL.encode(Message.binary("b".repeat(65_536), new byte[0]), sink));
    }

    @Test
    void a_received_message_can_be_sent_on() throws Exception {
        Seeded seeded = new Seeded(6);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = RecordingSink.encode(PROTOCOL, seeded.message());
            Message received = PROTOCOL.newDecoder(Limits.defaults()).decode(ByteBuffer.wrap(bytes));
            assertNotNull(received, seeded::toString);
            assertArrayEquals(bytes, RecordingSink.encode(PROTOCOL, received), seeded::toString);
        }
    }
}
