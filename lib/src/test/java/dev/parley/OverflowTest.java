package dev.parley;

import static dev.parley.RoundTrip.BYTES;
import static dev.parley.RoundTrip.get;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.RoundTrip.PlainPeer;
import dev.parley.RoundTrip.PlainServer;
import dev.parley.protocol.Limits;
import dev.parley.protocol.Overflow;
import dev.parley.protocol.QueueFullException;
import dev.parley.protocol.Seeded;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many threads send faster than the peer reads: each message is sent whole and in its thread's order, or is refused. */
@Timeout(120)
class OverflowTest {
    private static final int THREADS = 8;
    private static final int EACH = 3_000;

    private final Seeded seeded = new Seeded(1);

    /** What was sent, with how it was; {@code future} is null where {@code trySend} was used. */
    private record Sent(long name, CompletableFuture<Void> future, boolean taken) {}

    private static long name(int thread, int number) {
        return ((long) thread << Integer.SIZE) | number;
    }

    private List<Sent> sendAll(MessageChannel<byte[]> channel, int thread) {
        Random random = new Random(seeded.seed * THREADS + thread);
        List<Sent> all = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            int size = random.nextInt(100) == 0 ? 20_000 : random.nextInt(50);
            byte[] message =
                    ByteBuffer.allocate(8 + size).putInt(thread).putInt(i).array();
            if (random.nextInt(4) == 0) {
                all.add(new Sent(name(thread, i), null, channel.trySend(message)));
            } else {
                CompletableFuture<Void> future = channel.send(message);
                all.add(new Sent(name(thread, i), future, true));
                if (random.nextInt(50) == 0) {
                    future.cancel(false);
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource(
            value = Overflow.class,
            names = {"FAIL", "WAIT", "DROP_OLDEST"})
    void each_message_is_sent_or_refused(Overflow overflow) throws Exception {
        Limits limits = Limits.builder()
                .maxQueuedMessages(50)
                .maxQueuedBytes(30_000)
                .overflow(overflow)
                .build();
        try (PlainServer server = new PlainServer();
                var channel = get(MessageChannel.builder(BYTES).limits(limits).open(RoundTrip.HOST, server.port()));
                PlainPeer peer = server.accept()) {
            List<CompletableFuture<List<Sent>>> sending = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                CompletableFuture<List<Sent>> sent = new CompletableFuture<>();
                new Thread(() -> sent.completeAsync(() -> sendAll(channel, thread), Runnable::run)).start();
                sending.add(sent);
            }
            CompletableFuture<Void> ended = CompletableFuture.allOf(sending.toArray(CompletableFuture[]::new))
                    .thenCompose(all -> channel.endOutput());
            Set<Long> arrived = readAll(peer);
            get(ended);
            int refused = 0;
            for (CompletableFuture<List<Sent>> sent : sending) {
                for (Sent each : get(sent)) {
                    refused += check(each, arrived.contains(each.name), overflow) ? 0 : 1;
                }
            }
            assertTrue(refused > 0, "there was room for all: nothing was tried");
        }
    }

    private Set<Long> readAll(PlainPeer peer) throws IOException {
        Set<Long> arrived = new HashSet<>();
        int[] next = new int[THREADS];
        while (true) {
            ByteBuffer message;
            try {
                message = ByteBuffer.wrap(peer.read());
            } catch (EOFException end) {
                return arrived;
            }
            int thread = message.getInt();
            int number = message.getInt();
            assertTrue(number >= next[thread], () -> "out of order, " + seeded);
            next[thread] = number + 1;
            arrived.add(name(thread, number));
        }
    }

    /** Whether it was sent; and that it came just then. */
    private boolean check(Sent sent, boolean came, Overflow overflow) throws Exception {
        String which = overflow + " " + Long.toHexString(sent.name) + ", " + seeded;
        if (sent.future == null) {
            boolean mayBeDropped = sent.taken && overflow == Overflow.DROP_OLDEST;
            assertTrue(mayBeDropped || sent.taken == came, () -> "trySend: " + sent.taken + ", came: " + came + which);
            return came;
        }
        if (sent.future.isCancelled()) {
            return true; // it may have been on its way
        }
        try {
            get(sent.future);
            assertTrue(came, () -> "sent, and did not come: " + which);
            return true;
        } catch (ExecutionException failed) {
            assertInstanceOf(QueueFullException.class, failed.getCause(), which);
            assertTrue(!came, () -> "refused, and came: " + which);
            return false;
        }
    }
}
