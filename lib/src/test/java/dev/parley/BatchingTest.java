package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.net.Timer;
import dev.parley.observe.Observer;
import dev.parley.protocol.Framing;
import dev.parley.protocol.Limits;
import dev.parley.protocol.Protocol;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchingTest {
    private static final Protocol<byte[]> FRAMES = Protocol.bytes(Framing.lengthPrefixed(1, ByteOrder.BIG_ENDIAN, 100));

    private final Timer timer = Timer.start("batching-test-timer");
    private final ScriptedLink link = new ScriptedLink();

    @AfterEach
    void stopTimer() {
        timer.stop();
    }

    private static byte[] frames(int count) {
        byte[] bytes = new byte[2 * count];
        for (int i = 0; i < count; i++) {
            bytes[2 * i] = 1;
            bytes[2 * i + 1] = (byte) i;
        }
        return bytes;
    }

    private ServerConnection<byte[]> serve(AsyncRequestHandler<byte[]> handler, Limits limits) {
        Settings settings =
                new Settings(limits, new UserExecutor(Runnable::run, Runnable::run), timer, Observer.none());
        ServerConnection<byte[]> connection = new ServerConnection<>(
                link, new Service<>(FRAMES, handler, null, ConnectionUse.PIPELINED), settings, closed -> {});
        connection.start();
        return connection;
    }

    @Test
    void theAnswersOfOneReadGoOutInOneWriteBeforeTheNextRead() {
        serve(
                (request, peer) -> {
                    assertEquals(0, link.writes.size(), "nothing is written while the batch is handled");
                    return CompletableFuture.completedFuture(request);
                },
                Limits.defaults());
        link.takes = 0;
        link.arrive(frames(100));
        assertTrue(link.isWriting());
        assertEquals(2, link.reads, "and then the read is armed again");
        link.completeWrite(200);
        assertEquals(1, link.writes.size());
        assertEquals(200, link.written.size());
    }

    @Test
    void noMoreRequestsAreHandledThanMayBeInFlightUntilAnswersHaveLeft() {
        List<CompletableFuture<byte[]>> open = new ArrayList<>();
        serve(
                (request, peer) -> {
                    open.add(new CompletableFuture<>());
                    return open.get(open.size() - 1);
                },
                Limits.builder().maxInFlight(8).build());
        link.arrive(frames(100));
        assertEquals(8, open.size());
        assertFalse(link.isReading());
        open.get(0).complete(new byte[] {1});
        link.runLoop();
        assertEquals(9, open.size(), "one answer left, one more request is handled");
        for (int i = 1; i < 100; i++) {
            open.get(i).complete(new byte[] {1});
            link.runLoop();
        }
        assertEquals(100, open.size());
        assertTrue(link.isReading());
        assertEquals(200, link.written.size());
    }

    @Test
    void aPeerThatDoesNotReadItsAnswersIsReadNoFurther() {
        link.takes = 0;
        int[] handled = new int[1];
        serve(
                (request, peer) -> {
                    handled[0]++;
                    return CompletableFuture.completedFuture(new byte[100]);
                },
                Limits.builder().maxQueuedBytes(1_000).build());
        link.arrive(frames(100));
        assertEquals(10, handled[0]);
        assertFalse(link.isReading());
    }
}
