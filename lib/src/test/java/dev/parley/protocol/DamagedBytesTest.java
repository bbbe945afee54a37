package dev.parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Damaged bytes by the hundred thousand: they give messages or {@link MalformedMessageException}, and nothing else. */
final class DamagedBytesTest {
    private static final int ROUNDS = 100_000;
    private static final String[] TOKENS = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\u",
        "\\ud83d",
        "null",
        "true",
        "-",
        "1e9",
        "0",
        "9999999999",
        "\0",
        "\uFEFF",
        "\"content-length\": 5",
        ", \"content-length\": ",
        "\"byteorder\"",
        "utf-16",
        "text/",
        "\u2028"
    };

    @Test
    void damaged_and_random_bytes_give_messages_or_malformed() {
        Seeded seeded = new Seeded(4);
        List<byte[]> corpus = corpus(seeded);
        int[] messages = {0};
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (int round = 0; round < ROUNDS; round++) {
                byte[] stream = round % 10 == 0 ? seeded.bytes(300) : damaged(corpus, seeded);
                messages[0] += run(stream, seeded, round).messages().size();
            }
        });
        // Else the damage is so great that nothing behind the first check was reached.
        assertTrue(messages[0] > ROUNDS / 10, () -> messages[0] + " messages");
    }

    @Test
    void a_header_like_the_last_one_is_judged_like_a_first_one() {
        Seeded seeded = new Seeded(5);
        List<byte[]> corpus = corpus(seeded);
        for (int round = 0; round < ROUNDS / 2; round++) {
            byte[] first = corpus.get(seeded.below(corpus.size()));
            byte[] second = round % 2 == 0 ? otherDigits(first, seeded) : damagedHeader(first, seeded);
            Splits.Outcome fresh = run(second, seeded, round);
            Splits.Outcome recalled = run(Wire.concat(first, second), seeded, round);

            List<Object> expected = new ArrayList<>(run(first, seeded, round).messages());
            expected.addAll(fresh.messages());
            assertEquals(new Splits.Outcome(expected, fresh.end()), recalled, seeded + " round " + round);
        }
    }

    private static Splits.Outcome run(byte[] stream, Seeded seeded, int round) {
        Splits<Message> splits =
                new Splits<>(() -> new JsonHeaderDecoder(Limits.defaults()), message -> message, stream);
        try {
            return splits.cutAt(seeded.below(stream.length + 1));
        } catch (RuntimeException | Error e) {
            return fail(seeded + " round " + round, e);
        }
    }

    private static List<byte[]> corpus(Seeded seeded) {
        List<byte[]> corpus = new ArrayList<>(List.of(Wire.SEARCH));
        try {
            for (int i = 0; i < 100; i++) {
                corpus.add(RecordingSink.encode(Protocol.jsonHeader(), seeded.message()));
            }
        } catch (MalformedMessageException e) {
            return fail(e);
        }
        return corpus;
    }

    private static byte[] damaged(List<byte[]> corpus, Seeded seeded) {
        byte[] first = corpus.get(seeded.below(corpus.size()));
        byte[] second = corpus.get(seeded.below(corpus.size()));
        return switch (seeded.below(4)) {
            case 0 -> Wire.concat(first, damagedHeader(second, seeded));
            case 1 -> damagedHeader(first, seeded);
            case 2 -> damage(Wire.concat(first, second), seeded);
            default -> damage(first, seeded);
        };
    }

    /** Damage within the JSON, and a length that fits it: what gets past the first two bytes. */
    private static byte[] damagedHeader(byte[] message, Seeded seeded) {
        int length = headerLength(message);
        byte[] header = damage(Arrays.copyOfRange(message, 2, 2 + length), seeded);
        return Wire.message(header, Arrays.copyOfRange(message, 2 + length, message.length));
    }

    private static byte[] otherDigits(byte[] message, Seeded seeded) {
        int length = headerLength(message);
        String header = new String(message, 2, length, java.nio.charset.StandardCharsets.UTF_8);
        String[] digits = {"", "0", "00", "5", "05", "12", "1048576", "1048577", "999999999", "2147483648", "-1", "1.0"
        };
        String changed = header.replaceFirst(
                "\"content-length\": [0-9]+", "\"content-length\": " + digits[seeded.below(digits.length)]);
        return Wire.message(Wire.utf8(changed), seeded.bytes(20));
    }

    private static int headerLength(byte[] message) {
        return ((message[0] & 0xFF) << 8) | (message[1] & 0xFF);
    }

    private static byte[] damage(byte[] bytes, Seeded seeded) {
        byte[] damaged = bytes;
        for (int n = 1 + seeded.below(3); n > 0 && damaged.length > 0; n--) {
            int at = seeded.below(damaged.length);
            int to = Math.min(damaged.length, at + seeded.below(9));
            byte[] head = Arrays.copyOf(damaged, at);
            byte[] tail = Arrays.copyOfRange(damaged, to, damaged.length);
            damaged = switch (seeded.below(5)) {
                case 0 -> Wire.concat(head, tail);
                case 1 -> Wire.concat(head, Wire.utf8(TOKENS[seeded.below(TOKENS.length)]), tail);
                case 2 ->
                    Wire.concat(
                            head, Arrays.copyOfRange(damaged, at, to), Arrays.copyOfRange(damaged, at, damaged.length));
                case 3 -> Wire.concat(head, seeded.bytes(4), tail);
                default -> flipped(damaged, at, seeded);
            };
        }
        return damaged;
    }

    private static byte[] flipped(byte[] bytes, int at, Seeded seeded) {
        byte[] copy = bytes.clone();
        copy[at] ^= (byte) (1 << seeded.below(8));
        return copy;
    }
}
