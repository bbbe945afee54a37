package dev.parley.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random values that can be had again: the seed is a constant, or the system property {@code parley.seed}. */
public final class Seeded {
    private static final int[] NOTABLE = {
        0, 7, 8, 9, 10, 12, 13, 0x1b, 0x1f, ' ', '"', '\\', '/', 0x7f, 0x80, 0x85, 0x9f, 0xff, 0x7ff, 0x800, 0x2028,
        0x2029, 0xd7ff, 0xe000, 0xfeff, 0xfffd, 0xffff, 0x10000, 0x1f430, 0x10ffff
    };

    public final long seed;
    public final Random random;

    public Seeded(long defaultSeed) {
        seed = Long.getLong("parley.seed", defaultSeed);
        random = new Random(seed);
    }

    @Override
    public String toString() {
        return "-Dparley.seed=" + seed;
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    byte[] bytes(int maxLength) {
        byte[] bytes = new byte[below(maxLength + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Text without unpaired surrogates, rich in characters that are treated in a special way somewhere. */
    String text(int maxCodePoints) {
        StringBuilder text = new StringBuilder();
        for (int n = below(maxCodePoints + 1); n > 0; n--) {
            int codePoint = switch (below(4)) {
                case 0 -> NOTABLE[below(NOTABLE.length)];
                case 1 -> below(0x10000);
                default -> ' ' + below(95);
            };
            boolean surrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
            text.appendCodePoint(surrogate ? 'x' : codePoint);
        }
        return text.toString();
    }

    /** A value of JSON without fractions; objects and arrays at most {@code depth} deep. */
    Object json(int depth) {
        return switch (below(depth > 0 ? 8 : 5)) {
            case 0 -> random.nextInt();
            case 1 -> random.nextLong();
            case 2 -> random.nextBoolean();
            case 3, 4 -> text(12);
            case 5 -> {
                List<Object> list = new ArrayList<>();
                for (int n = below(5); n > 0; n--) {
                    list.add(json(depth - 1));
                }
                yield list;
            }
            default -> object(depth);
        };
    }

    Map<String, Object> object(int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int n = below(5); n > 0; n--) {
            map.put(text(8), json(depth - 1));
        }
        return map;
    }

    Message message() {
        Message message = switch (below(4)) {
            case 0 -> Message.text(text(30));
            case 1 -> Message.binary("binary/" + text(5), bytes(60));
            default -> Message.json(json(3));
        };
        for (int n = below(4) - 1; n > 0; n--) {
            message = message.with("x-" + text(4), json(2));
        }
        return message;
    }
}
