package dev.parley;

import static dev.parley.RoundTrip.HOST;
import static dev.parley.RoundTrip.port;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.protocol.Message;
import dev.parley.protocol.Protocol;
import dev.parley.protocol.Seeded;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Promise 1: no message is lost, duplicated, reordered or changed, however the bytes are cut on their way.
 *
 * <p>There and back over 8 connections, 50,000 messages in all its cases together; {@code -Dparley.messages=1000000} for
 * more.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class NothingIsLostTest {
    private static final int MESSAGES = Integer.getInteger("parley.messages", 50_000);
    private static final int CASES = 8;
    private static final int CONNECTIONS = 8;
    private static final int LARGEST = 64 << 10;

    /** How many may be under way on one connection: within the limits of its queues, whatever their size. */
    private static final int WINDOW = 64;

    /** Far more than any wait of one message for another. */
    private static final int STUCK_SECONDS = 60;

    private final Seeded seeded = new Seeded(1);
    private final byte[] noise = new byte[2 * LARGEST];

    NothingIsLostTest() {
        seeded.random.nextBytes(noise);
    }

    @AfterEach
    void nothingIsLeft() {
        RoundTrip.awaitNoThreads(RoundTrip.DEADLINE);
    }

    /** What is sent, as one protocol has it. */
    private record Format<M>(String name, Protocol<M> protocol, Function<byte[], M> wrap, Function<M, byte[]> unwrap) {
        static final Format<byte[]> LENGTH = new Format<>("length", RoundTrip.BYTES, bytes -> bytes, bytes -> bytes);
        static final Format<Message> JSON = new Format<>(
                "JSON", Protocol.jsonHeader(), bytes -> Message.binary("binary/noise", bytes), Message::asBytes);
    }

    /** The message of that number: who it is, then a piece of noise that follows from that; many short, some of 64 KiB. */
    private byte[] message(int connection, int number) {
        Random random = new Random(31L * number + connection);
        double share = random.nextDouble();
        int length = random.nextInt(100) == 0 ? LARGEST - 8 : (int) (share * share * share * (LARGEST - 8));
        int from = random.nextInt(LARGEST);
        return ByteBuffer.allocate(8 + length)
                .putInt(connection)
                .putInt(number)
                .put(noise, from, length)
                .array();
    }

    @ParameterizedTest
    @CsvSource({"JSON, false", "JSON, true", "LENGTH, false", "LENGTH, true"})
    void requests_and_answers_of_a_pipelined_client(String format, boolean sliced) throws Exception {
        run(format, sliced, this::throughClient);
    }

    @ParameterizedTest
    @CsvSource({"JSON, false", "JSON, true", "LENGTH, false", "LENGTH, true"})
    void messages_of_a_channel_there_and_back(String format, boolean sliced) throws Exception {
        run(format, sliced, this::throughChannel);
    }

    private interface Way {
        <M> void send(Format<M> format, int port, Receipt receipt) throws Exception;
    }

    private void run(String format, boolean sliced, Way way) throws Exception {
        if (format.equals("JSON")) {
            run(Format.JSON, sliced, way);
        } else {
            run(Format.LENGTH, sliced, way);
        }
    }

    private <M> void run(Format<M> format, boolean sliced, Way way) throws Exception {
        int each = MESSAGES / CASES / CONNECTIONS;
        List<Receipt> receipts = new ArrayList<>();
        long start = System.nanoTime();
        try (MessageServer<M> server = MessageServer.builder(format.protocol)
                        .answer((request, peer) -> request)
                        .bind(HOST, 0);
                Slicer slicer = new Slicer(port(server), seeded.seed)) {
            int port = sliced ? slicer.port() : port(server);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                Receipt receipt = new Receipt(i, each);
                receipts.add(receipt);
                Thread thread = new Thread(() -> receipt.guard(() -> way.send(format, port, receipt)), "sender " + i);
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long bytes = 0;
        for (Receipt receipt : receipts) {
            receipt.assertComplete();
            bytes += receipt.bytes;
        }
        System.out.printf(
                "promise 1: %,.0f messages/s, %,.0f MB/s each way (%s, %s)%n",
                CONNECTIONS * each / seconds, bytes / seconds / 1e6, format.name, sliced ? "sliced" : "direct");
    }

    private <M> void throughClient(Format<M> format, int port, Receipt receipt) throws Exception {
        try (MessageClient<M> client = RoundTrip.connect(MessageClient.builder(format.protocol), port)) {
            for (int number = 0; number < receipt.expected; number++) {
                receipt.enter();
                byte[] sent = message(receipt.connection, number);
                client.send(format.wrap.apply(sent))
                        .whenComplete((answer, failure) -> receipt.guard(() -> {
                            if (failure != null) {
                                throw new AssertionError(failure);
                            }
                            byte[] came = format.unwrap.apply(answer);
                            assertArrayEquals(sent, came); // its own answer; below: and in the order of the requests
                            receipt.take(came);
                        }));
            }
            receipt.awaitAll();
        }
    }

    private <M> void throughChannel(Format<M> format, int port, Receipt receipt) throws Exception {
        try (MessageChannel<M> channel = RoundTrip.get(MessageChannel.open(format.protocol, HOST, port))) {
            CompletableFuture<Void> ended = new CompletableFuture<>();
            receive(channel, format, receipt, ended);
            for (int number = 0; number < receipt.expected; number++) {
                receipt.enter();
                CompletableFuture<Void> unused = channel.send(format.wrap.apply(message(receipt.connection, number)));
            }
            RoundTrip.get(channel.endOutput());
            ended.get(STUCK_SECONDS, TimeUnit.SECONDS); // the server's end, behind its last answer
        }
    }

    private <M> void receive(
            MessageChannel<M> channel, Format<M> format, Receipt receipt, CompletableFuture<Void> ended) {
        channel.receive().whenComplete((message, failure) -> {
            if (failure != null || message.isEmpty()) {
                receipt.guard(() -> assertEquals(null, failure));
                ended.complete(null);
            } else {
                receipt.guard(() -> receipt.take(format.unwrap.apply(message.get())));
                receive(channel, format, receipt, ended);
            }
        });
    }

    private interface Step {
        void run() throws Exception;
    }

    /** What came back on one connection; the next is what must come. */
    private final class Receipt {
        final int connection;
        final int expected;
        private final Semaphore window = new Semaphore(WINDOW);
        private final AtomicInteger next = new AtomicInteger();
        private volatile Throwable wrong;
        volatile long bytes;

        Receipt(int connection, int expected) {
            this.connection = connection;
            this.expected = expected;
        }

        void enter() throws InterruptedException {
            assertTrue(window.tryAcquire(STUCK_SECONDS, TimeUnit.SECONDS), () -> "stuck after " + next);
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // one at a time
        void take(byte[] came) {
            int number = next.getAndIncrement();
            bytes += came.length;
            window.release();
            byte[] wanted = message(connection, number);
            if (!Arrays.equals(wanted, came)) {
                ByteBuffer name = ByteBuffer.wrap(Arrays.copyOf(came, 8));
                throw new AssertionError("number " + number + " of connection " + connection + " wanted, number "
                        + name.getInt(4) + " of connection " + name.getInt(0) + " came, with " + came.length
                        + " bytes of "
                        + wanted.length);
            }
        }

        void awaitAll() throws InterruptedException {
            assertTrue(window.tryAcquire(WINDOW, STUCK_SECONDS, TimeUnit.SECONDS), () -> "stuck after " + next);
        }

        void guard(Step step) {
            try {
                step.run();
            } catch (Throwable failure) {
                wrong = wrong == null ? failure : wrong;
            }
        }

        void assertComplete() {
            if (wrong != null) {
                throw new AssertionError(seeded.toString(), wrong);
            }
            assertEquals(expected, next.get(), seeded::toString);
        }
    }
}
