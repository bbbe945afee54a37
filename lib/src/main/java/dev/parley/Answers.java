package dev.parley;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Puts answers in the order of their requests, whatever order they come in. Pure; its user guards it.
 *
 * <pre>
 *     begin ─► [ slot ][ slot ][ slot ]       slots are filled in any order,
 *                 ▲ next: only the first, once filled, leaves
 * </pre>
 */
final class Answers {

    /** The place of one answer: empty, then filled with a frame, or with the failure that there is none. */
    static final class Slot {
        private @Nullable Frame frame;
        private @Nullable Throwable failure;

        private Slot() {}

        /** The answer; null when there is none. */
        @Nullable
        Frame frame() {
            return frame;
        }

        /** Why there is none; null when there is one. */
        @Nullable
        Throwable failure() {
            return failure;
        }

        private boolean isFilled() {
            return frame != null || failure != null;
        }
    }

    private final Queue<Slot> slots = new ArrayDeque<>(2);

    /** A request came: its answer's place. */
    Slot begin() {
        Slot slot = new Slot();
        slots.add(slot);
        return slot;
    }

    /** The answer is there. What fills a slot first stays. */
    void fill(Slot slot, Frame frame) {
        if (!slot.isFilled()) {
            slot.frame = frame;
        }
    }

    /** There will be no answer. */
    void fail(Slot slot, Throwable failure) {
        if (!slot.isFilled()) {
            slot.failure = failure;
        }
    }

    /** The next slot in order, if it is filled; null when it is not, or none is there. */
    @Nullable
    Slot next() {
        Slot first = slots.peek();
        return first != null && first.isFilled() ? first : null;
    }

    /** Takes the next slot out: its answer was handed on. */
    void remove() {
        slots.remove();
    }

    /** Whether no answer is outstanding. */
    boolean isEmpty() {
        return slots.isEmpty();
    }
}
