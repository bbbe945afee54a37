package dev.parley.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonHeaderDecoderTest {
    private static final Message SEARCH = Message.json(new Search("search", "morpheus"));

    record Search(String action, String value) {}

    private static JsonHeaderDecoder decoder() {
        return new JsonHeaderDecoder(Limits.defaults());
    }

    private static Splits<Message> splits(byte[] stream) {
        return new Splits<>(JsonHeaderDecoderTest::decoder, message -> message, stream);
    }

    @Test
    void golden_bytes_become_the_message_that_was_sent() throws Exception {
        Message message = decoder().decode(ByteBuffer.wrap(Wire.SEARCH));

        assertNotNull(message);
        assertEquals(SEARCH, message);
        assertEquals("text/json", message.contentType());
        assertEquals("utf-8", message.contentEncoding());
        assertEquals(41, message.contentLength());
        assertEquals("{\"action\": \"search\", \"value\": \"morpheus\"}", message.asText());
        assertEquals(new Search("search", "morpheus"), message.as(Search.class));
        assertTrue(message.headers().isEmpty());
    }

    @Test
    void a_message_of_a_big_endian_machine_is_the_same_message() throws Exception {
        byte[] bytes = Wire.message(Wire.header("\"big\"", "\"text/json\"", "\"utf-8\"", "41", ""), SEARCH.asText());

        assertEquals(0x64, bytes[1]);
        assertEquals(SEARCH, decoder().decode(ByteBuffer.wrap(bytes)));
    }

    @Test
    void headers_in_any_order_with_white_space_and_escapes_are_the_same_message() throws Exception {
        String header = " {\"content-length\":41 , \"content\\u002dencoding\" :\"UTF-8\",\r\n\t\"content-type\":"
                + "\"text\\/json\",\"byteorder\":\"\\u006Cittle\" }\n";

        Message message = decoder().decode(ByteBuffer.wrap(Wire.message(header, SEARCH.asText())));

        assertNotNull(message);
        assertEquals("UTF-8", message.contentEncoding());
        assertEquals(new Search("search", "morpheus"), message.as(Search.class));
    }

    @Test
    void further_headers_are_kept() throws Exception {
        String further = ", \"message-id\":7, \"who\": \"\\u00e9\\ud83d\\udc30\", \"none\": null,"
                + " \"deep\": {\"a\":[1.50,{}], \"b\":[],\"\\ud83d\\udc30\":-1e999999999999}";
        String header = Wire.header("\"little\"", "\"text/plain\"", "\"latin1\"", "1", further);

        Message message = decoder().decode(ByteBuffer.wrap(Wire.message(Wire.utf8(header), new byte[] {(byte) 0xE9})));

        assertNotNull(message);
        assertEquals("\u00e9", message.asText());
        assertEquals(
                List.of("message-id", "who", "none", "deep"),
                List.copyOf(message.headers().names()));
        assertEquals(7, message.headers().number("message-id").orElseThrow());
        assertEquals("\u00e9\ud83d\udc30", message.headers().text("who").orElseThrow());
        assertTrue(message.headers().contains("none"));
        assertTrue(message.headers().text("none").isEmpty());
        String written = new String(RecordingSink.encode(Protocol.jsonHeader(), message), ISO_8859_1);
        assertTrue(
                written.contains(
                        "\"deep\": {\"a\": [1.50, {}], \"b\": [], \"\u00f0\u009f\u0090\u00b0\": -1e999999999999}"),
                written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"image/png\"", "\"TEXT/json\"", "\"text\""})
    void content_of_length_0_of_a_binary_type_is_a_message(String type) throws Exception {
        byte[] bytes = Wire.message(Wire.header("\"little\"", type, "\"gzip\"", "0", ""), "");

        Message message = decoder().decode(ByteBuffer.wrap(bytes));

        assertNotNull(message);
        assertEquals(0, message.contentLength());
        assertEquals("gzip", message.contentEncoding());
    }

    @Test
    void limits_are_inclusive() throws Exception {
        String header = Wire.header("\"little\"", "\"a\"", "\"b\"", "5", "");
        Limits limits =
                Limits.builder().maxHeader(header.length()).maxContent(5).build();
        byte[] stream = Wire.message(header, "12345");

        assertNotNull(new JsonHeaderDecoder(limits).decode(ByteBuffer.wrap(stream)));
        stream[1]++;
        assertThrowsExactly(
                MessageTooLargeException.class, () -> new JsonHeaderDecoder(limits).decode(ByteBuffer.wrap(stream)));
    }

    @Test
    void depth_32_is_accepted_in_a_header() throws Exception {
        String value = ", \"a\": " + "[".repeat(31) + "]".repeat(31);
        byte[] bytes = Wire.message(Wire.header("\"little\"", "\"a\"", "\"b\"", "0", value), "");

        assertNotNull(decoder().decode(ByteBuffer.wrap(bytes)));
    }

    @Test
    void no_split_of_a_stream_matters() throws Exception {
        Message binary = Message.binary("b/x", new byte[] {1, 2, 3});
        byte[] stream = Wire.concat(
                RecordingSink.encode(Protocol.jsonHeader(), binary),
                RecordingSink.encode(Protocol.jsonHeader(), Message.binary("b/x", new byte[0])),
                RecordingSink.encode(Protocol.jsonHeader(), Message.binary("b/x", new byte[12])));
        assertTrue(stream.length > 200);

        Splits.Outcome whole = splits(stream).whole();
        assertEquals(3, whole.messages().size());
        assertEquals(binary, whole.messages().get(0));
        assertEquals("in order", whole.end());
        splits(stream).assertNoSplitMatters(new Seeded(1), 10_000);
    }

    @Test
    void no_split_matters_when_the_stream_ends_in_error() {
        byte[] stream =
                Wire.concat(Wire.SEARCH, Wire.message("{\"byteorder\": \"little\", \"a\": 1}", ""), Wire.SEARCH);

        assertEquals(
                "MalformedMessageException: missing required header \"content-length\"",
                splits(stream).whole().end());
        splits(stream).assertNoSplitMatters(new Seeded(2), 10_000);
    }

    @Test
    void random_messages_arrive_whatever_the_splits() throws Exception {
        Seeded seeded = new Seeded(3);
        for (int round = 0; round < 200; round++) {
            List<Object> sent = new ArrayList<>();
            byte[] stream = {};
            for (int n = seeded.below(30); n > 0; n--) {
                Message message = seeded.message();
                sent.add(message);
                stream = Wire.concat(stream, RecordingSink.encode(Protocol.jsonHeader(), message));
            }
            Splits.Outcome expected = new Splits.Outcome(sent, "in order");
            assertEquals(expected, splits(stream).whole(), seeded::toString);
            splits(stream).assertRandom(expected, seeded, 20);
        }
    }

    @Test
    void bytes_behind_a_message_are_left() throws Exception {
        ByteBuffer in = ByteBuffer.wrap(Wire.concat(Wire.SEARCH, Wire.SEARCH, new byte[] {0}));
        JsonHeaderDecoder decoder = decoder();

        assertEquals(SEARCH, decoder.decode(in));
        assertEquals(Wire.SEARCH.length + 1, in.remaining());
        assertEquals(SEARCH, decoder.decode(in));
        assertNull(decoder.decode(in));
        assertFalse(in.hasRemaining());
    }

    @Test
    void the_end_of_the_stream_inside_a_message_is_a_truncation_at_every_byte() throws Exception {
        for (int before = 0; before < 2; before++) {
            for (int cut = 1; cut < Wire.SEARCH.length; cut++) {
                byte[] cutShort = Arrays.copyOf(Wire.SEARCH, cut);
                byte[] stream = before == 0 ? cutShort : Wire.concat(Wire.SEARCH, cutShort);
                Splits.Outcome expected = new Splits.Outcome(
                        before == 0 ? List.of() : List.of(SEARCH),
                        "TruncatedMessageException: the stream ended inside a message, after " + cut + " bytes of it");
                assertEquals(expected, splits(stream).whole());
                assertEquals(expected, splits(stream).byteByByte());
            }
        }
        decoder().end();
    }

    @Test
    void a_truncated_stream_stays_truncated() throws Exception {
        JsonHeaderDecoder decoder = decoder();
        assertNull(decoder.decode(ByteBuffer.wrap(new byte[1])));

        TruncatedMessageException first = assertThrows(TruncatedMessageException.class, decoder::end);

        assertEquals(1, first.received());
        assertSame(first, assertThrows(TruncatedMessageException.class, decoder::end));
        assertSame(first, assertThrows(Exception.class, () -> decoder.decode(ByteBuffer.wrap(Wire.SEARCH))));
    }

    @Test
    void an_oversize_header_is_refused_before_a_byte_of_it_is_taken() {
        ByteBuffer in = ByteBuffer.wrap(new byte[] {(byte) 0xFF, (byte) 0xFF, '{', '"'});
        JsonHeaderDecoder decoder = decoder();

        MessageTooLargeException e = assertThrows(MessageTooLargeException.class, () -> decoder.decode(in));

        assertEquals(2, in.remaining());
        assertEquals(65_535, e.size());
        assertEquals(16_384, e.limit());
    }

    @Test
    void a_received_message_is_read_as_deep_as_its_connection_allows() throws Exception {
        String json = "[".repeat(40) + "]".repeat(40);
        byte[] bytes = Wire.message(Wire.header("\"little\"", "\"text/json\"", "\"utf-8\"", "80", ""), json);
        Limits deep = Limits.builder().maxJsonDepth(40).build();

        Message deepMessage = new JsonHeaderDecoder(deep).decode(ByteBuffer.wrap(bytes));
        Message message = decoder().decode(ByteBuffer.wrap(bytes));

        assertNotNull(deepMessage);
        assertNotNull(message);
        assertEquals(1, deepMessage.as(List.class).size());
        assertEquals(1, deepMessage.with("a", 1).as(List.class).size());
        assertThrows(ContentException.class, () -> message.as(List.class));
        assertEquals(deepMessage, message);
    }
}
