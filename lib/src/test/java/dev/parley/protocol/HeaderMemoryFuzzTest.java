package dev.parley.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Promise 18: a header is recalled as what it would be parsed as, or not at all. */
final class HeaderMemoryFuzzTest {
    private static final int SEEDS = 200;

    static Stream<byte[]> seeds() {
        SeededHeaders headers = new SeededHeaders(new Seeded(25));
        return Stream.generate(headers::header)
                .limit(SEEDS)
                .map(header -> Wire.concat(header, new byte[1], headers.next(header)));
    }

    /** The two headers have a NUL between them, which none that is in order has. */
    @MethodSource("seeds")
    @FuzzTest
    void the_second_header_is_recalled_as_it_would_be_parsed(byte[] both) {
        int end = 0;
        while (end < both.length && both[end] != 0) {
            end++;
        }
        byte[] first = Arrays.copyOf(both, end);
        byte[] second = Arrays.copyOfRange(both, Math.min(both.length, end + 1), both.length);

        Recalls.of(first, Fuzzing.LIMITS).ifPresent(memory -> {
            memory.assertLikeParsed(first);
            memory.assertLikeParsed(second);
        });
    }
}
