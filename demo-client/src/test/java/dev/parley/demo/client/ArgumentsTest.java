package dev.parley.demo.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static byte[] commandLine(String... args) {
        return (String.join("\0", args) + "\0").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void what_the_charset_lost_is_found_in_the_command_line() {
        byte[] typed = commandLine("java", "-jar", "x.jar", "search", "🐶", "", "-v");
        assertArrayEquals(
                new String[] {"search", "🐶", "", "-v"},
                Arguments.last(typed, new String[] {"search", "????", "", "-v"}));
    }

    @Test
    void a_command_line_that_does_not_fit_is_not_believed() {
        String[] args = {"search", "????"};
        assertSame(args, Arguments.last(commandLine("java", "Main", "find", "🐶"), args));
        assertSame(args, Arguments.last(commandLine("java"), args));
        assertSame(args, Arguments.last(new byte[0], args));
    }
}
