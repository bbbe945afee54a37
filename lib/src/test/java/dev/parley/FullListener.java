package dev.parley;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A listener that accepts nothing and whose queue is full: connecting to it goes on without end. */
final class FullListener implements AutoCloseable {
    private static final int MOST = 64;

    private final ServerSocket listener;
    private final List<SocketChannel> waiting = new ArrayList<>();

    FullListener() throws IOException {
        this(InetAddress.getLoopbackAddress(), 0);
    }

    FullListener(InetAddress address, int port) throws IOException {
        listener = new ServerSocket(port, 1, address);
        while (fill()) {
            if (waiting.size() > MOST) {
                throw new IOException("the queue of a listener that asked for 1 is never full");
            }
        }
    }

    /** Connects once more; false when that does not come about. */
    private boolean fill() throws IOException {
        SocketChannel channel = SocketChannel.open();
        waiting.add(channel);
        try {
            channel.socket().connect(listener.getLocalSocketAddress(), 200);
            return true;
        } catch (SocketTimeoutException full) {
            return false;
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Accepts all that waits, and whatever comes within that time; tells how many of them are not its own. */
    int strangersWithin(int millis) throws IOException {
        int own = waiting.size() - 1; // the last one was given up
        int accepted = 0;
        listener.setSoTimeout(millis);
        try {
            while (true) {
                listener.accept().close();
                accepted++;
            }
        } catch (SocketTimeoutException noMore) {
            return accepted - own;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (SocketChannel channel : waiting) {
            channel.close();
        }
    }
}
