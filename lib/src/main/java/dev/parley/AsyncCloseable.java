package dev.parley;

import dev.parley.net.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Something that closes in order, and says when it has: the one shutdown story of channels, clients and servers. */
public interface AsyncCloseable extends AutoCloseable {

    /**
     * Closes in order, within the drain time of the limits: what was taken on is finished and sent, the peer's last bytes
     * are awaited, so that no answer is lost on its way; what is not done by then is cut off.
     *
     * @return completes when all is closed, on the executor; never exceptionally, and no sooner when cancelled
     */
    CompletableFuture<Void> closeAsync();

    /**
     * Closes in order, as {@link #closeAsync()} does, within a time of one's own.
     *
     * @param drain how long it may take; zero is {@link #closeNow()}
     */
    CompletableFuture<Void> closeAsync(Duration drain);

    /** Closes at once. What was not sent is not sent, and all that waits fails. */
    void closeNow();

    /**
     * Closes in order and waits for it. On an event loop's thread, and within a handler or a completion, which the close
     * may need to have returned, it starts the close and returns; when interrupted, it closes at once and keeps the
     * interrupt.
     */
    @Override
    default void close() {
        CompletableFuture<Void> closed = closeAsync();
        if (EventLoop.isLoopThread() || UserTurns.isWithinTurn()) {
            return;
        }
        try {
            closed.get();
        } catch (InterruptedException interrupted) {
            closeNow();
            Thread.currentThread().interrupt();
        } catch (ExecutionException neverSo) {
            throw new IllegalStateException(neverSo);
        }
    }
}
