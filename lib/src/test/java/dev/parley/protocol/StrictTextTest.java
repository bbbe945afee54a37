package dev.parley.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StrictTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"80", "c3", "c0af", "c1bf", "e08080", "eda080", "edb080", "f4908080", "f8", "ff", "efbfbdc3"})
    void what_is_not_utf_8_is_refused(String hex) {
        assertThrows(
                CharacterCodingException.class,
                () -> StrictText.decode(HexFormat.of().parseHex(hex), UTF_8));
    }

    @Test
    void a_replacement_character_that_was_sent_is_text() throws Exception {
        assertEquals("a\ufffdb", StrictText.decode("a\ufffdb".getBytes(UTF_8), UTF_8));
    }

    @Test
    void random_bytes_are_judged_as_by_a_decoder_that_reports() {
        Seeded seeded = new Seeded(9);
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = round % 2 == 0 ? seeded.bytes(6) : seeded.text(4).getBytes(UTF_8);
            assertEquals(
                    reported(bytes),
                    decoded(bytes),
                    () -> seeded + " " + HexFormat.of().formatHex(bytes));
        }
    }

    private static String reported(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return "refused";
        }
    }

    private static String decoded(byte[] bytes) {
        try {
            return StrictText.decode(bytes, UTF_8);
        } catch (CharacterCodingException e) {
            return "refused";
        }
    }

    @Test
    void half_a_character_is_found_anywhere() {
        for (String bad :
                new String[] {"\ud83d", "\udc30", "a\ud83d", "\ud83da", "\udc30\ud83d", "\ud83d\ud83d\udc30"}) {
            assertFalse(StrictText.isWellFormed(bad));
        }
        for (String good : new String[] {"", "a", "\ud83d\udc30", "a\ud83d\udc30\ud83d\udc30b", "\ud7ff\ue000"}) {
            assertTrue(StrictText.isWellFormed(good));
        }
    }
}
