package dev.parley.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class LengthPrefixedTest {
    private static final int MAX = 100;

    record Kind(int width, ByteOrder order) {
        Protocol<byte[]> protocol(int maxLength) {
            return Protocol.bytes(Framing.lengthPrefixed(width, order, maxLength));
        }
    }

    static Stream<Kind> kinds() {
        return IntStream.of(1, 2, 3, 4, 8)
                .boxed()
                .flatMap(width ->
                        Stream.of(new Kind(width, ByteOrder.BIG_ENDIAN), new Kind(width, ByteOrder.LITTLE_ENDIAN)));
    }

    private static Splits<byte[]> splits(Kind kind, byte[] stream) {
        return new Splits<>(() -> kind.protocol(MAX).newDecoder(Limits.defaults()), Splits::comparable, stream);
    }

    @ParameterizedTest
    @CsvSource({
        "1, BIG_ENDIAN, 03", "1, LITTLE_ENDIAN, 03",
        "2, BIG_ENDIAN, 0003", "2, LITTLE_ENDIAN, 0300",
        "3, BIG_ENDIAN, 000003", "3, LITTLE_ENDIAN, 030000",
        "4, BIG_ENDIAN, 00000003", "4, LITTLE_ENDIAN, 03000000",
        "8, BIG_ENDIAN, 0000000000000003", "8, LITTLE_ENDIAN, 0300000000000000"
    })
    void the_length_stands_before_the_message(int width, String order, String prefix) throws Exception {
        Kind kind = new Kind(width, order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        byte[] expected = java.util.HexFormat.of().parseHex(prefix + "616263");

        assertArrayEquals(expected, RecordingSink.encode(kind.protocol(MAX), Wire.utf8("abc")));
        assertEquals(
                new Splits.Outcome(List.of(Splits.comparable(Wire.utf8("abc"))), "in order"),
                splits(kind, expected).whole());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void no_split_of_a_stream_matters(Kind kind) throws Exception {
        Seeded seeded = new Seeded(kind.width());
        List<Object> sent = new ArrayList<>();
        byte[] stream = {};
        while (stream.length < 200) {
            byte[] message = sent.size() == 1 ? new byte[0] : seeded.bytes(60);
            sent.add(Splits.comparable(message));
            stream = Wire.concat(stream, RecordingSink.encode(kind.protocol(MAX), message));
        }

        assertEquals(new Splits.Outcome(sent, "in order"), splits(kind, stream).whole());
        splits(kind, stream).assertNoSplitMatters(seeded, 10_000);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void the_end_of_the_stream_inside_a_message_is_a_truncation_at_every_byte(Kind kind) throws Exception {
        byte[] bytes = RecordingSink.encode(kind.protocol(MAX), new byte[20]);
        for (int cut = 1; cut < bytes.length; cut++) {
            Splits<byte[]> splits = splits(kind, java.util.Arrays.copyOf(bytes, cut));
            String expected =
                    "TruncatedMessageException: the stream ended inside a message, after " + cut + " bytes of it";
            assertEquals(expected, splits.whole().end());
            assertEquals(expected, splits.byteByByte().end());
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void lengths_are_unsigned_and_held_to_the_maximum(Kind kind) {
        byte[] allOnes = new byte[kind.width()];
        java.util.Arrays.fill(allOnes, (byte) 0xFF);
        long size = kind.width() == 8 ? Long.MAX_VALUE : (1L << (8 * kind.width())) - 1;

        Decoder<byte[]> decoder = kind.protocol(MAX).newDecoder(Limits.defaults());
        MessageTooLargeException e =
                assertThrowsExactly(MessageTooLargeException.class, () -> decoder.decode(ByteBuffer.wrap(allOnes)));

        assertEquals(size, e.size());
        assertEquals(MAX, e.limit());
        assertEquals(splits(kind, allOnes).whole(), splits(kind, allOnes).byteByByte());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void the_maximum_is_inclusive_in_both_directions(Kind kind) throws Exception {
        byte[] bytes = RecordingSink.encode(kind.protocol(MAX), new byte[MAX]);

        assertEquals("in order", splits(kind, bytes).whole().end());
        MessageTooLargeException e = assertThrows(
                MessageTooLargeException.class, () -> RecordingSink.encode(kind.protocol(MAX), new byte[MAX + 1]));
        assertEquals(MAX + 1, e.size());
        byte[] above = RecordingSink.encode(kind.protocol(MAX + 1), new byte[MAX + 1]);
        assertEquals(
                "MessageTooLargeException: message of 101 bytes, the limit is 100",
                splits(kind, above).whole().end());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void random_bytes_give_messages_or_malformed(Kind kind) {
        Seeded seeded = new Seeded(kind.width());
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            for (int round = 0; round < 10_000; round++) {
                byte[] stream = seeded.bytes(100);
                int cut = seeded.below(stream.length + 1);
                assertEquals(
                        splits(kind, stream).whole(), splits(kind, stream).cutAt(cut), () -> seeded + " cut at " + cut);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "5, 1", "9, 1", "-1, 1", "4, 0", "4, -1", "1, 256", "2, 65536", "3, 16777216"})
    void a_width_or_maximum_that_cannot_be_is_refused(int width, int maxLength) {
        assertThrows(
                IllegalArgumentException.class, () -> Framing.lengthPrefixed(width, ByteOrder.BIG_ENDIAN, maxLength));
    }

    @ParameterizedTest
    @CsvSource({"1, 255", "2, 65535", "3, 16777215", "4, 2147483647", "8, 2147483647"})
    void the_largest_maximum_that_fits_is_accepted(int width, int maxLength) throws Exception {
        Protocol<byte[]> protocol = new Kind(width, ByteOrder.LITTLE_ENDIAN).protocol(maxLength);
        byte[] message = new byte[Math.min(maxLength, 70_000)];

        byte[] bytes = RecordingSink.encode(protocol, message);

        assertArrayEquals(message, protocol.newDecoder(Limits.defaults()).decode(ByteBuffer.wrap(bytes)));
    }

    @Test
    void nulls_are_refused_by_name() {
        assertEquals(
                "order",
                assertThrows(NullPointerException.class, () -> Framing.lengthPrefixed(4, null, 1))
                        .getMessage());
        assertEquals(
                "framing",
                assertThrows(NullPointerException.class, () -> Protocol.bytes(null))
                        .getMessage());
    }
}
