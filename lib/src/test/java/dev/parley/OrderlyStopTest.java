package dev.parley;

import static dev.parley.RoundTrip.BYTES;
import static dev.parley.RoundTrip.DEADLINE;
import static dev.parley.RoundTrip.HOST;
import static dev.parley.RoundTrip.bytes;
import static dev.parley.RoundTrip.connect;
import static dev.parley.RoundTrip.failure;
import static dev.parley.RoundTrip.get;
import static dev.parley.RoundTrip.number;
import static dev.parley.RoundTrip.port;
import static dev.parley.RoundTrip.until;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.protocol.ChannelClosedException;
import dev.parley.protocol.ConnectFailedException;
import dev.parley.protocol.Delivery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Promise 22: a server that is told to stop answers the thousand requests it has, refuses new connections, and gives back
 * threads and descriptors; past its time it cuts off, and every future is told so.
 */
@Timeout(60)
class OrderlyStopTest {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Duration QUICK = Duration.ofSeconds(2);
    private static final Duration DRAIN = Duration.ofMillis(300);
    private static final int CLIENTS = 10;
    private static final int EACH = 100;

    /** By number, what the handler still owes. */
    private final ConcurrentHashMap<Integer, CompletableFuture<byte[]>> owed = new ConcurrentHashMap<>();

    private final List<MessageServer<byte[]>> servers = new ArrayList<>();
    private final List<MessageClient<byte[]>> clients = new ArrayList<>();
    private final List<CompletableFuture<byte[]>> answers = new ArrayList<>();
    private LogLines log;
    private long baseline;

    /** What the JDK and the library open once. */
    @BeforeAll
    static void warmUp() throws Exception {
        try (var server = MessageServer.builder(BYTES)
                        .answer((request, peer) -> request)
                        .bind(HOST, 0);
                var client = connect(MessageClient.builder(BYTES), server)) {
            get(client.send(bytes(1)));
        }
        RoundTrip.awaitNoThreads(DEADLINE);
    }

    @BeforeEach
    void measure() throws IOException {
        log = new LogLines();
        baseline = descriptors();
    }

    @AfterEach
    void nothingIsLeft() {
        log.close();
        clients.forEach(MessageClient::closeNow);
        servers.forEach(MessageServer::closeNow);
        RoundTrip.awaitNoThreads(DEADLINE);
    }

    private static long descriptors() throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0; // not on Linux: only threads are counted
        }
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.count();
        }
    }

    private MessageServer<byte[]> owingServer(ConnectionUse use) throws Exception {
        MessageServer<byte[]> server = MessageServer.builder(BYTES)
                .use(use)
                .answerAsync(
                        (request, peer) -> owed.computeIfAbsent(number(request), fresh -> new CompletableFuture<>()))
                .bind(HOST, 0);
        servers.add(server);
        return server;
    }

    /** A thousand requests, all of them with the handler. */
    private void ask(MessageServer<byte[]> server, ConnectionUse use) throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            MessageClient<byte[]> client = connect(MessageClient.builder(BYTES).use(use), server);
            clients.add(client);
            for (int n = 0; n < EACH; n++) {
                answers.add(client.send(bytes(answers.size())));
            }
        }
        until(() -> owed.size() == answers.size());
    }

    private void answerAll() {
        owed.forEach((number, answer) -> answer.complete(bytes(number)));
    }

    private void assertQuiet() {
        assertEquals(
                List.of(),
                log.entries().stream()
                        .filter(entry -> !entry.contains(" FINE "))
                        .toList());
    }

    private void assertBackAtBaseline() {
        clients.forEach(MessageClient::close);
        await().atMost(QUICK)
                .untilAsserted(() -> assertEquals(
                        List.of(),
                        RoundTrip.threads().stream()
                                .filter(name -> !name.contains("-user"))
                                .toList()));
        await().atMost(QUICK)
                .untilAsserted(() -> assertTrue(descriptors() <= baseline, () -> "descriptors of " + baseline));
    }

    @ParameterizedTest
    @EnumSource
    void all_that_was_asked_is_answered_and_no_more_is_taken(ConnectionUse use) throws Exception {
        MessageServer<byte[]> server = owingServer(use);
        ask(server, use);

        CompletableFuture<Void> closed = server.closeAsync();
        failure(ConnectFailedException.class, MessageClient.builder(BYTES).connect(HOST, port(server)));
        assertFalse(closed.isDone());
        answerAll();

        for (int i = 0; i < answers.size(); i++) {
            assertEquals(i, number(get(answers.get(i))));
        }
        get(closed);
        assertBackAtBaseline();
    }

    @ParameterizedTest
    @EnumSource
    void past_its_time_every_request_is_told_and_late_answers_are_dropped_quietly(ConnectionUse use) throws Exception {
        MessageServer<byte[]> server = owingServer(use);
        ask(server, use);

        get(server.closeAsync(DRAIN));
        for (CompletableFuture<byte[]> answer : answers) {
            assertEquals(
                    Delivery.MAYBE_SENT,
                    failure(ChannelClosedException.class, answer).delivery());
        }
        assertBackAtBaseline();
        int late = 0;
        for (CompletableFuture<byte[]> answer : owed.values()) {
            if (late++ % 2 == 0) {
                answer.complete(bytes(late));
            } else {
                answer.completeExceptionally(new IllegalStateException("late"));
            }
        }
        assertQuiet();
        assertEquals(List.of(), RoundTrip.threads());
    }

    @Test
    void requests_that_still_wait_to_be_sent_were_not_sent() throws Exception {
        int inFlight = 128; // the default limit
        MessageServer<byte[]> server = owingServer(ConnectionUse.PIPELINED);
        MessageClient<byte[]> client = connect(MessageClient.builder(BYTES), server);
        clients.add(client);
        for (int i = 0; i < 1_000; i++) {
            answers.add(client.send(bytes(i)));
        }
        until(() -> owed.size() == inFlight);

        get(server.closeAsync(DRAIN));
        for (int i = 0; i < answers.size(); i++) {
            Delivery delivery =
                    failure(ChannelClosedException.class, answers.get(i)).delivery();
            assertEquals(i < inFlight ? Delivery.MAYBE_SENT : Delivery.NOT_SENT, delivery, "request " + i);
        }
        assertEquals(inFlight, owed.size());
        assertBackAtBaseline();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_handler_that_hangs_holds_up_no_stop_beyond_its_time(boolean now) throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Void> left = new CompletableFuture<>();
        MessageServer<byte[]> server = MessageServer.builder(BYTES)
                .answer((request, peer) -> {
                    inside.countDown();
                    release.await();
                    left.complete(null);
                    return request;
                })
                .bind(HOST, 0);
        MessageClient<byte[]> client = connect(MessageClient.builder(BYTES), server);
        clients.add(client);
        CompletableFuture<byte[]> hung = client.send(bytes(1));
        CompletableFuture<byte[]> behind = client.send(bytes(2));
        assertTrue(inside.await(20, TimeUnit.SECONDS));

        long start = System.nanoTime();
        if (now) {
            server.closeNow();
            get(server.closed());
        } else {
            get(server.closeAsync(DRAIN));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(QUICK) < 0, took::toString);
        failure(ChannelClosedException.class, hung);
        failure(ChannelClosedException.class, behind);
        assertBackAtBaseline();
        assertFalse(left.isDone());
        release.countDown();
        get(left);
        RoundTrip.awaitNoThreads(QUICK);
        assertQuiet();
    }

    @Test
    void stopping_twice_is_stopping_once() throws Exception {
        MessageServer<byte[]> server = owingServer(ConnectionUse.PIPELINED);
        ask(server, ConnectionUse.PIPELINED);

        CompletableFuture<Void> first = server.closeAsync();
        CompletableFuture<Void> second = server.closeAsync();
        assertFalse(first.isDone() || second.isDone());
        answerAll();
        get(first);
        get(second);
        get(server.closeAsync());
        server.closeNow();
        server.close();
        for (int i = 0; i < answers.size(); i++) {
            assertEquals(i, number(get(answers.get(i))));
        }
        assertBackAtBaseline();
    }

    @Test
    void the_shorter_of_two_times_counts() throws Exception {
        MessageServer<byte[]> server = owingServer(ConnectionUse.PIPELINED);
        ask(server, ConnectionUse.PIPELINED);

        CompletableFuture<Void> patient = server.closeAsync(Duration.ofMinutes(1));
        get(server.closeAsync(DRAIN));
        get(patient);
        assertBackAtBaseline();
    }

    @Test
    void stopping_at_once_ends_a_stop_in_order() throws Exception {
        MessageServer<byte[]> server = owingServer(ConnectionUse.PIPELINED);
        ask(server, ConnectionUse.PIPELINED);

        CompletableFuture<Void> closed = server.closeAsync();
        long start = System.nanoTime();
        server.closeNow();
        get(closed);
        assertTrue(System.nanoTime() - start < QUICK.toNanos());
        for (CompletableFuture<byte[]> answer : answers) {
            assertEquals(
                    Delivery.MAYBE_SENT,
                    failure(ChannelClosedException.class, answer).delivery());
        }
        assertBackAtBaseline();
    }
}
