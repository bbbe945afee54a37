package dev.parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of vectors themselves: enough of them, each another one, and readable without Java. */
final class VectorFilesTest {
    private static final int FEWEST = 300;

    private static final List<Vector> ALL = VectorText.all();

    @Test
    void there_are_enough_and_their_numbers_ascend() {
        assertTrue(ALL.size() >= FEWEST, () -> ALL.size() + " vectors");
        for (int i = 1; i < ALL.size(); i++) {
            Vector vector = ALL.get(i);
            assertTrue(ALL.get(i - 1).number() < vector.number(), vector::toString);
        }
    }

    @Test
    void no_two_are_the_same() {
        Map<String, Vector> seen = new HashMap<>();
        for (Vector vector : ALL) {
            Vector before = seen.put(vector.setting() + " " + HexFormat.of().formatHex(vector.bytes()), vector);
            assertEquals(null, before, () -> before + " = " + vector);
        }
    }

    @Test
    void each_end_and_each_judgement_of_content_is_there() {
        for (String end : List.of(
                "in order", "MalformedMessageException", "MessageTooLargeException", "TruncatedMessageException")) {
            assertTrue(
                    ALL.stream().filter(vector -> vector.end().startsWith(end)).count() >= 20, end);
        }
        assertTrue(ALL.stream().anyMatch(vector -> vector.json().equals(java.util.Optional.of("accepted"))));
        assertTrue(ALL.stream().anyMatch(vector -> vector.text().equals(java.util.Optional.of("refused"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "xyz", "'a", "3*", "3*(00)", "00''11", "'\t'"})
    void what_is_no_notation_is_refused(String notation) {
        assertThrows(IllegalArgumentException.class, () -> VectorText.bytes(notation));
    }

    @Test
    void the_reader_in_the_readme_reads_the_same() throws Exception {
        String readme = Files.readString(VectorText.path("README.md"));
        String program = readme.substring(readme.indexOf("```python\n") + 10);
        List<String> command =
                new ArrayList<>(List.of("python3", "-I", "-c", program.substring(0, program.indexOf("```"))));
        VectorText.paths().forEach(path -> command.add(path.toString()));
        Process python = PythonTest.start(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
        List<String> read = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();

        assertTrue(python.waitFor(20, TimeUnit.SECONDS));
        assertEquals(0, python.exitValue());
        assertEquals(
                ALL.stream()
                        .map(vector -> vector.number() + " " + HexFormat.of().formatHex(vector.bytes()))
                        .toList(),
                read);
    }
}
