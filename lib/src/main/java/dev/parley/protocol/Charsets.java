package dev.parley.protocol;

import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The charsets that a peer may name.
 *
 * <p>A closed list: looking an unknown name up in the JVM costs up to half a millisecond each time, and some charsets
 * that a JVM knows are not safe to decode. Names are read as Python reads them: case does not matter, and an underscore
 * is a hyphen.
 */
final class Charsets {
    private static final Map<String, Charset> BY_NAME = byName();

    private Charsets() {}

    /** The charset of that name, or null when it is not on the list. */
    static @Nullable Charset named(String name) {
        Charset exact = BY_NAME.get(name);
        return exact != null ? exact : BY_NAME.get(name.toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private static Map<String, Charset> byName() {
        Map<String, Charset> map = new HashMap<>();
        add(map, "UTF-8", "utf-8", "utf8");
        add(map, "US-ASCII", "us-ascii", "ascii");
        add(map, "ISO-8859-1", "iso-8859-1", "iso8859-1", "latin-1", "latin1");
        add(map, "windows-1252", "windows-1252", "cp1252");
        for (String width : new String[] {"16", "32"}) {
            add(map, "UTF-" + width, "utf-" + width, "utf" + width);
            add(map, "UTF-" + width + "LE", "utf-" + width + "le", "utf-" + width + "-le");
            add(map, "UTF-" + width + "BE", "utf-" + width + "be", "utf-" + width + "-be");
        }
        return map;
    }

    private static void add(Map<String, Charset> map, String charset, String... names) {
        for (String name : names) {
            map.put(name, Charset.forName(charset));
        }
    }
}
