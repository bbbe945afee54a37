package dev.parley.soak;

import static org.awaitility.Awaitility.await;

import dev.parley.MessageServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Many cycles of a kind, and nothing held after them: neither by a server that goes on, nor after its end. */
final class Cycles {
    private static final int THREADS = 4;

    /** The pools that handlers and look-ups run on may keep their threads for a while. */
    private static final int USER_THREADS = 64;

    private static final int LOOK_UP_THREADS = 8;

    /** Less than a thousand of the smallest things that a connection could leave. */
    private static final long MORE_HEAP = 512 << 10;

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private Cycles() {}

    static void leaveNothing(Cycle cycle, int warmUp, int count) throws Exception {
        try (MessageServer<byte[]> first = Cycle.server()) {
            run(cycle, Cycle.port(first), warmUp); // classes are loaded, pools are filled, code is compiled
            until(first);
        }
        LeakProbe nothingOpen = LeakProbe.baseline();
        try (MessageServer<byte[]> server = Cycle.server()) {
            run(cycle, Cycle.port(server), warmUp);
            until(server);
            LeakProbe serverOpen = LeakProbe.baseline()
                    .heap(MORE_HEAP)
                    .threads("parley-user", USER_THREADS)
                    .threads("parley-lookup", LOOK_UP_THREADS)
                    .threads("parley-timer", 1); // it starts with the first wait
            run(cycle, Cycle.port(server), count);
            until(server);
            serverOpen.check(count + " cycles, with the server open");
        }
        nothingOpen.check(count + " cycles, with nothing open");
    }

    private static void run(Cycle cycle, int port, int count) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            AtomicInteger next = new AtomicInteger();
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                runs.add(executor.submit(() -> {
                    for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                        cycle.run(port, number);
                    }
                    return null;
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    /** Until the server has seen the last of them. */
    private static void until(MessageServer<?> server) {
        await().atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> server.peers().isEmpty());
    }
}
