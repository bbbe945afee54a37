package dev.parley.soak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process of clients of a {@link FaultServer}: told to go on for some seconds, it answers with what was done, or with
 * the first thing that must not be.
 */
final class FaultClients {
    private final String host;
    private final int port;
    private final long seed;
    private final int threads;
    private final AtomicLong deeds = new AtomicLong();
    private long runs;

    private FaultClients(String[] arguments) {
        host = arguments[0];
        port = Integer.parseInt(arguments[1]);
        seed = Long.parseLong(arguments[2]);
        threads = Integer.parseInt(arguments[3]);
    }

    /** Arguments: the server's host and port, a seed, and how many connections at a time. */
    public static void main(String[] arguments) throws IOException {
        Orders.follow(new FaultClients(arguments)::run);
    }

    private interface Deed {
        void run(Exchanges exchanges, Random random) throws Exception;
    }

    /** Answers with right answers, failed futures, and deeds of plain sockets. */
    private Object run(String[] words) throws Exception {
        int seconds = Integer.parseInt(words[1]);
        return switch (words[0]) {
            case "patient" -> all(seconds, new Exchanges(host, port), FaultClients::patient);
            case "faulty" -> all(seconds, new Exchanges(host, port), this::faulty);
            case "proxied" -> {
                try (FaultyProxy proxy = new FaultyProxy(port, seed, true)) {
                    yield all(seconds, new Exchanges(HoldingServer.HOST, proxy.port()), FaultClients::patient);
                }
            }
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private static void patient(Exchanges exchanges, Random random) throws Exception {
        exchanges.connection(random, Exchanges.Manner.PATIENT, 1 + random.nextInt(20));
    }

    private void faulty(Exchanges exchanges, Random random) throws Exception {
        if (random.nextInt(3) == 0) {
            exchanges.connection(random, Exchanges.Manner.HASTY, 1 + random.nextInt(20));
        } else {
            Misbehaviour[] all = Misbehaviour.values();
            all[random.nextInt(all.length)].commit(host, port, random);
            deeds.incrementAndGet();
        }
    }

    private String all(int seconds, Exchanges exchanges, Deed deed) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Random random = new Random(seed + 1_000_003 * ++runs);
                running.add(executor.submit(() -> {
                    while (System.nanoTime() < end) {
                        deed.run(exchanges, random);
                    }
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            executor.shutdownNow();
        }
        return exchanges.right + " " + exchanges.failed + " " + deeds.getAndSet(0);
    }
}
