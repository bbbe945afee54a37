package dev.parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Promise 18: any bytes as content are what was asked for, or give {@link ContentException}. */
final class ContentFuzzTest {
    private static final List<String> CHARSETS = List.of(
            "utf-8",
            "utf-8",
            "us-ascii",
            "latin1",
            "cp1252",
            "utf-16",
            "utf-16le",
            "utf-16be",
            "utf-32",
            "utf-32le",
            "utf-32be");

    record Point(int x, Optional<String> name) {}

    static Stream<byte[]> seeds() {
        return VectorText.all().stream()
                .filter(vector -> vector.json().isPresent() || vector.text().isPresent())
                .map(Fuzzing::content)
                .filter(content -> content.length < Fuzzing.MAX_SEED)
                .map(content -> Wire.concat(new byte[1], content));
    }

    /** The first byte says which charset. */
    @MethodSource("seeds")
    @FuzzTest
    void any_content_is_read_or_refused(byte[] input) {
        int choice = input.length == 0 ? 0 : input[0] & 0xFF;
        byte[] content = Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
        ContentKind kind = ContentKind.of("text/json", CHARSETS.get(choice % CHARSETS.size()));
        Message message = new Message(kind, Headers.EMPTY, content, Fuzzing.LIMITS.maxJsonDepth());

        Fuzzing.assertStrict(content, kind.charset());
        for (Class<?> type : List.of(Map.class, List.class, String.class, Long.class, Double.class, Point.class)) {
            Fuzzing.assertValueOrContentException(() -> message.as(type));
        }
        Fuzzing.assertValueOrContentException(() -> message.as(Object.class)).ifPresent(value -> {
            assertTrue(JsonText.shape(message.asText()).depth() <= Fuzzing.LIMITS.maxJsonDepth());
            // What cannot be sent again, such as half a character, is refused there.
            Fuzzing.assertValueOrContentException(() -> Message.json(value))
                    .filter(again -> isFinite(value))
                    .ifPresent(again -> assertEquals(value, again.as(Object.class)));
        });
    }

    /** Whether each number is one; 1e400, which JSON has and a double has not, is read as infinite, as elsewhere. */
    private static boolean isFinite(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().allMatch(ContentFuzzTest::isFinite);
        }
        if (value instanceof List<?> list) {
            return list.stream().allMatch(ContentFuzzTest::isFinite);
        }
        return !(value instanceof Double number) || !Double.isInfinite(number);
    }
}
