package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.observe.Observer;
import dev.parley.protocol.CloseReason;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** Promise 5: no exception of a user's stops I/O, on the one thread that does it all. */
class UserExceptionsTest {
    private static final int THROWS = 10_000;

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @SuppressWarnings("InfiniteRecursion") // that is its purpose
    private static int overflow(int depth) {
        return overflow(depth + 1) + 1;
    }

    /** One of the kinds, in turn; a stack that really overflows only now and then, because that takes a while. */
    private static RuntimeException thrown(int index) {
        if (index % 100 == 99) {
            overflow(0);
        }
        return switch (index % 4) {
            case 0 -> new IllegalStateException("runtime");
            case 1 -> throw new AssertionError("error");
            case 2 -> UserExceptionsTest.<RuntimeException>sneaky(new IOException("checked, sneaked"));
            default -> throw new StackOverflowError("as if");
        };
    }

    private static long ioThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("parley-io"))
                .count();
    }

    @Test
    void handlersThatThrowAreAnsweredByTheErrorHandlerAndTheThreadsStay() throws Exception {
        try (Quiet quiet = new Quiet();
                MessageServer<byte[]> server = MessageServer.builder(Frames.PROTOCOL)
                        .executor(Runnable::run)
                        .answer((request, peer) -> {
                            int index = Frames.number(request);
                            if (index >= 0) {
                                throw thrown(index);
                            }
                            return request;
                        })
                        .onError((request, failure) -> Frames.number(-1))
                        .bind("127.0.0.1", 0);
                MessageClient<byte[]> client = connect(server)) {
            long before = ioThreads();
            List<CompletableFuture<byte[]>> answers = new ArrayList<>();
            for (int i = 0; i < THROWS; i++) {
                answers.add(client.send(Frames.number(i)));
            }
            for (CompletableFuture<byte[]> answer : answers) {
                assertEquals(-1, Frames.number(answer.get(30, TimeUnit.SECONDS)));
            }
            assertEchoes(client);
            assertEquals(before, ioThreads());
        }
    }

    @Test
    void handlersThatThrowCloseTheirConnectionAlone() throws Exception {
        try (Quiet quiet = new Quiet();
                MessageServer<byte[]> server = MessageServer.builder(Frames.PROTOCOL)
                        .executor(Runnable::run)
                        .answer((request, peer) -> {
                            int index = Frames.number(request);
                            if (index >= 0) {
                                throw thrown(index);
                            }
                            return request;
                        })
                        .bind("127.0.0.1", 0);
                MessageClient<byte[]> healthy = connect(server)) {
            long before = ioThreads();
            for (int i = 0; i < 400; i++) {
                try (MessageClient<byte[]> client = connect(server)) {
                    CompletableFuture<byte[]> lost = client.send(Frames.number(i));
                    assertThrows(ExecutionException.class, () -> lost.get(10, TimeUnit.SECONDS));
                }
            }
            assertEchoes(healthy);
            assertEquals(before, ioThreads());
            await().atMost(Duration.ofSeconds(10)).until(() -> server.peers().size() == 1);
        }
    }

    @Test
    void linesAboutHandlersThatThrowAreFewHoweverManyPeersMakeThemThrow() throws Exception {
        try (LogLines log = new LogLines();
                MessageServer<byte[]> server = MessageServer.builder(Frames.PROTOCOL)
                        .executor(Runnable::run)
                        .answer((request, peer) -> {
                            throw new IllegalArgumentException("no such thing");
                        })
                        .bind("127.0.0.1", 0)) {
            for (int i = 0; i < 200; i++) {
                try (MessageClient<byte[]> client = connect(server)) {
                    CompletableFuture<byte[]> lost = client.send(Frames.number(i));
                    assertThrows(ExecutionException.class, () -> lost.get(10, TimeUnit.SECONDS));
                }
            }
            assertTrue(log.count(Level.WARNING) >= 1, "the first is told");
            assertTrue(
                    log.count(Level.WARNING) <= 3, log.count(Level.WARNING) + " lines of 200 failures within seconds");
            assertTrue(log.count(Level.FINE) >= 200 - 3, "the others are told who asks for all");
        }
    }

    @Test
    void completionsAndObserversThatThrowHarmNobody() throws Exception {
        Observer throwing = new Observer() {
            private int calls;

            @Override
            public void opened(SocketAddress remote) {
                throw thrown(calls++);
            }

            @Override
            public void received(SocketAddress remote, int count, long bytes) {
                throw thrown(calls++);
            }

            @Override
            public void sending(SocketAddress remote, long bytes) {
                throw thrown(calls++);
            }

            @Override
            public void closed(SocketAddress remote, CloseReason reason) {
                throw thrown(calls++);
            }
        };
        try (Quiet quiet = new Quiet();
                MessageServer<byte[]> server = MessageServer.builder(Frames.PROTOCOL)
                        .executor(Runnable::run)
                        .observer(throwing)
                        .answer((request, peer) -> request)
                        .bind("127.0.0.1", 0);
                MessageClient<byte[]> client = connect(server)) {
            long before = ioThreads();
            List<CompletableFuture<?>> answers = new ArrayList<>();
            for (int i = 0; i < THROWS; i++) {
                int index = i;
                CompletableFuture<byte[]> answer = client.send(Frames.number(i));
                answers.add(answer);
                var unused = answer.thenAccept(bytes -> {
                    throw thrown(index);
                });
            }
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
            assertEchoes(client);
            assertEquals(before, ioThreads());
        }
    }

    private static MessageClient<byte[]> connect(MessageServer<byte[]> server) throws Exception {
        return MessageClient.builder(Frames.PROTOCOL)
                .executor(Runnable::run)
                .connect("127.0.0.1", Frames.port(server))
                .get(10, TimeUnit.SECONDS);
    }

    private static void assertEchoes(MessageClient<byte[]> client) throws Exception {
        byte[] echoed = client.send(Frames.number(-7)).get(10, TimeUnit.SECONDS);
        assertArrayEquals(Frames.number(-7), echoed);
    }
}
