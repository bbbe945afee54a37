package dev.parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A stream of bytes cut into reads in every way that matters; the decoder must give the same for all of them.
 *
 * <p>Each read is a new buffer, by turns on the heap, direct, and read-only with room before and behind; it is
 * overwritten after the call, so that a decoder that holds on to it gives itself away. So does one that reserves for what
 * was only announced.
 *
 * @param <M> the message
 */
final class Splits<M> {
    /** What came out: the messages in a form that can be compared, and how it ended. */
    record Outcome(List<Object> messages, String end) {}

    private static final int FIRST_CAPACITY = 8 << 10;

    private final Supplier<Decoder<M>> decoders;
    private final Function<M, Object> comparable;
    private final byte[] stream;

    Splits(Supplier<Decoder<M>> decoders, Function<M, Object> comparable, byte[] stream) {
        this.decoders = decoders;
        this.comparable = comparable;
        this.stream = stream;
    }

    /** Arrays as something that has equals. */
    static Object comparable(byte[] bytes) {
        return ByteBuffer.wrap(bytes);
    }

    Outcome whole() {
        return cutAt();
    }

    Outcome byteByByte() {
        int[] cuts = new int[Math.max(0, stream.length - 1)];
        Arrays.setAll(cuts, i -> i + 1);
        return cutAt(cuts);
    }

    /** All of the ways below. */
    void assertNoSplitMatters(Seeded seeded, int randomRounds) {
        Outcome expected = whole();
        assertEquals(expected, byteByByte(), "byte by byte");
        assertEverySingle(expected);
        assertEveryPair(expected);
        assertRandom(expected, seeded, randomRounds);
    }

    private void assertEverySingle(Outcome expected) {
        for (int i = 0; i <= stream.length; i++) {
            int cut = i;
            assertEquals(expected, cutAt(cut), () -> "cut at " + cut);
        }
    }

    private void assertEveryPair(Outcome expected) {
        for (int i = 0; i < stream.length; i++) {
            for (int k = i; k < stream.length; k++) {
                int first = i;
                int second = k;
                assertEquals(expected, cutAt(first, second), () -> "cut at " + first + " and " + second);
            }
        }
    }

    void assertRandom(Outcome expected, Seeded seeded, int rounds) {
        for (int round = 0; round < rounds; round++) {
            int[] cuts = new int[seeded.below(12)];
            Arrays.setAll(cuts, i -> seeded.below(stream.length + 1));
            Arrays.sort(cuts);
            assertEquals(expected, cutAt(cuts), () -> seeded + " cut at " + Arrays.toString(cuts));
        }
    }

    /** Feeds the stream in pieces that end at {@code cuts}, in ascending order, and then its end. */
    Outcome cutAt(int... cuts) {
        Decoder<M> decoder = decoders.get();
        List<Object> messages = new ArrayList<>();
        byte[] unread = {};
        int from = 0;
        try {
            for (int piece = 0; piece <= cuts.length; piece++) {
                int to = piece < cuts.length ? cuts[piece] : stream.length;
                unread = feed(decoder, Wire.concat(unread, Arrays.copyOfRange(stream, from, to)), piece, messages);
                from = to;
            }
            decoder.end();
            return new Outcome(messages, unread.length == 0 ? "in order" : unread.length + " bytes left");
        } catch (MalformedMessageException e) {
            assertStaysFailed(decoder, e);
            return new Outcome(messages, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private byte[] feed(Decoder<M> decoder, byte[] bytes, int kind, List<Object> messages)
            throws MalformedMessageException {
        ByteBuffer buffer = buffer(bytes.length, kind);
        ByteBuffer view = buffer.duplicate().put(bytes).flip().position(buffer.position());
        ByteBuffer in = kind % 3 == 2 ? view.asReadOnlyBuffer() : view;
        while (in.hasRemaining()) {
            int before = in.position();
            M message = decoder.decode(in);
            assertLittleReserved(decoder);
            if (message == null) {
                break;
            }
            messages.add(comparable.apply(message));
            if (in.position() == before && messages.size() > stream.length) {
                fail("messages without bytes");
            }
        }
        byte[] unread = new byte[in.remaining()];
        in.get(unread);
        for (int i = 0; i < buffer.capacity(); i++) {
            buffer.put(i, (byte) 0xAA);
        }
        return unread;
    }

    /** However much was announced: at most twice what has come, which is at most the stream. */
    private void assertLittleReserved(Decoder<M> decoder) {
        int reserved = reserved(decoder);
        assertTrue(reserved <= Math.max(FIRST_CAPACITY, 2L * stream.length), () -> reserved + " bytes reserved");
    }

    /** How many bytes a decoder of ours holds for a message that is arriving. */
    static int reserved(Decoder<?> decoder) {
        return decoder instanceof JsonHeaderDecoder headers
                ? headers.capacity()
                : ((LengthPrefixedDecoder) decoder).capacity();
    }

    private static ByteBuffer buffer(int length, int kind) {
        return switch (kind % 3) {
            case 0 -> ByteBuffer.allocate(length);
            case 1 -> ByteBuffer.allocateDirect(length);
            default -> ByteBuffer.allocate(length + 5).position(3);
        };
    }

    private static void assertStaysFailed(Decoder<?> decoder, MalformedMessageException first) {
        try {
            decoder.decode(ByteBuffer.wrap(Wire.SEARCH));
        } catch (MalformedMessageException again) {
            assertSame(first, again);
            return;
        }
        fail("a decoder that failed went on");
    }
}
