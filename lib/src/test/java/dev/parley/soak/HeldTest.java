package dev.parley.soak;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Promise 11, with fewer connections than it promises. */
class HeldTest {
    @Test
    @Timeout(120)
    void allAnswer() throws Exception {
        Held.allAnswer(1_000, 3_000, 2);
    }
}
