package dev.parley.demo.client;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server of plain sockets that does one thing to its first client. */
final class RawServer implements AutoCloseable {

    /** What it does; the socket is closed behind it. */
    @FunctionalInterface
    interface Behaviour {
        void serve(Socket client) throws IOException;
    }

    private static final int TIMEOUT_MS = 20_000;

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final CompletableFuture<Void> served;

    RawServer(Behaviour behaviour) throws IOException {
        served = CompletableFuture.runAsync(() -> {
            try (Socket client = listener.accept()) {
                client.setSoTimeout(TIMEOUT_MS);
                behaviour.serve(client);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Reads a request of so many bytes, framing included. */
    static byte[] readRequest(Socket client, int total) throws IOException {
        byte[] bytes = new byte[total];
        new DataInputStream(client.getInputStream()).readFully(bytes);
        return bytes;
    }

    /** Waits until the client goes. */
    static void readToEnd(Socket client) throws IOException {
        var unused = client.getInputStream().readAllBytes();
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    void awaitServed() throws Exception {
        served.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
