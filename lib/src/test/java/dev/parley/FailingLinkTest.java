package dev.parley;

import static dev.parley.RoundTrip.get;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.net.Link;
import dev.parley.net.MemoryLink;
import dev.parley.net.Timer;
import dev.parley.observe.Observer;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Limits;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each call of a link fails once, in each way it can, on either side: every future completes, and both sides close. */
class FailingLinkTest {
    private static final int REQUESTS = 3;

    private static final Limits LIMITS = Limits.builder()
            .requestTimeout(Duration.ofMinutes(1))
            .drainIdle(Duration.ofMillis(100))
            .drainTotal(Duration.ofMillis(500))
            .build();

    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final ExecutorService user = Executors.newCachedThreadPool();
    private final Timer timer = Timer.start("failing-link-test-timer");

    /** Where the call fails, how, and whether it throws or reports. */
    record Failing(boolean client, boolean thrown, Throwable failure) {}

    static List<Failing> failures() {
        List<Failing> failures = new ArrayList<>();
        for (boolean client : new boolean[] {true, false}) {
            failures.add(new Failing(client, false, new IOException("reported")));
            for (boolean thrown : new boolean[] {true, false}) {
                failures.add(new Failing(client, thrown, new IllegalStateException("fault")));
                failures.add(new Failing(client, thrown, new OutOfMemoryError("fault")));
            }
        }
        return failures;
    }

    @AfterEach
    void stop() {
        loop.shutdown();
        user.shutdown();
        timer.stop();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void atEveryCallEveryFutureCompletesAndBothSidesClose(Failing failing) throws Exception {
        int call = 1;
        while (failsAt(failing, call)) {
            call++;
        }
        assertTrue(call > REQUESTS, () -> failing + " failed in too few places");
    }

    /** Whether there was such a call. */
    private boolean failsAt(Failing failing, int call) throws Exception {
        List<MemoryLink> links = MemoryLink.pair(loop);
        FailingLink client = new FailingLink(links.get(0), failing, failing.client ? call : 0);
        FailingLink server = new FailingLink(links.get(1), failing, failing.client ? 0 : call);
        Settings settings = new Settings(LIMITS, new UserExecutor(user, loop), timer, Observer.none());
        try (Quiet quiet = new Quiet()) {
            roundTrip(client, server, settings);
        } catch (Exception failure) {
            throw new AssertionError(failing + " at call " + call, failure);
        }
        return (failing.client ? client : server).calls.get() >= call;
    }

    private static void roundTrip(Link clientLink, Link serverLink, Settings settings) throws Exception {
        CompletableFuture<Void> over = new CompletableFuture<>();
        ServerConnection<byte[]> server = new ServerConnection<>(
                serverLink,
                new Service<>(
                        Frames.PROTOCOL,
                        (request, peer) -> CompletableFuture.completedFuture(request),
                        null,
                        ConnectionUse.PIPELINED),
                settings,
                connection -> over.complete(null));
        CompletableFuture<CloseReason> serverClosed = server.peer().closed();
        server.start();
        PipelinedClient<byte[]> client = PipelinedClient.over(clientLink, Frames.PROTOCOL, settings, () -> {});
        List<CompletableFuture<?>> futures = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            CompletableFuture<byte[]> answer = client.send(Frames.number(i));
            futures.add(answer);
            get(answer.handle((bytes, failure) -> true));
        }
        server.drain();
        get(client.closeAsync());
        get(serverClosed);
        get(over);
        assertTrue(futures.stream().allMatch(CompletableFuture::isDone));
    }

    /** Passes all calls on, but for one. */
    private static final class FailingLink implements Link {
        private final Link link;
        private final Failing failing;
        private final int failAt;
        private final AtomicInteger calls = new AtomicInteger();

        FailingLink(Link link, Failing failing, int failAt) {
            this.link = link;
            this.failing = failing;
            this.failAt = failAt;
        }

        private boolean fails(Consumer<Throwable> report) {
            if (calls.incrementAndGet() != failAt) {
                return false;
            }
            if (failing.thrown) {
                raise();
            }
            report.accept(failing.failure);
            return true;
        }

        private void raise() {
            if (failing.failure instanceof Error error) {
                throw error;
            }
            throw failing.failure instanceof RuntimeException fault
                    ? fault
                    : new IllegalStateException(failing.failure);
        }

        @Override
        public void read(ReadHandler handler) {
            if (!fails(handler::readFailed)) {
                link.read(handler);
            }
        }

        @Override
        public void write(ByteBuffer source, WriteHandler handler) {
            if (!fails(handler::writeFailed)) {
                link.write(source, handler);
            }
        }

        @Override
        public void shutdownOutput(WriteHandler handler) {
            if (!fails(handler::writeFailed)) {
                link.shutdownOutput(handler);
            }
        }

        @Override
        public ByteBuffer takeBuffer(long wanted) {
            if (fails(cause -> {})) {
                raise();
            }
            return link.takeBuffer(wanted);
        }

        @Override
        public void giveBuffer(ByteBuffer buffer) {
            link.giveBuffer(buffer);
        }

        @Override
        public void close() {
            link.close();
        }

        @Override
        public Executor loop() {
            return link.loop();
        }

        @Override
        public SocketAddress remote() {
            return link.remote();
        }

        @Override
        public SocketAddress local() {
            return link.local();
        }
    }
}
