package dev.parley.soak;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Promise 12 in full. */
@Tag("soak")
class CyclesSoakTest {
    private static final int EXCHANGES = 100_000;
    private static final int OTHERS = 10_000;

    @ParameterizedTest
    @EnumSource
    void leaveNothing(Cycle cycle) throws Exception {
        int count = cycle == Cycle.EXCHANGE ? EXCHANGES : OTHERS;
        long began = System.nanoTime();
        Cycles.leaveNothing(cycle, 1_000, count);
        System.out.printf("%s: %d cycles in %.1f s, nothing held%n", cycle, count, (System.nanoTime() - began) / 1e9);
    }
}
