package dev.parley.net;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
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
}
