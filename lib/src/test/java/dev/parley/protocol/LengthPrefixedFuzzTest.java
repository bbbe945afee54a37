package dev.parley.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Promise 18: any bytes on a connection of messages with a length before each. */
final class LengthPrefixedFuzzTest {
    private static final List<Integer> WIDTHS = List.of(1, 2, 3, 4, 8);
    private static final int MAX = 1 << 20;

    static Stream<byte[]> seeds() {
        return VectorText.all().stream()
                .filter(vector -> vector.setting().endsWith(" max=100"))
                .map(vector -> Wire.concat(new byte[] {kind(vector.setting())}, vector.bytes()));
    }

    private static byte kind(String setting) {
        int width = WIDTHS.indexOf(Character.digit(setting.charAt(setting.indexOf("width=") + 6), 10));
        return (byte) (setting.contains("order=big") ? width : width + WIDTHS.size());
    }

    /** The first byte says which width and order. */
    @MethodSource("seeds")
    @FuzzTest
    void any_stream_gives_messages_or_malformed_however_it_is_cut(byte[] input) throws Exception {
        int kind = input.length == 0 ? 0 : input[0] & 0xFF;
        byte[] stream = Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
        int width = WIDTHS.get(kind % WIDTHS.size());
        ByteOrder order = kind / WIDTHS.size() % 2 == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        int maxLength = width < 3 ? (1 << (8 * width)) - 1 : MAX;
        Protocol<byte[]> protocol = Protocol.bytes(Framing.lengthPrefixed(width, order, maxLength));

        Splits.Outcome outcome =
                Fuzzing.assertNoSplitMatters(() -> protocol.newDecoder(Limits.defaults()), Splits::comparable, stream);

        Fuzzing.assertOneOfOurs(outcome.end());
        byte[] again = {};
        for (Object message : outcome.messages()) {
            again = Wire.concat(again, RecordingSink.encode(protocol, ((ByteBuffer) message).array()));
        }
        assertArrayEquals(Arrays.copyOf(stream, again.length), again, "encoded, they are the bytes that came");
    }
}
