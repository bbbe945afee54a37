package dev.parley.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SerialRunnerTest {
    @Test
    void aCallFromWithinATurnBecomesALoop() {
        int[] turns = new int[1];
        int[] depth = new int[2];
        SerialRunner[] runner = new SerialRunner[1];
        runner[0] = new SerialRunner(() -> {
            depth[1] = Math.max(depth[1], ++depth[0]);
            if (++turns[0] < 1_000_000) {
                runner[0].run();
            }
            depth[0]--;
        });
        runner[0].run();
        assertEquals(1_000_000, turns[0]);
        assertEquals(1, depth[1]);
    }

    @Test
    void turnsOfManyThreadsNeverOverlapAndEveryCallIsFollowedByATurn() throws Exception {
        int threads = 4;
        int calls = 100_000;
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        int[] asked = new int[threads];
        int[] seen = new int[threads]; // guarded by the turns themselves: that is what is tested
        SerialRunner runner = new SerialRunner(() -> {
            if (inside.getAndIncrement() != 0) {
                overlaps.incrementAndGet();
            }
            System.arraycopy(asked, 0, seen, 0, threads);
            inside.decrementAndGet();
        });
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int me = t;
            Thread thread = new Thread(() -> {
                try {
                    go.await();
                } catch (InterruptedException stopped) {
                    return;
                }
                for (int i = 1; i <= calls; i++) {
                    asked[me] = i;
                    runner.run();
                }
            });
            thread.start();
            all.add(thread);
        }
        go.countDown();
        for (Thread thread : all) {
            thread.join();
        }
        runner.run();
        assertEquals(0, overlaps.get());
        for (int t = 0; t < threads; t++) {
            assertEquals(calls, seen[t]);
        }
        assertTrue(runner.ask(), "idle at the end");
    }
}
