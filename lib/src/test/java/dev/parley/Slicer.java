package dev.parley;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** A relay of plain sockets before a server, that reads in random sizes and passes on in random slices. */
final class Slicer implements AutoCloseable {
    private static final int MOST = 64 << 10;
    private static final int TINY = 10;
    private static final int PACKET = 1_460;

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final int target;
    private final Random seeds;

    Slicer(int target, long seed) throws IOException {
        this.target = target;
        this.seeds = new Random(seed);
        start("accepts", this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private static void start(String what, Runnable work) {
        Thread thread = new Thread(work, "slicer " + what);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = opened(listener.accept());
                Socket server = opened(new Socket(InetAddress.getLoopbackAddress(), target));
                long there = seeds.nextLong();
                long back = seeds.nextLong();
                start("there", () -> relay(client, server, new Random(there)));
                start("back", () -> relay(server, client, new Random(back)));
            }
        } catch (IOException closed) {
            // That is how it ends.
        }
    }

    private Socket opened(Socket socket) throws IOException {
        open.add(socket);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static void relay(Socket from, Socket to, Random random) {
        byte[] buffer = new byte[MOST];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer, 0, size(random)); n >= 0; n = in.read(buffer, 0, size(random))) {
                for (int written = 0; written < n; ) {
                    int slice = Math.min(size(random), n - written);
                    out.write(buffer, written, slice);
                    written += slice;
                }
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            close(from);
            close(to);
        }
    }

    /** Some so small that they cut a length or a character, some as of the network, most large: it is to end some day. */
    private static int size(Random random) {
        return 1
                + random.nextInt(
                        switch (random.nextInt(8)) {
                            case 0 -> TINY;
                            case 1, 2 -> PACKET;
                            default -> MOST;
                        });
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            // Nothing is left to be done for it.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        open.forEach(Slicer::close);
    }
}
