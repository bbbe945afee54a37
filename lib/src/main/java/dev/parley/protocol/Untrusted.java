package dev.parley.protocol;

import java.util.Locale;
import java.util.Objects;

/**
 * Text from a peer, made safe to show: in a log line it stays one line, and a terminal does not obey it.
 *
 * <pre>{@code
 * log.log(WARNING, "refused {0}", Untrusted.escape(name));     // name\u001b[2J  rather than a cleared screen
 * }</pre>
 */
public final class Untrusted {
    /** How many characters {@link #escape} returns at most, without the mark of a cut. */
    public static final int MAX_LENGTH = 1_000;

    /** What a cut text ends with. A backslash in the text itself is doubled, so that no text can pretend to be cut. */
    private static final String CUT = "\\...";

    private Untrusted() {}

    /**
     * Returns {@code text} with everything escaped that a terminal or a reader could be misled by.
     *
     * <p>Escaped, in the way of a Java string, are control characters (C0 with ESC, CR and LF, DEL, and C1), line and
     * paragraph separators (U+2028, U+2029), format characters (zero-width ones, those that turn the direction of
     * writing, and byte order marks), unpaired surrogates, noncharacters, and the backslash, which makes the result
     * unambiguous. All else stays, so that text in any script can be read.
     *
     * <p>A result that would be longer than {@link #MAX_LENGTH} characters is cut, never inside an escape or a
     * character, and ends with {@code \...} then.
     */
    public static String escape(CharSequence text) {
        Objects.requireNonNull(text, "text");
        StringBuilder out = new StringBuilder(Math.min(text.length(), MAX_LENGTH) + CUT.length());
        for (int i = 0; i < text.length(); ) {
            int codePoint = Character.codePointAt(text, i);
            int before = out.length();
            append(codePoint, out);
            if (out.length() > MAX_LENGTH) {
                out.setLength(before);
                return out.append(CUT).toString();
            }
            i += Character.charCount(codePoint);
        }
        return out.toString();
    }

    /**
     * Returns {@code thrown} as it may be given to a log, which prints its stack: an exception's message often quotes
     * what a peer sent.
     *
     * <p>When all text of it, of its causes and of its suppressed ones is safe, it is {@code thrown} itself. Otherwise it is
     * a copy that prints the same, with each message escaped as by {@link #escape}; it is of another class, whose name does
     * not show.
     */
    public static Throwable printable(Throwable thrown) {
        return EscapedThrowable.of(Objects.requireNonNull(thrown, "thrown"));
    }

    private static void append(int codePoint, StringBuilder out) {
        switch (codePoint) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\\' -> out.append("\\\\");
            default -> {
                if (isSafe(codePoint)) {
                    out.appendCodePoint(codePoint);
                } else {
                    appendUnits(codePoint, out);
                }
            }
        }
    }

    private static void appendUnits(int codePoint, StringBuilder out) {
        for (char unit : Character.toChars(codePoint)) {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
        }
    }

    private static boolean isSafe(int codePoint) {
        boolean noncharacter = (codePoint & 0xFFFE) == 0xFFFE || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
        if (noncharacter) {
            return false;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
