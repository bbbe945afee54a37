package dev.parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class EscapedThrowableTest {
    private static String printed(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void what_is_safe_is_itself() {
        Exception safe = new Exception("safe: \u00e9 \ud83d\udc30", new IOException());
        safe.addSuppressed(new Error("too"));
        assertSame(safe, Untrusted.printable(safe));
        Exception circular = new Exception("round", new IOException("and"));
        circular.getCause().initCause(circular);
        assertSame(circular, Untrusted.printable(circular));
    }

    @Test
    void what_is_not_prints_the_same_but_for_its_text() {
        Exception unsafe = new Exception("a\u001b\nb", new IOException("c", new Error("d\u2028")));
        unsafe.addSuppressed(new Error("e\r"));
        String expected = printed(unsafe)
                .replace("a\u001b\nb", "a\\u001b\\nb")
                .replace("d\u2028", "d\\u2028")
                .replace("e\r", "e\\r");

        Throwable printable = Untrusted.printable(unsafe);

        assertEquals(expected, printed(printable));
        assertEquals("java.lang.Exception: a\\u001b\\nb", printable.getMessage());
        assertSame(printable, Untrusted.printable(printable));
    }

    @Test
    void a_chain_that_leads_back_to_its_beginning_is_followed_once() {
        Exception first = new Exception("first\u001b");
        Exception second = new Exception("second\u001b", first);
        first.initCause(second);
        first.addSuppressed(second);

        Throwable printable = Untrusted.printable(first);

        assertEquals(printed(first).replace("\u001b", "\\u001b"), printed(printable));
        assertSame(printable, printable.getCause().getCause());
        assertSame(printable.getCause(), printable.getSuppressed()[0]);
    }

    @Test
    void one_that_prints_itself_or_is_its_own_cause_is_not_trusted() {
        Exception own = new Exception("m\u001b") {
            private static final long serialVersionUID = 1L;

            @Override
            @SuppressWarnings("OverrideThrowableToString") // that is what is tested
            public String toString() {
                return "own";
            }

            @Override
            public void printStackTrace(PrintWriter out) {
                out.println("own\u001b");
            }

            @Override
            public synchronized Throwable getCause() {
                return this;
            }
        };

        Throwable printable = Untrusted.printable(own);

        assertNotSame(own, printable);
        assertTrue(printed(printable).startsWith("own: m\\u001b"), () -> printed(printable));
    }

    @Test
    void a_long_message_is_cut() {
        assertTrue(Untrusted.printable(new Exception("x".repeat(1 << 20)))
                        .getMessage()
                        .length()
                < 1_100);
    }

    @Test
    void null_is_refused_by_name() {
        assertEquals(
                "thrown",
                assertThrows(NullPointerException.class, () -> Untrusted.printable(null))
                        .getMessage());
    }
}
