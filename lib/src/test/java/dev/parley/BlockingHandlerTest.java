package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Promise 7: a handler that blocks harms only its own connection. */
class BlockingHandlerTest {
    @Test
    void withAThreadForEachAllOthersAreAnsweredOnTheDefaultExecutor() throws Exception {
        blockAndEcho(MessageServer.builder(Frames.PROTOCOL), DefaultExecutor.POOL_SIZE - 1);
    }

    @Test
    void withOneThreadOfThePoolLeftAllOthersAreAnswered() throws Exception {
        ExecutorService pool = DefaultExecutor.pool();
        try {
            blockAndEcho(MessageServer.builder(Frames.PROTOCOL).executor(pool), DefaultExecutor.POOL_SIZE - 1);
        } finally {
            pool.shutdown();
        }
    }

    private static void blockAndEcho(ServerBuilder<byte[]> builder, int blocked) throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(blocked);
        try (MessageServer<byte[]> server = builder.answer((request, peer) -> {
                            if (Frames.number(request) < 0) {
                                inside.countDown();
                                release.await();
                            }
                            return request;
                        })
                        .bind("127.0.0.1", 0);
                MessageClient<byte[]> healthy = connect(server)) {
            List<MessageClient<byte[]>> stuck = new ArrayList<>();
            List<CompletableFuture<byte[]>> waiting = new ArrayList<>();
            for (int i = 0; i < blocked; i++) {
                MessageClient<byte[]> client = connect(server);
                stuck.add(client);
                waiting.add(client.send(Frames.number(-1)));
                waiting.add(client.send(Frames.number(1))); // behind the blocked one: its own connection waits
            }
            assertTrue(inside.await(20, TimeUnit.SECONDS), "not all of them block at a time");
            for (int i = 0; i < 1_000; i++) {
                assertArrayEquals(
                        Frames.number(i), healthy.send(Frames.number(i)).get(10, TimeUnit.SECONDS));
            }
            waiting.forEach(answer -> assertFalse(answer.isDone()));
            release.countDown();
            for (CompletableFuture<byte[]> answer : waiting) {
                answer.get(20, TimeUnit.SECONDS);
            }
            stuck.forEach(MessageClient::close);
        }
    }

    @Test
    void whatWaitsForABlockedThreadIsOneTaskOfEachConnection() throws Exception {
        int connections = 20;
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        ThreadPoolExecutor one = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        try (MessageServer<byte[]> server = MessageServer.builder(Frames.PROTOCOL)
                .executor(one)
                .answer((request, peer) -> {
                    inside.countDown();
                    release.await();
                    return request;
                })
                .bind("127.0.0.1", 0)) {
            List<MessageClient<byte[]>> clients = new ArrayList<>();
            List<CompletableFuture<byte[]>> answers = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                MessageClient<byte[]> client = connect(server);
                clients.add(client);
                for (int n = 0; n < 100; n++) {
                    answers.add(client.send(Frames.number(n)));
                }
            }
            assertTrue(inside.await(20, TimeUnit.SECONDS));
            await().atMost(Duration.ofSeconds(20)).until(() -> one.getQueue().size() == connections - 1);
            for (MessageClient<byte[]> client : clients) { // more comes, of each
                answers.add(client.send(Frames.number(100)));
            }
            assertEquals(connections - 1, one.getQueue().size());
            release.countDown();
            for (int i = 0; i < connections * 100; i++) {
                assertEquals(i % 100, Frames.number(answers.get(i).get(20, TimeUnit.SECONDS)));
            }
            clients.forEach(MessageClient::close);
        } finally {
            release.countDown();
            one.shutdown();
        }
    }

    private static MessageClient<byte[]> connect(MessageServer<byte[]> server) throws Exception {
        return MessageClient.builder(Frames.PROTOCOL)
                .executor(Runnable::run)
                .connect("127.0.0.1", Frames.port(server))
                .get(10, TimeUnit.SECONDS);
    }
}
