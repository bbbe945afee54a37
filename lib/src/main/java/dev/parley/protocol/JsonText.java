package dev.parley.protocol;

import java.util.Locale;

/** JSON strings and nesting, without a parser: what the header needs for every message. */
final class JsonText {
    private static final String ESCAPED = "\"\\\b\f\n\r\t";
    private static final String ESCAPES = "\"\\bfnrt";

    private JsonText() {}

    /**
     * Writes {@code text} as a JSON string, as {@code json.dumps(text, ensure_ascii=False)} of CPython does: escaped are
     * the quote, the backslash and what is below U+0020, nothing else.
     */
    static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\') {
                out.append(c);
                continue;
            }
            int known = ESCAPED.indexOf(c);
            if (known >= 0) {
                out.append('\\').append(ESCAPES.charAt(known));
            } else {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        out.append('"');
    }

    /** Returns {@code text} as a JSON string. */
    static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2);
        quote(text, out);
        return out.toString();
    }

    /** Reads back what {@link #quote} wrote, and only that. */
    static String unquote(String json) {
        if (json.indexOf('\\') < 0) {
            return json.substring(1, json.length() - 1);
        }
        StringBuilder out = new StringBuilder(json.length());
        int end = json.length() - 1;
        int i = 1;
        while (i < end) {
            char c = json.charAt(i++);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char escape = json.charAt(i++);
            if (escape == 'u') {
                out.append((char) Integer.parseInt(json.substring(i, i + 4), 16));
                i += 4;
            } else {
                out.append(ESCAPED.charAt(ESCAPES.indexOf(escape)));
            }
        }
        return out.toString();
    }

    /**
     * What JSON will cost to read.
     *
     * @param depth how deep objects and arrays are nested; {@code [[]]} is two deep
     * @param fields how many fields its objects have in all
     */
    record Shape(int depth, int fields) {}

    /** The shape of JSON. Of text that is not JSON it means nothing, and its reader refuses that anyway. */
    static Shape shape(String json) {
        int depth = 0;
        int deepest = 0;
        int fields = 0;
        boolean quoted = false;
        boolean escaped = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (quoted) {
                quoted = escaped || c != '"';
                escaped = !escaped && c == '\\';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                depth++;
                deepest = Math.max(deepest, depth);
            } else if (c == '}' || c == ']') {
                depth--;
            } else if (c == ':') {
                fields++;
            }
        }
        return new Shape(deepest, fields);
    }
}
