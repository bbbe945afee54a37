package dev.parley.demo.server;

import dev.parley.MessageServer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Serves until somebody asks for the end: by a signal to the process, or by interrupting the thread.
 *
 * <p>A JVM that a signal ends reports 128 and the signal's number, whatever its shutdown hooks did. So the last step of
 * the hook here is a halt: all is closed then, nothing is left to do, and that is success.
 */
final class UntilSignal {
    private UntilSignal() {}

    /**
     * Waits for the end, and closes the server in order.
     *
     * @param onEnd runs before the close
     */
    static void serve(MessageServer<?> server, Runnable onEnd) {
        Thread hook = new Thread(
                () -> {
                    close(server, onEnd);
                    Runtime.getRuntime().halt(0);
                },
                "until-signal");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            await(server.closed());
        } catch (InterruptedException interrupted) {
            close(server, onEnd);
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

    private static void close(MessageServer<?> server, Runnable onEnd) {
        onEnd.run();
        server.close();
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException exiting) {
            // The hook is at work, and will end the JVM.
        }
    }
}
