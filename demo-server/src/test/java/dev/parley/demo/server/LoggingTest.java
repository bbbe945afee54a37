package dev.parley.demo.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LoggingTest {
    private static final String HOSTILE = "a\u001b[2J\u0085\u202e\u2028\r\nWARNING dev.parley: faked";

    @Test
    void a_line_of_whoever_logs_stays_one_line() {
        assertEquals(
                List.of("WARNING x: a\\u001b[2J\\u0085\\u202e\\u2028\\r\\nWARNING dev.parley: faked"),
                format(HOSTILE, null).lines().toList());
    }

    @Test
    void what_the_library_escaped_is_not_escaped_again() {
        assertEquals(
                List.of("WARNING x: a\\u001b\\\\"),
                format("a\\u001b\\\\", null).lines().toList());
    }

    @Test
    void a_stack_keeps_its_lines_and_its_messages_theirs() {
        IllegalStateException thrown = new IllegalStateException(HOSTILE, new IllegalArgumentException(HOSTILE));
        List<String> lines = format("failed", thrown).lines().toList();
        assertEquals("WARNING x: failed", lines.get(0));
        assertTrue(lines.get(1).startsWith("java.lang.IllegalStateException: a\\u001b[2J\\u0085"), lines::toString);
        assertTrue(
                lines.stream().anyMatch(line -> line.startsWith("Caused by: java.lang.IllegalArgumentException: a\\u")),
                lines::toString);
        assertTrue(lines.stream().noneMatch(line -> line.startsWith("WARNING dev.parley")), lines::toString);
    }

    private static String format(String message, Throwable thrown) {
        LogRecord record = new LogRecord(Level.WARNING, message);
        record.setLoggerName("x");
        record.setThrown(thrown);
        return new Logging.Line().format(record);
    }
}
