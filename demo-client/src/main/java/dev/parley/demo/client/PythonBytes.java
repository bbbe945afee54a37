package dev.parley.demo.client;

import java.util.Locale;

/**
 * Bytes as Python's {@code repr} shows them.
 *
 * <pre>
 *     62 69 6e f0 9f 98 83 → b'bin\xf0\x9f\x98\x83'     it's → b"it's"     tab, line feed, return, backslash → \t \n \r \\
 * </pre>
 */
final class PythonBytes {
    private PythonBytes() {}

    static String repr(byte[] bytes) {
        char quote = contains(bytes, '\'') && !contains(bytes, '"') ? '"' : '\'';
        StringBuilder out = new StringBuilder(bytes.length + 3).append('b').append(quote);
        for (byte b : bytes) {
            append(b & 0xFF, quote, out);
        }
        return out.append(quote).toString();
    }

    private static void append(int value, char quote, StringBuilder out) {
        switch (value) {
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\\' -> out.append("\\\\");
            default -> {
                if (value == quote) {
                    out.append('\\').append(quote);
                } else if (value >= ' ' && value < 0x7F) {
                    out.append((char) value);
                } else {
                    out.append(String.format(Locale.ROOT, "\\x%02x", value));
                }
            }
        }
    }

    private static boolean contains(byte[] bytes, char wanted) {
        for (byte b : bytes) {
            if (b == wanted) {
                return true;
            }
        }
        return false;
    }
}
