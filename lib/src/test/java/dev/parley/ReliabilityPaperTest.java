package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The paper of promises: it has all of them, in order, and the tests that it names are there. */
class ReliabilityPaperTest {
    private static final Path PAPER = Sources.MODULE.resolve("../docs/reliability.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");

    @Test
    void the_promises_are_numbered_from_1_to_25() throws IOException {
        List<Integer> numbers = ROW.matcher(Files.readString(PAPER))
                .results()
                .map(row -> Integer.valueOf(row.group(1)))
                .toList();
        assertEquals(IntStream.rangeClosed(1, 25).boxed().toList(), numbers);
    }

    @Test
    void each_test_that_it_names_is_there() throws IOException {
        Set<String> there;
        try (Stream<Path> files = Files.walk(Sources.MODULE.resolve("src/test/java"))) {
            there = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
        List<String> named = TEST.matcher(Files.readString(PAPER))
                .results()
                .map((MatchResult test) -> test.group(1))
                .toList();
        assertTrue(named.size() > 40, named::toString);
        assertEquals(
                List.of(), named.stream().filter(name -> !there.contains(name)).toList());
    }
}
