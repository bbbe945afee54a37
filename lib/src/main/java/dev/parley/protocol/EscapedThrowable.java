package dev.parley.protocol;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A throwable as it may be printed: in the place of another, with its stack, causes and suppressed ones, and with all of
 * their text escaped.
 *
 * <p>Its message is the whole first line of the other, class and message, because a log may print either
 * {@link #toString()} or {@link #getMessage()}.
 */
final class EscapedThrowable extends Throwable {
    private static final long serialVersionUID = 1L;

    /** A copy, registered in {@code copies} before its causes are: a chain may lead back to where it began. */
    private EscapedThrowable(Throwable original, Map<Throwable, EscapedThrowable> copies) {
        super(Untrusted.escape(text(original)));
        copies.put(original, this);
        setStackTrace(Arrays.stream(original.getStackTrace())
                .map(EscapedThrowable::escaped)
                .toArray(StackTraceElement[]::new));
        EscapedThrowable cause = copy(original.getCause(), copies);
        if (cause != null && cause != this) {
            initCause(cause);
        }
        for (Throwable suppressed : original.getSuppressed()) {
            EscapedThrowable copy = copy(suppressed, copies);
            if (copy != null && copy != this) {
                addSuppressed(copy);
            }
        }
    }

    /** The throwable itself when it prints the same as its escaped copy, else that copy. */
    static Throwable of(Throwable original) {
        if (original instanceof EscapedThrowable) {
            return original;
        }
        EscapedThrowable copy = new EscapedThrowable(original, new IdentityHashMap<>());
        return printed(copy).equals(printed(original)) ? original : copy;
    }

    private static @Nullable EscapedThrowable copy(
            @Nullable Throwable original, Map<Throwable, EscapedThrowable> copies) {
        if (original == null) {
            return null;
        }
        EscapedThrowable known = copies.get(original);
        return known == null ? new EscapedThrowable(original, copies) : known;
    }

    /** Its first line, and its message when that leaves it out: either may be printed of the original. */
    private static String text(Throwable original) {
        String line = String.valueOf(original);
        String message = original.getMessage();
        return message == null || line.contains(message) ? line : line + ": " + message;
    }

    private static StackTraceElement escaped(StackTraceElement frame) {
        String text = frame.toString();
        if (Untrusted.escape(text).equals(text)) {
            return frame;
        }
        String file = frame.getFileName();
        return new StackTraceElement(
                Untrusted.escape(frame.getClassName()),
                Untrusted.escape(frame.getMethodName()),
                file == null ? null : Untrusted.escape(file),
                frame.getLineNumber());
    }

    private static String printed(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** Has the original's stack instead. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    /** Without the name of this class. */
    @Override
    @SuppressWarnings("OverrideThrowableToString")
    public String toString() {
        return String.valueOf(getMessage());
    }
}
