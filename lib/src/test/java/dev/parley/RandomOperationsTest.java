package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.protocol.Seeded;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Random operations over simulated connections, in a random order of events. What failed once fails again with its seed:
 * {@code -Dparley.seed=N} runs that one alone, {@code -Dparley.seeds=N} so many.
 */
class RandomOperationsTest {
    private static final int SEEDS = Integer.getInteger("parley.seeds", Woven.isHere() ? 500 : 1_000);

    /** How often each thing that can happen has to happen at least, in all seeds of all kinds. */
    private static final int OFTEN = 5;

    @Test
    void everyRequestEndsOnceAndNoAnswerGoesAstray() {
        forEachSeed("everyRequestEndsOnceAndNoAnswerGoesAstray", seeded -> new RandomExchanges(seeded).run());
    }

    @Test
    void messagesOfChannelsArriveInOrderOnceOrSayThatTheyDidNot() {
        forEachSeed(
                "messagesOfChannelsArriveInOrderOnceOrSayThatTheyDidNot", seeded -> new RandomChannels(seeded).run());
    }

    @Test
    void everyConnectionOfItsOwnEndsWithItsRequest() {
        forEachSeed("everyConnectionOfItsOwnEndsWithItsRequest", seeded -> new RandomConnects(seeded).run());
    }

    @Test
    void everythingThatCanHappenDoes() {
        Happening.forget();
        try (Quiet quiet = new Quiet()) {
            for (long seed = 1; seed <= 400; seed++) {
                new RandomExchanges(new Seeded(seed)).run();
                new RandomChannels(new Seeded(seed)).run();
                new RandomConnects(new Seeded(seed)).run();
            }
        }
        if (Long.getLong("parley.seed") == null) {
            assertEquals(Set.of(), Happening.rarerThan(OFTEN));
        }
    }

    private static void forEachSeed(String name, Consumer<Seeded> test) {
        boolean one = Long.getLong("parley.seed") != null;
        String tests = Woven.isHere() ? "WovenOperationsTest" : "RandomOperationsTest";
        try (Quiet quiet = new Quiet()) {
            for (long seed = 1; seed <= (one ? 1 : SEEDS); seed++) {
                Seeded seeded = new Seeded(seed);
                try {
                    test.accept(seeded);
                } catch (AssertionError | RuntimeException failed) {
                    throw new AssertionError(
                            failed.getMessage() + "; again: mvn -pl lib test -Dtest='" + tests + "#" + name + "' "
                                    + seeded,
                            failed);
                }
            }
        }
    }
}
