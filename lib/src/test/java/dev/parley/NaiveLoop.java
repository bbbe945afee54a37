package dev.parley;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The program of {@link ConstantStackTest}: receives a million messages in the loop that everybody writes first. */
final class NaiveLoop {
    private static final int MESSAGES = 1_000_000;

    private final MessageChannel<byte[]> channel;
    private final CompletableFuture<Integer> done = new CompletableFuture<>();
    private int received;

    private NaiveLoop(MessageChannel<byte[]> channel) {
        this.channel = channel;
    }

    private void loop() {
        var unused = channel.receive()
                .thenAccept(message -> {
                    if (message.isEmpty()) {
                        done.complete(received);
                    } else {
                        received++;
                        loop();
                    }
                })
                .exceptionally(failure -> {
                    done.completeExceptionally(failure);
                    return null;
                });
    }

    public static void main(String[] arguments) throws Exception {
        Executor executor = arguments[0].equals("direct") ? Runnable::run : DefaultExecutor.start();
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread sender = new Thread(() -> send(listener));
            sender.setDaemon(true);
            sender.start();
            try (MessageChannel<byte[]> channel = MessageChannel.builder(Frames.PROTOCOL)
                    .executor(executor)
                    .open("127.0.0.1", listener.getLocalPort())
                    .get(10, TimeUnit.SECONDS)) {
                NaiveLoop naive = new NaiveLoop(channel);
                naive.loop();
                int received = naive.done.get(60, TimeUnit.SECONDS);
                System.out.println("received " + received);
                System.exit(received == MESSAGES ? 0 : 1);
            }
        }
    }

    private static void send(ServerSocket listener) {
        try (Socket socket = listener.accept();
                OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16)) {
            byte[] frame = Frames.of(new byte[] {42});
            for (int i = 0; i < MESSAGES; i++) {
                out.write(frame);
            }
        } catch (Exception failure) {
            System.err.println("sender: " + failure);
            System.exit(2);
        }
    }
}
