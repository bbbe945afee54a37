package dev.parley;

import static dev.parley.RoundTrip.BYTES;
import static dev.parley.RoundTrip.bytes;
import static dev.parley.RoundTrip.connect;
import static dev.parley.RoundTrip.get;
import static dev.parley.RoundTrip.number;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.protocol.Delivery;
import dev.parley.protocol.Limits;
import dev.parley.protocol.ParleyException;
import dev.parley.protocol.RequestTimeoutException;
import dev.parley.protocol.Seeded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Promise 21: answers match requests, though the handler delays them at random, a tenth of the requests is cancelled and
 * another times out; and an answer that comes after that is dropped.
 *
 * <p>20,000 requests on pipelined connections and 2,000 exchanges; {@code -Dparley.requests=100000} for more of both.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class AnswersMatchRequestsTest {
    private static final int CLIENTS = 4;
    private static final int WINDOW = 128;
    private static final Duration PATIENCE = Duration.ofMillis(250);

    /** Longer than any client waits. */
    private static final Duration STALL = Duration.ofMillis(350);

    private static final int MOST_DELAY_MICROS = 2_000;

    private final Seeded seeded = new Seeded(21);
    private final ScheduledExecutorService later = Executors.newScheduledThreadPool(2);
    private final Set<Integer> handled = ConcurrentHashMap.newKeySet();
    private final Set<Integer> mismatched = ConcurrentHashMap.newKeySet();
    private final Set<Integer> notSent = ConcurrentHashMap.newKeySet();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final AtomicInteger timedOut = new AtomicInteger();
    private final AtomicInteger otherwise = new AtomicInteger();
    private LogLines log;

    @BeforeEach
    void capture() {
        log = new LogLines();
    }

    @AfterEach
    void nothingIsLeft() {
        log.close();
        later.shutdownNow();
        RoundTrip.awaitNoThreads(RoundTrip.DEADLINE);
    }

    /** How a client's patience is set. */
    private static ClientBuilder<byte[]> impatient(ConnectionUse use) {
        return MessageClient.builder(BYTES)
                .use(use)
                .limits(Limits.builder().requestTimeout(PATIENCE).build());
    }

    /** With pipelining an answer holds up those behind it: one in so many makes a tenth of all late. */
    @ParameterizedTest
    @CsvSource({"PIPELINED, 20000, 1280", "ONE_EXCHANGE, 2000, 10"})
    void no_answer_goes_to_another_request(ConnectionUse use, int atLeast, int stallEvery) throws Exception {
        int each = Integer.getInteger("parley.requests", atLeast) / CLIENTS;
        long start = System.nanoTime();
        try (var server = MessageServer.builder(BYTES)
                .use(use)
                .answerAsync((request, peer) -> delayed(request, stallEvery))
                .bind(RoundTrip.HOST, 0)) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int first = i * each;
                Random random = new Random(seeded.random.nextLong());
                Thread thread = new Thread(() -> ask(server, use, first, each, random), "asks from " + first);
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        int all = each * CLIENTS;
        String counts = answered + " answered, " + cancelled + " cancelled, " + timedOut + " timed out, " + otherwise
                + " otherwise, in " + (System.nanoTime() - start) / 1_000_000 + " ms";
        System.out.println("promise 21: " + use + ": " + counts);
        assertEquals(Set.of(), mismatched, seeded::toString);
        assertEquals(0, otherwise.get(), counts);
        notSent.retainAll(handled);
        assertEquals(Set.of(), notSent, "told that they were not sent");
        assertEquals(all, answered.get() + cancelled.get() + timedOut.get(), counts);
        assertTrue(cancelled.get() >= all / 20, counts);
        assertTrue(timedOut.get() >= all / 20, counts);
        assertTrue(answered.get() >= all / 10, counts);
        assertEquals(
                List.of(),
                log.entries().stream().filter(e -> e.contains("WARNING")).toList());
    }

    private CompletableFuture<byte[]> delayed(byte[] request, int stallEvery) {
        handled.add(number(request));
        int hash = new Random(number(request)).nextInt(Integer.MAX_VALUE);
        long micros = number(request) % stallEvery == stallEvery - 1
                ? TimeUnit.MICROSECONDS.convert(STALL)
                : hash % MOST_DELAY_MICROS;
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        later.schedule(() -> answer.complete(request), micros, TimeUnit.MICROSECONDS);
        return answer;
    }

    private void ask(MessageServer<byte[]> server, ConnectionUse use, int first, int count, Random random) {
        Semaphore window = new Semaphore(WINDOW);
        try (var client = connect(impatient(use), server)) {
            for (int i = first; i < first + count; i++) {
                assertTrue(window.tryAcquire(60, TimeUnit.SECONDS));
                int number = i;
                CompletableFuture<byte[]> answer = client.send(bytes(number));
                answer.whenComplete((came, failure) -> {
                    count(number, came, failure);
                    window.release();
                });
                if (random.nextInt(10) == 0) {
                    later.schedule(() -> answer.cancel(true), random.nextInt(1_000), TimeUnit.MICROSECONDS);
                }
            }
            assertTrue(window.tryAcquire(WINDOW, 60, TimeUnit.SECONDS));
            assertInStep(client, use);
        } catch (Throwable failure) {
            otherwise.incrementAndGet();
            failure.printStackTrace();
        }
    }

    private void count(int sent, byte[] came, Throwable failure) {
        if (came != null) {
            answered.incrementAndGet();
            if (number(came) != sent) {
                mismatched.add(sent);
            }
        } else if (failure instanceof CancellationException) {
            cancelled.incrementAndGet();
        } else if (failure instanceof RequestTimeoutException) {
            timedOut.incrementAndGet();
            if (((ParleyException) failure).delivery() == Delivery.NOT_SENT) {
                notSent.add(sent);
            }
        } else {
            otherwise.incrementAndGet();
        }
    }

    /** Answers still to come belong to requests that nobody waits for. */
    private static void assertInStep(MessageClient<byte[]> client, ConnectionUse use) throws Exception {
        for (int i = 0; i < 100; i++) {
            int number = -1_000 * (1 + i);
            try {
                assertArrayEquals(bytes(number), get(client.send(bytes(number))), use::toString);
            } catch (ExecutionException late) {
                assertTrue(late.getCause() instanceof RequestTimeoutException, late::toString);
            }
        }
    }
}
