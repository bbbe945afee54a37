package dev.parley.protocol;

import java.time.Duration;
import java.util.Objects;

/** What a limit must be. */
final class Checks {
    private Checks() {}

    static int between(int least, int value, int most, String name) {
        atLeast(least, value, name);
        if (value > most) {
            throw new IllegalArgumentException(name + ": " + value + " is more than " + most);
        }
        return value;
    }

    static int atLeast(int least, int value, String name) {
        return (int) atLeast(least, (long) value, name);
    }

    static long atLeast(long least, long value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " is less than " + least);
        }
        return value;
    }

    static Duration positive(Duration time, String name) {
        Objects.requireNonNull(time, name);
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException(name + ": " + time + " is not positive");
        }
        return time;
    }
}
