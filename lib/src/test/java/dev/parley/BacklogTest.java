package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BacklogTest {
    private static final int TIMES = 2_000_000;

    @Test
    void there_is_room_for_one_when_none_waits_however_large() {
        Backlog backlog = new Backlog(2, 10);
        assertTrue(backlog.reserve(1_000));
        assertFalse(backlog.reserve(1));
        backlog.release(1_000);
        assertTrue(backlog.reserve(9));
        assertTrue(backlog.reserve(1));
        assertFalse(backlog.reserve(0), "two wait");
        assertEquals(2, backlog.messages());
        assertEquals(10, backlog.bytes());
    }

    @Test
    @Timeout(60)
    void a_message_that_is_refused_takes_nobody_elses_room() throws Exception {
        Backlog backlog = new Backlog(10, 100);
        backlog.add(1);
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean over = new AtomicBoolean();
        Thread refused = new Thread(() -> {
            while (!over.get()) {
                assertFalse(backlog.reserve(100));
                begun.countDown();
            }
        });
        refused.start();
        begun.await();
        int found = 0;
        for (int i = 0; i < TIMES; i++) {
            if (backlog.reserve(1)) {
                found++;
                backlog.release(1);
            }
        }
        over.set(true);
        refused.join();
        assertEquals(TIMES, found);
        assertEquals(1, backlog.messages());
        assertEquals(1, backlog.bytes());
    }
}
