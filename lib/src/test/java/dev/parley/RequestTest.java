package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.parley.net.Timer;
import dev.parley.protocol.Delivery;
import dev.parley.protocol.ParleyException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RequestTest {
    private static final int ROUNDS = 20_000;

    private static final class Nobody implements Request.Owner<byte[]> {
        @Override
        public void taken(Request<byte[]> request) {}

        @Override
        public void handedOver(Request<byte[]> request) {}

        @Override
        public void givenUp(Request<byte[]> request, boolean written) {}

        @Override
        public void lost(Request<byte[]> request, boolean taken) {}
    }

    @Test
    void aTimeoutSaysNotSentExactlyWhenTheRequestIsNeverTaken() throws Exception {
        Timer timer = Timer.start("request-test-timer");
        try {
            Frame frame = Frame.of(Frames.PROTOCOL, Frames.number(1));
            for (int round = 0; round < ROUNDS; round++) {
                Request<byte[]> request =
                        new Request<>(frame, new Nobody(), Runnable::run, Duration.ofNanos(1 + round % 50 * 1_000L));
                request.startClock(timer);
                for (int spin = round % 97 * 10; spin > 0; spin--) {
                    Thread.onSpinWait();
                }
                boolean taken = request.take();
                CompletableFuture<Throwable> failure = request.answer().handle((answer, cause) -> cause);
                ParleyException late = assertInstanceOf(ParleyException.class, failure.get(10, TimeUnit.SECONDS));
                assertEquals(taken ? Delivery.MAYBE_SENT : Delivery.NOT_SENT, late.delivery(), "round " + round);
            }
        } finally {
            timer.stop();
        }
    }
}
