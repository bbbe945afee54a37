package dev.parley.protocol;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Promise 17: each vector gives its messages and its end, however it is cut. */
final class VectorsTest {
    private static final int RANDOM_SPLITS = 20;

    /** Up to which length a stream is cut at each byte; a longer one is cut into many pieces. */
    private static final int MAX_BYTE_BY_BYTE = 6_000;

    private static final int PIECE = 997;

    static Stream<Vector> vectors() {
        return VectorText.all().stream();
    }

    static Stream<Vector> refused() {
        return vectors().filter(vector -> !vector.isInOrder());
    }

    static Stream<Vector> ofUsualHeaders() {
        return vectors().filter(vector -> vector.setting().equals("json-header"));
    }

    static Stream<Vector> read() {
        return vectors()
                .filter(vector -> vector.text().isPresent() || vector.json().isPresent());
    }

    private static Splits<Object> splits(Vector vector, byte[] stream) {
        return new Splits<>(() -> vector.protocol().newDecoder(vector.limits()), Vector::describe, stream);
    }

    private static Splits.Outcome comparable(Splits.Outcome outcome) {
        return new Splits.Outcome(outcome.messages(), Vector.withoutPlace(outcome.end()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void each_gives_its_messages_and_its_end_however_it_is_cut(Vector vector) {
        Splits<Object> splits = splits(vector, vector.bytes());
        Splits.Outcome whole = splits.whole();

        assertEquals(new Splits.Outcome(vector.messages(), vector.end()), comparable(whole));
        assertEquals(whole, manyPieces(splits, vector.bytes().length));
        splits.assertRandom(whole, new Seeded(vector.number()), RANDOM_SPLITS);
    }

    private static Splits.Outcome manyPieces(Splits<Object> splits, int length) {
        if (length <= MAX_BYTE_BY_BYTE) {
            return splits.byteByByte();
        }
        int[] cuts = new int[length / PIECE];
        Arrays.setAll(cuts, i -> (i + 1) * PIECE);
        return splits.cutAt(cuts);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ofUsualHeaders")
    void each_gives_the_same_behind_a_message(Vector vector) {
        Splits.Outcome alone = splits(vector, vector.bytes()).whole();
        Splits.Outcome behind =
                splits(vector, Wire.concat(Wire.SEARCH, vector.bytes())).whole();

        assertEquals(alone.end(), behind.end());
        assertEquals(
                alone.messages(), behind.messages().subList(1, behind.messages().size()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void what_is_refused_is_let_go_of_and_nobody_is_quoted(Vector vector) throws Exception {
        Decoder<Object> decoder = vector.protocol().newDecoder(vector.limits());

        Throwable failure = failure(decoder, vector.bytes());

        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            assertTrue(cause instanceof CharacterCodingException, cause::toString);
            assertTrue(cause.getMessage().matches("Input length = \\d+"), cause::toString);
        }
        assertEquals(0, Splits.reserved(decoder));
    }

    private static Throwable failure(Decoder<Object> decoder, byte[] stream) {
        ByteBuffer in = ByteBuffer.wrap(stream);
        try {
            while (in.hasRemaining()) {
                decoder.decode(in);
            }
            decoder.end();
        } catch (MalformedMessageException e) {
            return e;
        }
        throw new AssertionError("nothing was refused");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("read")
    void content_is_judged_when_it_is_read(Vector vector) throws Exception {
        Message message =
                (Message) vector.protocol().newDecoder(vector.limits()).decode(ByteBuffer.wrap(vector.bytes()));

        vector.text().ifPresent(text -> {
            if (text.equals("refused")) {
                assertThrowsExactly(ContentException.class, message::asText);
            } else {
                byte[] expected = VectorText.bytes(text.substring("= ".length()));
                assertEquals(ByteBuffer.wrap(expected), ByteBuffer.wrap(Wire.utf8(message.asText())));
            }
        });
        vector.json().ifPresent(json -> {
            if (json.equals("refused")) {
                assertThrowsExactly(ContentException.class, () -> message.as(Object.class));
            } else {
                assertEquals("accepted", json);
                assertDoesNotThrow(() -> message.as(Object.class));
            }
        });
    }
}
