package dev.parley;

import dev.parley.net.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What {@link AsyncCloseable#close()} is for everything that has it. */
final class Closing {
    /** What a close may take beyond its drain time. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private Closing() {}

    /** Starts the close and waits for it, unless that could be to wait for the caller itself. */
    static void await(AsyncCloseable closeable, Duration drain) {
        CompletableFuture<Void> closed = closeable.closeAsync();
        if (EventLoop.isLoopThread() || UserTurns.isWithinTurn()) {
            return;
        }
        try {
            long nanos = TimeUnit.NANOSECONDS.convert(drain);
            closed.get(Math.max(nanos, nanos + GRACE.toNanos()), TimeUnit.NANOSECONDS); // the sum may overflow
        } catch (InterruptedException interrupted) {
            closeable.closeNow();
            Thread.currentThread().interrupt();
        } catch (TimeoutException executorBusy) {
            // It is closed; that this is told on an executor whose only thread may be ours cannot be waited for.
        } catch (ExecutionException neverSo) {
            throw new IllegalStateException(neverSo);
        }
    }
}
