package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private int permutations;

    @Test
    void whateverTheOrderOfCompletionAnswersLeaveInTheOrderOfRequests() {
        permute(new ArrayList<>(), List.of(0, 1, 2, 3, 4, 5));
        assertEquals(720, permutations);
    }

    private void permute(List<Integer> chosen, List<Integer> left) {
        if (left.isEmpty()) {
            permutations++;
            check(chosen);
        }
        for (Integer next : left) {
            List<Integer> longer = new ArrayList<>(chosen);
            longer.add(next);
            permute(longer, left.stream().filter(i -> !i.equals(next)).toList());
        }
    }

    private static void check(List<Integer> order) {
        Answers answers = new Answers();
        List<Answers.Slot> slots = new ArrayList<>();
        order.forEach(i -> slots.add(answers.begin()));
        List<Frame> frames = new ArrayList<>();
        order.forEach(i -> frames.add(new Frame()));
        List<Frame> left = new ArrayList<>();
        boolean[] filled = new boolean[order.size()];
        for (int index : order) {
            answers.fill(slots.get(index), frames.get(index));
            filled[index] = true;
            for (Answers.Slot slot = answers.next(); slot != null; slot = answers.next()) {
                left.add(slot.frame());
                answers.remove();
            }
            int whole = 0;
            while (whole < filled.length && filled[whole]) {
                whole++;
            }
            assertEquals(frames.subList(0, whole), left, () -> "after " + index + " of " + order);
        }
        assertTrue(answers.isEmpty());
    }

    @Test
    void whatFillsASlotFirstStays() {
        Answers answers = new Answers();
        Answers.Slot slot = answers.begin();
        Throwable failure = new IllegalStateException();
        answers.fail(slot, failure);
        answers.fill(slot, new Frame());
        assertNull(slot.frame());
        assertSame(failure, answers.next().failure());
    }
}
