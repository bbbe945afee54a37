package dev.parley.soak;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What a plain socket does to a server, some of which a server has to answer rightly all the same. */
enum Misbehaviour {
    /** Writes requests in random pieces, ends its output at once, and must get every answer. */
    SPLITS {
        @Override
        void commit(Socket socket, Random random) throws Exception {
            List<byte[]> requests = requests(random, 1 + random.nextInt(10));
            byte[] stream = stream(requests);
            for (int at = 0; at < stream.length; ) {
                int count = Math.min(stream.length - at, 1 + random.nextInt(2_000));
                socket.getOutputStream().write(stream, at, count);
                at += count;
            }
            socket.shutdownOutput();
            expect(socket, requests);
        }
    },
    /** Resets somewhere within its requests. */
    RESET {
        @Override
        void commit(Socket socket, Random random) throws Exception {
            byte[] stream = stream(requests(random, 1 + random.nextInt(5)));
            socket.getOutputStream().write(stream, 0, random.nextInt(stream.length));
            socket.setSoLinger(true, 0);
        }
    },
    /** Ends its output somewhere within a request; whatever was whole before it is answered. */
    HALF_A_REQUEST {
        @Override
        void commit(Socket socket, Random random) throws Exception {
            List<byte[]> requests = requests(random, 1 + random.nextInt(5));
            byte[] whole = stream(requests);
            byte[] half = stream(requests(random, 1));
            socket.getOutputStream().write(whole);
            socket.getOutputStream().write(half, 0, 1 + random.nextInt(half.length - 1));
            socket.shutdownOutput();
            expect(socket, requests);
        }
    },
    /** Sends what is no message. */
    GARBAGE {
        @Override
        void commit(Socket socket, Random random) throws Exception {
            byte[] garbage = new byte[4 + random.nextInt(2_000)];
            random.nextBytes(garbage);
            garbage[0] |= (byte) 0x80; // a length above every limit
            socket.getOutputStream().write(garbage);
            drain(socket);
        }
    },
    /** Asks for much, and reads nothing for some time; then all, or nothing at all. */
    STALLED_READER {
        @Override
        void commit(Socket socket, Random random) throws Exception {
            List<byte[]> requests = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                requests.add(Payload.request(random, Exchanges.nextId(), 10, 200_000, 0));
            }
            socket.getOutputStream().write(stream(requests));
            stall(random);
            if (random.nextBoolean()) {
                socket.shutdownOutput();
                expect(socket, requests);
            }
        }
    },
    /** Stops within a request for some time; then goes on, or not. */
    STALLED_WRITER {
        @Override
        void commit(Socket socket, Random random) throws Exception {
            List<byte[]> requests = requests(random, 2);
            byte[] stream = stream(requests);
            int half = random.nextInt(stream.length);
            socket.getOutputStream().write(stream, 0, half);
            stall(random);
            if (random.nextBoolean()) {
                socket.getOutputStream().write(stream, half, stream.length - half);
                socket.shutdownOutput();
                expect(socket, requests);
            }
        }
    };

    private static final int TIMEOUT_MILLIS = 60_000;
    private static final int MAX_STALL_MILLIS = 2_000;

    abstract void commit(Socket socket, Random random) throws Exception;

    /** Does it on a connection of its own. */
    void commit(String host, int port, Random random) throws Exception {
        try (Socket socket = new Socket(host, port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            commit(socket, random);
        }
    }

    private static void stall(Random random) throws Exception {
        CompletableFuture.runAsync(
                        () -> {},
                        CompletableFuture.delayedExecutor(random.nextInt(MAX_STALL_MILLIS), TimeUnit.MILLISECONDS))
                .get();
    }

    private static List<byte[]> requests(Random random, int count) {
        List<byte[]> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) { // small enough for a socket's buffers, since nothing is read meanwhile
            requests.add(Payload.request(
                    random, Exchanges.nextId(), random.nextInt(2_000), random.nextInt(2_000), random.nextInt(10)));
        }
        return requests;
    }

    private static byte[] stream(List<byte[]> requests) {
        int size = requests.stream()
                .mapToInt(request -> Integer.BYTES + request.length)
                .sum();
        ByteBuffer stream = ByteBuffer.allocate(size);
        requests.forEach(request -> stream.putInt(request.length).put(request));
        return stream.array();
    }

    /** All answers, in order, and then the end. */
    private static void expect(Socket socket, List<byte[]> requests) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        for (byte[] request : requests) {
            byte[] answer = new byte[in.readInt()];
            in.readFully(answer);
            Payload.check(answer, request);
        }
        if (in.read() >= 0) {
            throw new IllegalStateException("more than the answers");
        }
    }

    private static void drain(Socket socket) throws IOException {
        try {
            while (socket.getInputStream().read() >= 0) {
                // Whatever it says.
            }
        } catch (SocketException | EOFException reset) {
            // That is an end too.
        }
    }
}
