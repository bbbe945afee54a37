package dev.parley;

import java.util.HashSet;
import java.util.Set;

/** What a stream of {@link Frames} with a number first in each has had in it. */
final class FrameLog {
    private final byte[] head = new byte[2 * Integer.BYTES];
    private int at;

    /** Numbers of the messages of which a byte was seen, as far as they were in it. */
    final Set<Integer> begun = new HashSet<>();

    final Set<Integer> whole = new HashSet<>();
    int started;
    int ended;

    /** Adds what another stream has had in it. */
    void add(FrameLog other) {
        begun.addAll(other.begun);
        whole.addAll(other.whole);
    }

    void add(byte value) {
        if (at == 0) {
            started++;
        }
        if (at < head.length) {
            head[at] = value;
        }
        at++;
        if (at == head.length) {
            begun.add(number());
        }
        if (at >= head.length && at == Integer.BYTES + Frames.number(head)) {
            whole.add(number());
            ended++;
            at = 0;
        }
    }

    private int number() {
        return java.nio.ByteBuffer.wrap(head).getInt(Integer.BYTES);
    }
}
