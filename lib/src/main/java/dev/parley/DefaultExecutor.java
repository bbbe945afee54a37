package dev.parley;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where users' code runs unless they say otherwise: a virtual thread per task where the JDK has them, else a pool.
 *
 * <p>The pool's queue needs no limit of its own: a connection has at most one task for messages and one for completions
 * in it.
 */
final class DefaultExecutor {
    /** How many handlers may block at a time before others wait, on a JDK without virtual threads. */
    static final int POOL_SIZE = 64;

    private static final long IDLE_SECONDS = 10;

    private DefaultExecutor() {}

    static ExecutorService start() {
        try {
            // Since 21; this library is compiled for 17.
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException before21) {
            return pool();
        }
    }

    /** At most {@value #POOL_SIZE} threads for users' code. */
    static ExecutorService pool() {
        return pool(POOL_SIZE, "parley-user");
    }

    /** At most {@code size} daemon threads, which end when they have been idle. */
    static ExecutorService pool(int size, String name) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                size, size, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(null, task, name + "-" + number.incrementAndGet(), 0, false);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
