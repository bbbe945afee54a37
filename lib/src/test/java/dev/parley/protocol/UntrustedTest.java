package dev.parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class UntrustedTest {
    @Test
    void readable_text_of_any_script_stays() {
        String text = "a z~ \u00e9 \u4e2d\u6587 \u0627\u0644 \ud83d\udc30 \u00a0";

        assertEquals(text, Untrusted.escape(text));
        assertEquals("", Untrusted.escape(""));
    }

    @Test
    void what_drives_a_terminal_or_a_log_is_escaped() {
        assertEquals("\\u001b[2J", Untrusted.escape("\u001b[2J"));
        assertEquals("a\\r\\nb\\t", Untrusted.escape("a\r\nb\t"));
        assertEquals("\\u0000\\u0007\\u007f\\u0085\\u009b", Untrusted.escape("\0\7\u007f\u0085\u009b"));
        assertEquals("\\u2028\\u2029", Untrusted.escape("\u2028\u2029"));
        assertEquals("\\u00ad\\u200b\\u200d\\u2060\\ufeff", Untrusted.escape("\u00ad\u200b\u200d\u2060\ufeff"));
        assertEquals("\\ufffe\\uffff\\ufdd0", Untrusted.escape("\ufffe\uffff\ufdd0"));
        assertEquals("\\udb40\\udc41", Untrusted.escape(Character.toString(0xE0041)));
    }

    @Test
    void each_control_and_each_turn_of_direction_is_escaped() {
        for (int c = 0; c <= 0xFFFF; c++) {
            boolean dangerous = c < ' '
                    || (c >= 0x7f && c <= 0x9f)
                    || c == 0x61c
                    || (c >= 0x200b && c <= 0x200f)
                    || (c >= 0x2028 && c <= 0x202e)
                    || (c >= 0x2060 && c <= 0x2064)
                    || (c >= 0x2066 && c <= 0x2069)
                    || c == 0xfeff
                    || Character.isSurrogate((char) c);
            if (dangerous) {
                String escaped = Untrusted.escape(String.valueOf((char) c));
                assertTrue(escaped.matches("\\\\(u[0-9a-f]{4}|[nrt])"), escaped);
            }
        }
    }

    @Test
    void a_backslash_is_doubled_so_that_nothing_can_be_faked() {
        assertEquals("\\\\u001b\\\\...", Untrusted.escape("\\u001b\\..."));
    }

    @Test
    void half_a_character_is_escaped_and_a_whole_one_is_not() {
        assertEquals("\\ud83d\ud83d\udc30\\udc30", Untrusted.escape("\ud83d\ud83d\udc30\udc30"));
    }

    @Test
    void long_text_is_cut_between_characters() {
        String fits = "x".repeat(Untrusted.MAX_LENGTH);

        assertEquals(fits, Untrusted.escape(fits));
        assertEquals(fits + "\\...", Untrusted.escape(fits + "y"));
        assertEquals("x".repeat(999) + "\\...", Untrusted.escape("x".repeat(999) + "\n"));
        assertEquals("x".repeat(999) + "\\...", Untrusted.escape("x".repeat(999) + "\ud83d\udc30"));
        assertEquals(
                Untrusted.MAX_LENGTH / 6 * 6 + 4,
                Untrusted.escape("\u001b".repeat(1 << 20)).length());
    }

    @Test
    void random_text_becomes_one_safe_line() {
        Seeded seeded = new Seeded(10);
        for (int round = 0; round < 20_000; round++) {
            String text = seeded.text(20) + (char) seeded.below(0x10000);
            String escaped = Untrusted.escape(text);
            assertEquals(1, escaped.lines().count(), seeded::toString);
            assertFalse(escaped.chars().anyMatch(Character::isISOControl), seeded::toString);
            assertTrue(StrictText.isWellFormed(escaped), seeded::toString);
        }
    }

    @Test
    void null_is_refused_by_name() {
        assertEquals(
                "text",
                assertThrows(NullPointerException.class, () -> Untrusted.escape(null))
                        .getMessage());
    }
}
