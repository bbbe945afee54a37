package dev.parley.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What can be sent is received as it was; what no decoder would accept is refused before. */
final class CodecPropertyTest {
    private static final int ROUNDS = 10_000;

    /** The widest there are: what these refuse, each receiver refuses. */
    private static final Limits WIDEST = Limits.builder()
            .maxHeader(0xFFFF)
            .maxContent(Integer.MAX_VALUE)
            .maxHeaderFields(0xFFFF)
            .maxJsonDepth(500)
            .build();

    @Test
    void what_is_sent_is_received_and_sent_on_as_the_same_bytes() throws Exception {
        Seeded seeded = new Seeded(22);
        for (int round = 0; round < ROUNDS; round++) {
            Message message = seeded.message();
            byte[] bytes = RecordingSink.encode(Protocol.jsonHeader(), message);
            Message received = decoded(bytes);
            assertEquals(message, received, seeded::toString);
            assertArrayEquals(bytes, RecordingSink.encode(Protocol.jsonHeader(), received), seeded::toString);
        }
    }

    @Test
    void headers_of_any_form_are_sent_on_as_one_form() throws Exception {
        Seeded seeded = new Seeded(23);
        SeededHeaders headers = new SeededHeaders(seeded);
        int received = 0;
        for (int round = 0; round < ROUNDS; round++) {
            ReceivedHeader header;
            try {
                header = HeaderParser.parse(headers.next(headers.header()), WIDEST);
            } catch (MalformedMessageException refused) {
                continue;
            }
            Message message = new Message(header.kind(), header.headers(), new byte[] {'1'}, 1);
            byte[] bytes = RecordingSink.encode(Protocol.jsonHeader(), message);
            assertEquals(message, decoded(bytes), seeded::toString);
            assertArrayEquals(bytes, RecordingSink.encode(Protocol.jsonHeader(), decoded(bytes)), seeded::toString);
            received++;
        }
        int some = received;
        assertTrue(some > ROUNDS / 4, () -> some + " headers");
    }

    @Test
    void what_is_not_refused_when_it_is_made_or_sent_is_accepted_when_it_comes() {
        Seeded seeded = new Seeded(24);
        int sent = 0;
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Message message;
            byte[] bytes;
            try {
                message = wild(seeded);
                bytes = RecordingSink.encode(Protocol.jsonHeader(), message);
            } catch (ContentException | IllegalArgumentException | MalformedMessageException e) {
                refused++;
                continue;
            }
            assertReceived(message, bytes, seeded, round);
            sent++;
        }
        int some = Math.min(sent, refused);
        assertTrue(some > ROUNDS / 10, () -> some + " sent or refused");
    }

    private static void assertReceived(Message message, byte[] bytes, Seeded seeded, int round) {
        try {
            assertEquals(message, decoded(bytes));
        } catch (MalformedMessageException | RuntimeException | AssertionError e) {
            fail(seeded + " round " + round + ": " + message + " " + message.headers(), e);
        }
    }

    private static Message decoded(byte[] bytes) throws MalformedMessageException {
        return new JsonHeaderDecoder(WIDEST).decode(ByteBuffer.wrap(bytes));
    }

    /** A message of values that nobody sends in his right mind. */
    private static Message wild(Seeded seeded) {
        Message message = switch (seeded.below(3)) {
            case 0 -> Message.binary(wildText(seeded), seeded.bytes(20));
            case 1 -> Message.text(wildText(seeded));
            default -> Message.json(wildValue(seeded, 4));
        };
        for (int n = seeded.below(3); n > 0; n--) {
            message = message.with(wildText(seeded), wildValue(seeded, 4));
        }
        return message;
    }

    private static String wildText(Seeded seeded) {
        return switch (seeded.below(12)) {
            case 0 -> "";
            case 1 -> seeded.text(5) + (char) (0xD800 + seeded.below(0x800));
            case 2 -> "text/" + seeded.text(3);
            case 3 -> HeaderParser.REQUIRED.get(seeded.below(4));
            case 4 -> seeded.below(20) == 0 ? "y".repeat(65_300 + seeded.below(300)) : "y";
            default -> seeded.text(10);
        };
    }

    private static Object wildValue(Seeded seeded, int depth) {
        return switch (seeded.below(depth > 0 ? 14 : 8)) {
            case 0 -> Double.longBitsToDouble(seeded.random.nextLong());
            case 1 -> List.of(Double.NaN, Float.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE, Float.MAX_VALUE);
            case 2 -> new BigDecimal("1e" + (seeded.below(2_000) - 1_000));
            case 3 -> new BigDecimal("9".repeat(1 + seeded.below(999))).toBigInteger();
            case 4 -> seeded.bytes(9);
            case 5 -> wildText(seeded);
            case 6 -> (char) seeded.below(0x10000);
            case 7 -> seeded.json(2);
            case 8 -> seeded.below(10) > 0 ? true : nested(498 + seeded.below(4), seeded.below(2) == 0);
            case 9 -> twice(seeded);
            case 10 -> List.of(wildValue(seeded, depth - 1), wildValue(seeded, depth - 1));
            default -> Map.of(wildText(seeded), wildValue(seeded, depth - 1));
        };
    }

    /** Keys that are different objects, and the same text. */
    private static Map<Object, Object> twice(Seeded seeded) {
        Map<Object, Object> map = new LinkedHashMap<>();
        int number = seeded.below(100);
        map.put(number, 1);
        map.put(seeded.below(2) == 0 ? Integer.toString(number) : "x", 2);
        return map;
    }

    private static Object nested(int depth, boolean objects) {
        Object value = 1;
        for (int i = 0; i < depth; i++) {
            value = objects ? Map.of("a", value) : new ArrayList<>(List.of(value));
        }
        return value;
    }
}
