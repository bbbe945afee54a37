package dev.parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Promise 18: any bytes as a header, with the length that it has: what only few streams get to by chance. */
final class HeaderFuzzTest {
    private static final int MAX_HEADER = 0xFFFF;

    static Stream<byte[]> seeds() {
        return Fuzzing.headers();
    }

    @MethodSource("seeds")
    @FuzzTest
    void any_header_is_parsed_or_malformed_and_the_decoder_says_the_same(byte[] bytes) throws Exception {
        byte[] header = Arrays.copyOf(bytes, Math.min(bytes.length, MAX_HEADER));
        ReceivedHeader parsed;
        try {
            parsed = HeaderParser.parse(header, Fuzzing.LIMITS);
        } catch (MalformedMessageException e) {
            Fuzzing.assertOneOfOurs(Vector.describe(e));
            return;
        }
        Message message = new Message(parsed.kind(), parsed.headers(), new byte[parsed.contentLength()], 1);
        Fuzzing.assertComesBack(message);
        for (String name : parsed.headers().names()) {
            Fuzzing.assertValueOrContentException(() -> parsed.headers().text(name));
            Fuzzing.assertValueOrContentException(() -> parsed.headers().number(name));
            Fuzzing.assertValueOrContentException(() -> parsed.headers().get(name, Object.class));
        }
        if (header.length <= Fuzzing.LIMITS.maxHeader()) {
            byte[] stream = Wire.message(header, new byte[parsed.contentLength()]);
            assertEquals(
                    new Splits.Outcome(List.of(message), "in order"),
                    Fuzzing.assertNoSplitMatters(() -> new JsonHeaderDecoder(Fuzzing.LIMITS), m -> m, stream));
        }
    }
}
