package dev.parley.demo.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** A plain socket: what strangers use. */
final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MS = 20_000;

    private final Socket socket;

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MS);
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    RawClient end() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    byte[] read(int count) throws IOException {
        return socket.getInputStream().readNBytes(count);
    }

    /** All until the server ends its stream. */
    byte[] readAll() throws IOException {
        return socket.getInputStream().readAllBytes();
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
