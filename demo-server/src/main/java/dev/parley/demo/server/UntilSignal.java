package dev.parley.demo.server;

import dev.parley.MessageServer;
import dev.parley.protocol.ParleyException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Serves until somebody asks for the end: by a signal to the process, or by interrupting the thread.
 *
 * <p>A JVM that a signal ends reports 128 and the signal's number, whatever its shutdown hooks did. So the last step of
 * the hook here is a halt: all is closed then, nothing is left to do, and that is success.
 */
final class UntilSignal {
    private UntilSignal() {}

    /** Starts a server. */
    @FunctionalInterface
    interface Start {
        MessageServer<?> start() throws ParleyException;
    }

    /**
     * Starts a server, waits for the end, and closes the server in order. A signal is heeded from the first moment on:
     * whoever reads that the server listens may send one at once.
     *
     * @param onEnd runs before the close
     * @throws ParleyException when the server does not start
     */
    static void serve(Start start, Runnable onEnd) throws ParleyException {
        AtomicReference<@Nullable MessageServer<?>> started = new AtomicReference<>();
        Thread hook = new Thread(
                () -> {
                    close(started.get(), onEnd);
                    Runtime.getRuntime().halt(0);
                },
                "until-signal");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            MessageServer<?> server = start.start();
            started.set(server);
            await(server.closed());
        } catch (InterruptedException interrupted) {
            close(started.get(), onEnd);
        } finally {
            remove(hook);
        }
    }

    private static void await(CompletableFuture<Void> closed) throws InterruptedException {
        try {
            closed.get();
        } catch (ExecutionException neverSo) {
            throw new IllegalStateException(neverSo);
        }
    }

    private static void close(@Nullable MessageServer<?> server, Runnable onEnd) {
        onEnd.run();
        if (server != null) {
            server.close();
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException exiting) {
            // The hook is at work, and will end the JVM.
        }
    }
}
