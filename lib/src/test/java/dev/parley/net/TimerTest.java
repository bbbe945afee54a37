package dev.parley.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimerTest {
    @Test
    void whatCannotBeScheduledIsCalledAtOnceRatherThanNever() throws Exception {
        Timer timer = SimulatedTimer.over((nanos, task) -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        CountDownLatch called = new CountDownLatch(1);
        timer.schedule(Duration.ofDays(1), called::countDown).cancel();
        assertTrue(called.await(20, TimeUnit.SECONDS));
    }

    @Test
    void aMillionThatAreCancelledLeaveNothing() {
        ScheduledThreadPoolExecutor scheduler = Timer.scheduler("timer-test");
        Timer timer = new Timer(scheduler, () -> 0);
        try {
            for (int i = 0; i < 1_000_000; i++) {
                timer.schedule(Duration.ofSeconds(30 + i % 7), () -> {}).cancel();
            }
            assertEquals(0, scheduler.getQueue().size());
        } finally {
            timer.stop();
        }
    }

    @Test
    void aTimeoutRingsNoSoonerThanItsTime() throws Exception {
        Timer timer = Timer.start("timer-test");
        try {
            long due = timer.now() + Duration.ofMillis(50).toNanos();
            CompletableFuture<Long> rang = new CompletableFuture<>();
            timer.schedule(Duration.ofMillis(50), () -> rang.complete(timer.now()));
            assertTrue(rang.get(20, TimeUnit.SECONDS) >= due);
        } finally {
            timer.stop();
        }
    }
}
