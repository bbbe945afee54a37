package dev.parley.soak;

import dev.parley.MessageServer;
import dev.parley.protocol.Limits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A server of {@link Payload}s, within a test or as a process of its own. */
final class FaultServer {
    private static final int USER_THREADS = 64;

    /** What pools of buffers keep: as much as was ever in use at a time, of the small ones. */
    private static final long POOLED = 16 << 20;

    /** Those whose end is never heard of stay no longer; well above what the network's faults take. */
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final AtomicLong whole = new AtomicLong();
    private final AtomicLong broken = new AtomicLong();
    private MessageServer<byte[]> server;
    private LeakProbe nothingOpen;
    private LeakProbe open;

    public static void main(String[] arguments) throws IOException {
        Orders.follow(new FaultServer()::run);
    }

    private Object run(String[] words) throws Exception {
        return switch (words[0]) {
            case "start" -> {
                start(words[1]).close(); // what the first one leaves, the JDK keeps
                nothingOpen = LeakProbe.baseline().heap(4 << 20);
                server = start(words[1]);
                yield port(server);
            }
            case "whole" -> whole.get();
            case "broken" -> broken.get();
            case "peers" -> server.peers().size();
            case "baseline" -> {
                open = LeakProbe.baseline()
                        .threads("parley-user", USER_THREADS)
                        .threads("parley-timer", 1)
                        .heap(4 << 20)
                        .direct(POOLED);
                yield open;
            }
            case "check" -> {
                open.check("all clients have gone");
                yield LeakProbe.baseline();
            }
            case "stop" -> {
                server.close();
                nothingOpen.check("the server was closed");
                yield LeakProbe.baseline();
            }
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    MessageServer<byte[]> start(String host) throws IOException {
        return MessageServer.builder(HoldingServer.BYTES)
                .limits(Limits.builder().idleTimeout(IDLE).build())
                .answerAsync((request, peer) -> answer(request))
                .bind(host, 0);
    }

    static int port(MessageServer<?> server) {
        return ((InetSocketAddress) server.address()).getPort();
    }

    /** How many requests came whole. */
    long whole() {
        return whole.get();
    }

    /** How many came that were not what their sender sent. */
    long broken() {
        return broken.get();
    }

    private CompletableFuture<byte[]> answer(byte[] request) {
        if (!Payload.isWhole(request)) {
            broken.incrementAndGet();
            throw new IllegalArgumentException("a broken request of " + request.length + " bytes");
        }
        whole.incrementAndGet();
        CompletableFuture<byte[]> answer = CompletableFuture.completedFuture(Payload.answer(request));
        int delay = Payload.delayMillis(request);
        return delay == 0
                ? answer
                : answer.thenApplyAsync(
                        bytes -> bytes, CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS));
    }
}
