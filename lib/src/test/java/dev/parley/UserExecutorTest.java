package dev.parley;

import static dev.parley.RoundTrip.bytes;
import static dev.parley.RoundTrip.get;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.net.EventLoops;
import dev.parley.net.Timer;
import dev.parley.protocol.ByteSink;
import dev.parley.protocol.ConnectFailedException;
import dev.parley.protocol.Decoder;
import dev.parley.protocol.Limits;
import dev.parley.protocol.MalformedMessageException;
import dev.parley.protocol.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What users' executors and encoders do wrong fails futures, and leaves none open. */
class UserExecutorTest {
    @Test
    void whatAnExecutorThrewAwayWhenItWasShutDownRunsWithTheNextTask() {
        ExecutorService busy = Executors.newSingleThreadExecutor();
        CountDownLatch block = new CountDownLatch(1);
        busy.execute(() -> awaitQuietly(block));
        List<Runnable> elsewhere = new ArrayList<>();
        List<Integer> ran = new ArrayList<>();
        UserExecutor safe = new UserExecutor(busy, Runnable::run, elsewhere::add);
        safe.execute(() -> ran.add(1));
        List<Runnable> thrownAway = busy.shutdownNow();
        safe.execute(() -> ran.add(2));
        elsewhere.forEach(Runnable::run);
        assertEquals(List.of(1, 2), ran.stream().sorted().toList());
        thrownAway.forEach(Runnable::run);
        assertEquals(2, ran.size());
    }

    @Test
    void aTurnThatWasThrownAwayRunsWhenItIsAskedForAgain() {
        ExecutorService busy = Executors.newSingleThreadExecutor();
        busy.execute(() -> awaitQuietly(new CountDownLatch(1)));
        List<Runnable> elsewhere = new ArrayList<>();
        List<Integer> ran = new ArrayList<>();
        UserTurns turns =
                new UserTurns(new UserExecutor(busy, Runnable::run, elsewhere::add), Runnable::run, () -> ran.add(1));
        turns.ask();
        assertEquals(1, busy.shutdownNow().size());
        turns.ask();
        elsewhere.forEach(Runnable::run);
        assertTrue(!ran.isEmpty(), "the turn is lost");
    }

    private static void awaitQuietly(CountDownLatch block) {
        try {
            block.await();
        } catch (InterruptedException shutDown) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aClientWhoseExecutorIsShutDownWithItsTasksStillFailsWhatWaits() throws Exception {
        ExecutorService user = Executors.newSingleThreadExecutor();
        CountDownLatch block = new CountDownLatch(1);
        try (RoundTrip.PlainServer server = new RoundTrip.PlainServer()) {
            MessageClient<byte[]> client =
                    RoundTrip.connect(MessageClient.builder(RoundTrip.BYTES).executor(user), server.port());
            var answer = client.send(bytes(7));
            RoundTrip.PlainPeer peer = server.accept();
            assertArrayEquals(bytes(7), peer.read());
            CountDownLatch blocking = new CountDownLatch(1);
            user.execute(() -> {
                blocking.countDown();
                awaitQuietly(block);
            });
            blocking.await();
            peer.write(bytes(7));
            RoundTrip.until(() -> ((Collection<?>) Inside.value(client, "settings.user.waiting")).size() > 0);
            user.shutdownNow();
            client.closeNow();
            get(answer.handle((bytes, failure) -> true));
            get(client.closeAsync());
        }
    }

    @Test
    void anErrorOfAnEncoderFailsTheOneSend() throws Exception {
        Protocol<byte[]> broken = new Protocol<>() {
            @Override
            public Decoder<byte[]> newDecoder(Limits limits) {
                return RoundTrip.BYTES.newDecoder(limits);
            }

            @Override
            public void encode(byte[] message, ByteSink out) {
                throw new StackOverflowError("by test");
            }
        };
        try (RoundTrip.PlainServer server = new RoundTrip.PlainServer();
                MessageClient<byte[]> client = RoundTrip.connect(MessageClient.builder(broken), server.port())) {
            MalformedMessageException failure =
                    RoundTrip.failure(MalformedMessageException.class, client.send(bytes(1)));
            assertTrue(failure.getCause() instanceof StackOverflowError);
        }
    }

    @Test
    void aNameThatCannotBeLookedUpForWantOfAThreadIsAFailedConnect() throws Exception {
        EventLoops loops = EventLoops.start(1, "user-executor-test");
        Timer timer = Timer.start("user-executor-test-timer");
        try {
            var connecting = Connecting.connect("localhost", 1, Duration.ofMinutes(1), loops.next(), timer, task -> {
                throw new RejectedExecutionException("no thread");
            });
            ExecutionException failed = assertThrows(ExecutionException.class, () -> get(connecting));
            assertTrue(failed.getCause() instanceof ConnectFailedException);
        } finally {
            timer.stop();
            loops.stop();
        }
    }
}
