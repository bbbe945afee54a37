package dev.parley;

import static dev.parley.RoundTrip.BYTES;
import static dev.parley.RoundTrip.DEADLINE;
import static dev.parley.RoundTrip.bytes;
import static dev.parley.RoundTrip.connect;
import static dev.parley.RoundTrip.get;
import static dev.parley.RoundTrip.number;
import static dev.parley.RoundTrip.until;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.RoundTrip.On;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers match requests, in whatever order a handler completes them and whoever gives up waiting. */
@Timeout(60)
class RoundTripOrderTest {
    private static final int IN_FLIGHT = 128; // the default limit

    /** How somebody loses interest in an answer. */
    enum GivingUp {
        CANCEL {
            @Override
            void on(CompletableFuture<byte[]> answer) {
                assertTrue(answer.cancel(true));
                assertTrue(answer.isCancelled());
            }
        },
        OR_TIMEOUT {
            @Override
            void on(CompletableFuture<byte[]> answer) {
                answer.orTimeout(1, TimeUnit.MILLISECONDS);
            }
        },
        COMPLETE {
            @Override
            void on(CompletableFuture<byte[]> answer) {
                assertTrue(answer.complete(bytes(-1)));
            }
        };

        abstract void on(CompletableFuture<byte[]> answer);
    }

    private final Scrambler scrambler = new Scrambler();

    static Stream<Arguments> waysToGiveUp() {
        return Stream.of(On.values()).flatMap(on -> Stream.of(GivingUp.values()).map(how -> Arguments.of(on, how)));
    }

    @AfterEach
    void stopScrambler() throws InterruptedException {
        scrambler.close();
    }

    @ParameterizedTest
    @EnumSource
    void answers_come_in_the_order_of_requests_whatever_order_they_are_made_in(On on) throws Exception {
        int count = 10_000;
        scrambler.start(41);
        List<Integer> order = Collections.synchronizedList(new ArrayList<>(count));
        try (var server = on.server(BYTES)
                        .answerAsync((request, peer) -> scrambler.later(request))
                        .bind(RoundTrip.HOST, 0);
                var client = connect(on.client(BYTES), server)) {
            List<CompletableFuture<Void>> noted = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                int sent = i;
                noted.add(client.send(bytes(i)).thenAccept(answer -> {
                    assertEquals(sent, number(answer));
                    order.add(sent);
                }));
            }
            get(CompletableFuture.allOf(noted.toArray(CompletableFuture[]::new)));
        }
        assertEquals(IntStream.range(0, count).boxed().toList(), order);
        assertTrue(scrambler.overtakings > count / 10, "the handler completed its answers nearly in order");
    }

    @ParameterizedTest
    @MethodSource("waysToGiveUp")
    void what_is_given_up_before_it_is_written_is_never_sent_and_the_rest_stays_in_step(On on, GivingUp how)
            throws Exception {
        int count = 1_000;
        long seed = 17;
        Random random = new Random(seed);
        record Asked(int number, CompletableFuture<byte[]> answer) {}
        BlockingQueue<Asked> gate = new LinkedBlockingQueue<>();
        try (var server = on.server(BYTES)
                        .answerAsync((request, peer) -> {
                            CompletableFuture<byte[]> answer = new CompletableFuture<>();
                            gate.add(new Asked(number(request), answer));
                            return answer;
                        })
                        .bind(RoundTrip.HOST, 0);
                var client = connect(on.client(BYTES), server)) {
            List<CompletableFuture<byte[]>> answers = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                answers.add(client.send(bytes(i)));
            }
            // As many as may be in flight are with the handler; all others wait, and are not written.
            until(() -> gate.size() == IN_FLIGHT);
            Set<Integer> givenUp = new HashSet<>();
            for (int i = 0; i < count; i++) {
                if (random.nextInt(10) == 0) {
                    givenUp.add(i);
                    how.on(answers.get(i));
                }
            }
            until(() -> givenUp.stream().map(answers::get).allMatch(CompletableFuture::isDone));

            List<Integer> seen = new ArrayList<>();
            List<Integer> wanted = IntStream.range(0, count)
                    .filter(i -> i < IN_FLIGHT || !givenUp.contains(i))
                    .boxed()
                    .toList();
            while (seen.size() < wanted.size()) {
                Asked asked = gate.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
                seen.add(asked.number);
                asked.answer.complete(bytes(asked.number));
            }
            for (int i = 0; i < count; i++) {
                if (!givenUp.contains(i)) {
                    assertArrayEquals(bytes(i), get(answers.get(i)), "seed " + seed);
                }
            }
            assertEquals(wanted, seen, "seed " + seed);
            assertTrue(gate.isEmpty());
        }
    }

    @ParameterizedTest
    @MethodSource("waysToGiveUp")
    void giving_up_at_any_moment_leaves_answers_in_step(On on, GivingUp how) throws Exception {
        int count = 5_000;
        long seed = 23;
        Random random = new Random(seed);
        scrambler.start(seed);
        Set<Integer> mismatched = ConcurrentHashMap.newKeySet();
        try (var server = on.server(BYTES)
                        .answerAsync((request, peer) -> scrambler.later(request))
                        .bind(RoundTrip.HOST, 0);
                var client = connect(on.client(BYTES), server)) {
            List<CompletableFuture<byte[]>> answers = new ArrayList<>(count);
            List<CompletableFuture<?>> checked = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                int sent = i;
                CompletableFuture<byte[]> answer = client.send(bytes(i));
                answers.add(answer);
                checked.add(answer.handle((came, failure) -> {
                    boolean own = came == null || number(came) == sent || number(came) == -1;
                    return own || mismatched.add(sent);
                }));
                if (random.nextInt(10) == 0) {
                    CompletableFuture<byte[]> victim = answers.get(i - random.nextInt(Math.min(i + 1, 200)));
                    if (how == GivingUp.OR_TIMEOUT) {
                        victim.orTimeout(random.nextInt(500), TimeUnit.MICROSECONDS);
                    } else if (how == GivingUp.CANCEL) {
                        victim.cancel(false);
                    } else {
                        victim.complete(bytes(-1));
                    }
                }
            }
            get(CompletableFuture.allOf(checked.toArray(CompletableFuture[]::new)));
            assertEquals(Set.of(), mismatched, "seed " + seed);
            for (int i = 0; i < 300; i++) {
                assertArrayEquals(bytes(i), get(client.send(bytes(i))), "seed " + seed);
            }
        }
    }

    /** Completes answers in random order, on a thread of its own. */
    private static final class Scrambler {
        private record Pending(int priority, int number, CompletableFuture<byte[]> answer)
                implements Comparable<Pending> {
            @Override
            public int compareTo(Pending other) {
                return Integer.compare(priority, other.priority);
            }
        }

        private final PriorityBlockingQueue<Pending> pending = new PriorityBlockingQueue<>();
        private final Thread thread = new Thread(this::run, "scrambler");
        private Random random = new Random();

        /** How often one was completed after a later one. */
        volatile int overtakings;

        void start(long seed) {
            random = new Random(seed);
            thread.setDaemon(true);
            thread.start();
        }

        CompletableFuture<byte[]> later(byte[] request) {
            CompletableFuture<byte[]> answer = new CompletableFuture<>();
            pending.add(new Pending(random.nextInt(1 << 20), number(request), answer));
            return answer;
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes it
        private void run() {
            try {
                int latest = -1;
                while (true) {
                    Pending next = pending.take();
                    overtakings += next.number < latest ? 1 : 0;
                    latest = Math.max(latest, next.number);
                    next.answer.complete(bytes(next.number));
                }
            } catch (InterruptedException stopped) {
                // That is how it ends.
            }
        }

        void close() throws InterruptedException {
            thread.interrupt();
            thread.join();
        }
    }
}
