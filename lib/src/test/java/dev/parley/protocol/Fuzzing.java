package dev.parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What holds for any bytes, and the bytes to begin with: shared by the targets that Jazzer fuzzes. */
final class Fuzzing {
    /** So small that short inputs reach them. */
    static final Limits LIMITS = Limits.builder()
            .maxHeader(2_000)
            .maxHeaderFields(12)
            .maxContent(1_000)
            .maxJsonDepth(5)
            .build();

    /** Longer ones only slow it down. */
    static final int MAX_SEED = 1_000;

    private static final int MAX_BYTE_BY_BYTE = 500;

    /** Each text that an end may have, so that none quotes what came. */
    private static final Pattern OURS = Pattern.compile("in order"
            + "|TruncatedMessageException: the stream ended inside a message, after \\d+ bytes of it"
            + "|MessageTooLargeException: (header|content|message) of \\d+ bytes, the limit is \\d+"
            + "|MalformedMessageException: (header of 0 bytes|header is not UTF-8|header begins with a byte order mark"
            + "|header of \\d+ fields, the limit is \\d+|header nested deeper than \\d+, the limit"
            + "|header is not a JSON object|header is not strict JSON"
            + "|header has something behind its JSON object|header has an unpaired surrogate"
            + "|missing required header \"(byteorder|content-(length|type|encoding))\""
            + "|byteorder is neither \"little\" nor \"big\"|content-length is not a whole number of 0 or more"
            + "|content-length is 0, and no JSON text is empty|content-(type|encoding) is not a string"
            + "|content-type is empty|content-encoding of text names no charset that is allowed)");

    private Fuzzing() {}

    static Stream<byte[]> seeds(Predicate<Vector> wanted) {
        return VectorText.all().stream().filter(wanted).map(Vector::bytes).filter(bytes -> bytes.length < MAX_SEED);
    }

    /** The first header of each vector, where it is whole. */
    static Stream<byte[]> headers() {
        return seeds(Vector::hasHeaders)
                .filter(stream -> stream.length > 2 && headerLength(stream) <= stream.length - 2)
                .map(stream -> Arrays.copyOfRange(stream, 2, 2 + headerLength(stream)));
    }

    /** What stands behind the first header. */
    static byte[] content(Vector vector) {
        byte[] stream = vector.bytes();
        return Arrays.copyOfRange(stream, 2 + headerLength(stream), stream.length);
    }

    private static int headerLength(byte[] stream) {
        return ByteBuffer.wrap(stream).getShort() & 0xFFFF;
    }

    /** The outcome, which is the same whole, byte by byte, and cut at places that follow from the bytes. */
    static <M> Splits.Outcome assertNoSplitMatters(
            Supplier<Decoder<M>> decoders, Function<M, Object> comparable, byte[] stream) {
        Splits<M> splits = new Splits<>(decoders, comparable, stream);
        Splits.Outcome whole = splits.whole();
        if (stream.length <= MAX_BYTE_BY_BYTE) {
            assertEquals(whole, splits.byteByByte(), "byte by byte");
        }
        Random random = new Random(Arrays.hashCode(stream));
        int[] cuts = random.ints(3, 0, stream.length + 1).sorted().toArray();
        assertEquals(whole, splits.cutAt(cuts), () -> "cut at " + Arrays.toString(cuts));
        return whole;
    }

    static void assertOneOfOurs(String end) {
        assertTrue(OURS.matcher(Vector.withoutPlace(end)).matches(), end);
    }

    /** That a message which was received can be sent on, and arrives as it was. */
    static void assertComesBack(Message message) throws MalformedMessageException {
        byte[] sent = RecordingSink.encode(Protocol.jsonHeader(), message);
        Limits wide = Limits.builder().maxHeader(0xFFFF).maxHeaderFields(0xFFFF).build();
        assertEquals(message, new JsonHeaderDecoder(wide).decode(ByteBuffer.wrap(sent)));
    }

    /** The value, or empty where {@link ContentException} was thrown; anything else is a fault. */
    static <T> Optional<T> assertValueOrContentException(Supplier<T> value) {
        try {
            return Optional.of(value.get());
        } catch (ContentException refused) {
            return Optional.empty();
        }
    }

    /** That text is decoded as the charset's own strict decoder does it. */
    static void assertStrict(byte[] bytes, Charset charset) {
        Optional<String> expected = strict(bytes, charset);
        try {
            String text = StrictText.decode(bytes, charset);
            assertEquals(expected, Optional.of(text));
        } catch (CharacterCodingException e) {
            if (expected.isPresent()) {
                fail("refused, though the charset knows it", e);
            }
        }
    }

    private static Optional<String> strict(byte[] bytes, Charset charset) {
        try {
            return Optional.of(charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
