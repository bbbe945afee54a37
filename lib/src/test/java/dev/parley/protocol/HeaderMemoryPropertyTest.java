package dev.parley.protocol;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A header that is recalled is what the parser makes of it, in a hundred thousand cases. */
final class HeaderMemoryPropertyTest {
    private static final int NEXT_HEADERS = 12;
    private static final int CASES = 100_000;
    private static final int[] MAX_CONTENTS = {1, 41, 99, 100, 1_000, 1 << 20, Integer.MAX_VALUE};

    @Test
    void what_is_recalled_is_what_would_be_parsed() {
        Seeded seeded = new Seeded(20);
        SeededHeaders headers = new SeededHeaders(seeded);
        int cases = 0;
        int recalled = 0;
        for (int round = 0; cases < CASES; round++) {
            byte[] first = headers.header();
            Optional<Recalls> memory = Recalls.of(first, limits(seeded));
            for (int n = 0; memory.isPresent() && n < NEXT_HEADERS; n++) {
                recalled += isRecalled(memory.get(), headers.next(first), seeded, round) ? 1 : 0;
                cases++;
            }
        }
        // Else it is only the parser that was tried, or a memory that has nothing to refuse.
        int share = 100 * recalled / cases;
        assertTrue(share >= 15 && share <= 60, share + " % recalled");
    }

    private static boolean isRecalled(Recalls memory, byte[] next, Seeded seeded, int round) {
        try {
            return memory.assertLikeParsed(next);
        } catch (RuntimeException | Error e) {
            return fail(seeded + " round " + round + ": " + Wire.text(next), e);
        }
    }

    /** As a connection has it, where one header is remembered after the other. */
    @Test
    void a_decoder_with_a_memory_says_what_one_without_says() {
        Seeded seeded = new Seeded(21);
        SeededHeaders headers = new SeededHeaders(seeded);
        int delivered = 0;
        for (int round = 0; round < CASES / 4; round++) {
            Limits limits = limits(seeded);
            JsonHeaderDecoder decoder = new JsonHeaderDecoder(limits);
            byte[] header = headers.header();
            String alone = "";
            for (int n = 0; n < 4 && !alone.contains("Exception"); n++) {
                alone = outcome(new JsonHeaderDecoder(limits), header);
                String remembering = outcome(decoder, header);
                if (!alone.equals(remembering)) {
                    fail(seeded + " round " + round + ": " + remembering + " for " + alone + " of "
                            + Wire.text(header));
                }
                delivered += alone.contains("Exception") ? 0 : 1;
                header = headers.next(header);
            }
        }
        int messages = delivered;
        assertTrue(messages >= CASES / 10, () -> messages + " messages");
    }

    private static Limits limits(Seeded seeded) {
        return Limits.builder()
                .maxContent(MAX_CONTENTS[seeded.below(MAX_CONTENTS.length)])
                .build();
    }

    /** What becomes of a message of that header and as much content as it says, or of how it announces it. */
    private static String outcome(JsonHeaderDecoder decoder, byte[] header) {
        ByteBuffer in = ByteBuffer.wrap(Wire.message(header, new byte[2_000]));
        try {
            Message message = decoder.decode(in);
            return message == null ? "Exception: more content than is tried here" : message + " " + message.headers();
        } catch (MalformedMessageException e) {
            return Vector.describe(e);
        }
    }
}
