package dev.parley.soak;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Promise 11 in full: 10,000 connections are held, all of them answer, again and again. */
@Tag("soak")
class HeldSoakTest {
    @Test
    void allAnswer() throws Exception {
        Held.allAnswer(1_000, 10_000, 50);
    }
}
