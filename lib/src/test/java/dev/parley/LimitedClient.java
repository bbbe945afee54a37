package dev.parley;

import dev.parley.protocol.ParleyException;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousSocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The program of {@link DescriptorExhaustionTest} that connects: it takes all descriptors but some itself, and prints what
 * becomes of connecting then, and what once there are descriptors again.
 */
final class LimitedClient {
    private static final int ATTEMPTS = 20;

    /** What the JDK opens once and keeps, to close channels with. */
    private static final int JDKS_OWN = 3;

    private final int port;
    private final ConnectionUse use;

    private LimitedClient(int port, ConnectionUse use) {
        this.port = port;
        this.use = use;
    }

    /** What was there before the limit. */
    enum Before {
        NOTHING,
        JDK_USED,
        CONNECTED
    }

    /** Its arguments: a port, how to use connections, how many descriptors to leave, and a {@link Before}. */
    public static void main(String[] arguments) throws Exception {
        LimitedProcess.warmUp();
        LimitedClient program = new LimitedClient(Integer.parseInt(arguments[0]), ConnectionUse.valueOf(arguments[1]));
        Before before = Before.valueOf(arguments[3]);
        if (before == Before.JDK_USED) {
            useJdk(program.port);
        }
        List<AsyncCloseable> kept = new ArrayList<>();
        if (before == Before.CONNECTED) {
            kept.add(program.connected());
        }
        int left = Integer.parseInt(arguments[2]);
        Deque<Closeable> taken = takeAllBut(left);
        int free = taken.size() + left;
        Set<String> outcomes = new TreeSet<>();
        for (int i = 0; i < ATTEMPTS; i++) {
            outcomes.add(program.echo());
        }
        outcomes.remove("echoed"); // that one had descriptors
        giveBack(taken);
        System.out.println("at the limit: " + String.join(" | ", outcomes));
        System.out.println("after: " + program.echo());
        kept.forEach(AsyncCloseable::close);
        Awaitility.await().atMost(RoundTrip.DEADLINE).until(() -> free() >= free - JDKS_OWN);
        System.out.println("none lost");
        System.exit(0);
    }

    /** Has it load all its classes: one that cannot open what it needs then can never be used in that process. */
    private static void useJdk(int port) throws Exception {
        AsynchronousChannelGroup group = AsynchronousChannelGroup.withFixedThreadPool(1, Thread::new);
        try (AsynchronousSocketChannel channel = AsynchronousSocketChannel.open(group)) {
            channel.connect(new InetSocketAddress(RoundTrip.HOST, port)).get();
            channel.write(ByteBuffer.allocate(1)).get();
        }
        group.shutdownNow();
        group.awaitTermination(10, TimeUnit.SECONDS);
    }

    private static int free() throws IOException {
        Deque<Closeable> all = takeAllBut(0);
        int free = all.size();
        giveBack(all);
        return free;
    }

    private static void giveBack(Deque<Closeable> taken) throws IOException {
        while (!taken.isEmpty()) {
            taken.pop().close();
        }
    }

    private static Deque<Closeable> takeAllBut(int free) throws IOException {
        Deque<Closeable> taken = new ArrayDeque<>();
        try {
            while (true) {
                taken.push(new FileInputStream("/dev/null"));
            }
        } catch (IOException none) {
            for (int i = 0; i < free; i++) {
                taken.pop().close();
            }
            return taken;
        }
    }

    private MessageClient<byte[]> connected() throws Exception {
        MessageClient<byte[]> client =
                get(MessageClient.builder(RoundTrip.BYTES).use(use).connect(RoundTrip.HOST, port));
        get(client.send(new byte[1]));
        return client;
    }

    private String echo() {
        try {
            connected().close();
            return "echoed";
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            return cause instanceof ParleyException parley
                    ? parley.getClass().getSimpleName() + " " + parley.delivery() + " " + parley.getMessage()
                    : "wrong: " + cause;
        } catch (Throwable thrown) {
            return "thrown: " + thrown;
        }
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }
}
