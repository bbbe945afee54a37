package dev.parley;

import dev.parley.protocol.Seeded;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Random operations over a simulated connection, in a random order of events. What failed once fails again with its seed:
 * {@code -Dparley.seed=N} runs that one alone, {@code -Dparley.seeds=N} so many.
 */
class RandomOperationsTest {
    private static final int SEEDS = Integer.getInteger("parley.seeds", 1_000);

    @Test
    void everyRequestEndsOnceAndNoAnswerGoesAstray() {
        forEachSeed(seeded -> new RandomExchanges(seeded).run());
    }

    @Test
    void messagesOfChannelsArriveInOrderOnceOrSayThatTheyDidNot() {
        forEachSeed(seeded -> new RandomChannels(seeded).run());
    }

    private static void forEachSeed(Consumer<Seeded> test) {
        boolean one = Long.getLong("parley.seed") != null;
        try (Quiet quiet = new Quiet()) {
            for (long seed = 1; seed <= (one ? 1 : SEEDS); seed++) {
                Seeded seeded = new Seeded(seed);
                try {
                    test.accept(seeded);
                } catch (AssertionError | RuntimeException failed) {
                    throw new AssertionError(seeded + ": " + failed.getMessage(), failed);
                }
            }
        }
    }
}
