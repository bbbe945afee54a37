package dev.parley.soak;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bad network on this machine: a proxy that hands bytes on late and in small slices, and resets some connections at some
 * byte. What happens to the n-th connection follows from the seed.
 */
final class FaultyProxy implements AutoCloseable {
    private static final int MAX_SLICE = 3_000;
    private static final int MAX_DELAY_MILLIS = 4;
    private static final int MAX_DELAYS = 40;
    private static final int MAX_BYTES_BEFORE_CUT = 60_000;

    private final ServerSocket listener;
    private final int target;
    private final long seed;
    private final boolean cuts;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(FaultyProxy::daemon);
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1, FaultyProxy::daemon);
    private final AtomicInteger resets = new AtomicInteger();

    /**
     * A proxy.
     *
     * @param target the port that it hands on to
     * @param cuts whether it resets connections
     */
    FaultyProxy(int target, long seed, boolean cuts) throws IOException {
        this.target = target;
        this.seed = seed;
        this.cuts = cuts;
        listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "faulty-proxy");
        thread.setDaemon(true);
        return thread;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How many connections it has reset. */
    int resets() {
        return resets.get();
    }

    private void accept() {
        try {
            for (int number = 0; ; number++) {
                Socket near = keep(listener.accept());
                Socket far = keep(new Socket(InetAddress.getLoopbackAddress(), target));
                Random random = new Random(seed + number);
                threads.execute(new Pump(near, far, random.nextLong()));
                threads.execute(new Pump(far, near, random.nextLong()));
            }
        } catch (IOException closed) {
            // It is being closed.
        }
    }

    private Socket keep(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        return socket;
    }

    private void close(Socket socket, boolean reset) {
        if (sockets.remove(socket)) {
            try (socket) {
                socket.setSoLinger(reset, 0);
            } catch (IOException ignored) {
                // It is closed in any case.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        sockets.forEach(socket -> close(socket, true));
        threads.shutdown();
        timer.shutdownNow();
    }

    /** One direction of one connection. */
    private final class Pump implements Runnable {
        private final Socket from;
        private final Socket to;
        private final Random random;
        private final int maxSlice;
        private int delays = MAX_DELAYS;
        private int untilCut;

        Pump(Socket from, Socket to, long seed) {
            this.from = from;
            this.to = to;
            random = new Random(seed);
            maxSlice = 1 + (random.nextBoolean() ? random.nextInt(30) : random.nextInt(MAX_SLICE));
            untilCut = cuts && random.nextInt(4) == 0 ? 1 + random.nextInt(MAX_BYTES_BEFORE_CUT) : Integer.MAX_VALUE;
        }

        @Override
        public void run() {
            try {
                if (handOn(from.getInputStream(), to.getOutputStream())) {
                    to.shutdownOutput();
                    return;
                }
                resets.incrementAndGet();
            } catch (IOException | ExecutionException broken) {
                // One end is gone: the other has to hear of it.
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
            close(from, true);
            close(to, true);
        }

        /** True at the end of the stream, false when the connection is to be cut. */
        private boolean handOn(InputStream in, OutputStream out)
                throws IOException, InterruptedException, ExecutionException {
            byte[] slice = new byte[maxSlice];
            while (true) {
                int count = in.read(slice, 0, 1 + random.nextInt(maxSlice));
                if (count < 0) {
                    return true;
                }
                if (random.nextInt(20) == 0 && delays-- > 0) { // later bytes wait behind these
                    timer.schedule(() -> {}, 1 + random.nextInt(MAX_DELAY_MILLIS), TimeUnit.MILLISECONDS)
                            .get();
                }
                int allowed = Math.min(count, untilCut);
                out.write(slice, 0, allowed);
                untilCut -= untilCut == Integer.MAX_VALUE ? 0 : allowed;
                if (untilCut == 0) {
                    return false;
                }
            }
        }
    }
}
