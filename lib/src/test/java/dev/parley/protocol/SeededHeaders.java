package dev.parley.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Headers in the forms in which peers write them, and others that are nearly the same. */
final class SeededHeaders {
    private static final List<String> TYPES = List.of("text/json", "text/plain", "image/png", "a", "\\u0061", "\u4e2d");
    private static final List<String> ENCODINGS = List.of("utf-8", "UTF-8", "binary", "latin1", "utf-16");
    private static final List<String> FURTHER = List.of(
            "\"a\": 1",
            "\"b\": \"\\\"\"",
            "\"c\": {\"content-length\": 5}",
            "\"d\": \", \\\"content-length\\\": 7\"",
            "\"e\": [1.5, null, true]",
            "\"f\": \"\u00e9\ud83d\udc30\"",
            "\"Content-Length\": 9",
            "\"g\": \"\\ud83d\\udc30\"",
            "\"h\": 12345678901234567890");
    private static final List<String> LENGTHS =
            List.of("0", "1", "9", "10", "41", "99", "100", "101", "999", "1000", "1001", "1048576", "999999999");
    private static final List<String> NO_LENGTHS = List.of(
            "",
            "00",
            "01",
            "-1",
            "-0",
            "1.0",
            "1e1",
            "1E1",
            "+1",
            " 1",
            "1 ",
            "0x1",
            "1048577",
            "1000000000",
            "2147483648",
            "4294967297",
            "9223372036854775807",
            "18446744073709551617",
            "\"1\"",
            "null",
            "1}",
            "1,2",
            "[1]",
            "\u0661",
            "1\n",
            "1\0");
    private static final byte[] BYTES = {
        '0', '1', '9', '{', '}', '[', ']', ',', ':', '"', '\\', ' ', '\t', '\n', 0, 0x7f, -1, (byte) 0xc3, 'e', '-'
    };

    private final Seeded seeded;

    SeededHeaders(Seeded seeded) {
        this.seeded = seeded;
    }

    private String one(List<String> of) {
        return of.get(seeded.below(of.size()));
    }

    /** A number that content-length may be, if the limit allows it. */
    String length() {
        return seeded.below(3) == 0 ? Integer.toString(seeded.below(1 << (1 + seeded.below(30)))) : one(LENGTHS);
    }

    /** A header that is mostly in order. */
    byte[] header() {
        List<String> members = new ArrayList<>(List.of(
                "\"byteorder\": " + (seeded.below(4) == 0 ? "\"big\"" : "\"little\""),
                "\"content-type\": \"" + one(TYPES) + "\"",
                "\"content-encoding\": \"" + one(ENCODINGS) + "\""));
        for (int n = Math.max(0, seeded.below(5) - 2); n > 0; n--) {
            members.add(seeded.below(members.size() + 1), one(FURTHER));
        }
        if (seeded.below(4) == 0) {
            Collections.shuffle(members, seeded.random);
        }
        // Mostly the last, as Python and Parley write it.
        int place = seeded.below(5) == 0 ? seeded.below(members.size() + 1) : members.size();
        members.add(place, "\"content-length\": " + length());
        if (seeded.below(30) == 0) {
            members.add(0, "\"long\": \"" + "x".repeat(300 + seeded.below(250)) + "\"");
        }
        return Wire.utf8(style("{" + String.join(", ", members) + "}"));
    }

    private String style(String header) {
        return switch (seeded.below(12)) {
            case 0 -> header.replace(": ", ":").replace(", ", ",");
            case 1 -> " " + header;
            case 2 -> header + "\n";
            case 3 -> header.replace("}", " }");
            default -> header;
        };
    }

    /** A header that may come behind {@code first}: the same, with another length, damaged, or another. */
    byte[] next(byte[] first) {
        return switch (seeded.below(10)) {
            case 0 -> first.clone();
            case 1, 2, 3 -> otherLength(first, length());
            case 4, 5 -> otherLength(first, one(NO_LENGTHS));
            case 6, 7 -> sameLength(first);
            case 8 -> anotherLength(first);
            default -> header();
        };
    }

    private byte[] otherLength(byte[] header, String length) {
        String text = new String(header, java.nio.charset.StandardCharsets.UTF_8);
        int at = text.lastIndexOf("\"content-length\":");
        int from = text.indexOf(':', at) + 1;
        int to = from;
        while (to < text.length() && " 0123456789".indexOf(text.charAt(to)) >= 0) {
            to++;
        }
        return Wire.utf8(text.substring(0, from) + " " + length + text.substring(to));
    }

    private byte[] sameLength(byte[] header) {
        byte[] changed = header.clone();
        for (int n = 1 + seeded.below(2); n > 0; n--) {
            int at = seeded.below(2) == 0 ? seeded.below(changed.length) : nearTheEnd(changed);
            changed[at] = seeded.below(3) == 0
                    ? (byte) (changed[at] ^ 1 << seeded.below(8))
                    : BYTES[seeded.below(BYTES.length)];
        }
        return changed;
    }

    private byte[] anotherLength(byte[] header) {
        int at = seeded.below(2) == 0 ? seeded.below(header.length) : nearTheEnd(header);
        byte[] head = Arrays.copyOf(header, at);
        byte[] tail = Arrays.copyOfRange(header, Math.min(header.length, at + seeded.below(3)), header.length);
        byte[] between = new byte[seeded.below(3)];
        for (int i = 0; i < between.length; i++) {
            between[i] = BYTES[seeded.below(BYTES.length)];
        }
        return Wire.concat(head, between, tail);
    }

    /** Where the digits are that may differ. */
    private int nearTheEnd(byte[] header) {
        return Math.max(0, header.length - 1 - seeded.below(14));
    }
}
