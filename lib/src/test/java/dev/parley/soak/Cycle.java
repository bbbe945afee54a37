package dev.parley.soak;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.MessageChannel;
import dev.parley.MessageClient;
import dev.parley.MessageServer;
import dev.parley.protocol.Framing;
import dev.parley.protocol.ParleyException;
import dev.parley.protocol.Protocol;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** One connection's life, from its opening to its end, in each of the ways in which it can go. */
enum Cycle {
    EXCHANGE {
        @Override
        void run(int port, int number) throws Exception {
            MessageClient<byte[]> client = get(connect(port));
            assertArrayEquals(request(number), get(client.send(request(number))));
            get(client.closeAsync());
        }
    },
    CHANNEL_ENDS_ITS_OUTPUT {
        @Override
        void run(int port, int number) throws Exception {
            MessageChannel<byte[]> channel = get(MessageChannel.open(PROTOCOL, HOST, port));
            get(channel.send(request(number)));
            get(channel.endOutput());
            assertArrayEquals(request(number), get(channel.receive()).orElseThrow());
            assertTrue(get(channel.receive()).isEmpty());
            get(channel.closeAsync());
        }
    },
    PEER_ENDS_ITS_OUTPUT {
        @Override
        void run(int port, int number) throws Exception {
            try (Socket socket = socket(port)) {
                socket.getOutputStream().write(frame(number));
                socket.shutdownOutput();
                DataInputStream in = new DataInputStream(socket.getInputStream());
                assertEquals(request(number).length, in.readInt());
                assertArrayEquals(request(number), in.readNBytes(request(number).length));
                assertEquals(-1, in.read());
            }
        }
    },
    PEER_RESETS {
        @Override
        void run(int port, int number) throws Exception {
            try (Socket socket = socket(port)) {
                byte[] frame = frame(number);
                socket.getOutputStream().write(frame, 0, number % (frame.length + 1));
                socket.setSoLinger(true, 0); // the close will be a reset
            }
        }
    },
    PEER_SENDS_GARBAGE {
        @Override
        void run(int port, int number) throws Exception {
            try (Socket socket = socket(port)) {
                byte[] garbage = new byte[1 + number % 64];
                Arrays.fill(garbage, (byte) -1);
                socket.getOutputStream().write(garbage);
                socket.shutdownOutput();
                assertEquals(-1, socket.getInputStream().read());
            }
        }
    },
    CONNECT_IS_CANCELLED {
        @Override
        void run(int port, int number) throws Exception {
            CompletableFuture<MessageClient<byte[]>> client = connect(port);
            if (!client.cancel(false)) {
                get(client).closeNow();
            }
        }
    },
    CLOSED_WITH_A_REQUEST_OUTSTANDING {
        @Override
        void run(int port, int number) throws Exception {
            MessageClient<byte[]> client = get(connect(port));
            CompletableFuture<byte[]> answer = client.send(LATE);
            client.closeNow();
            ExecutionException failed = assertThrows(ExecutionException.class, () -> get(answer));
            assertInstanceOf(ParleyException.class, failed.getCause());
        }
    },
    SERVER_COMES_AND_GOES {
        @Override
        void run(int port, int number) throws Exception {
            try (MessageServer<byte[]> server = server()) {
                MessageClient<byte[]> client = get(connect(Cycle.port(server)));
                assertArrayEquals(request(number), get(client.send(request(number))));
                get(server.closeAsync());
                get(client.closeAsync());
            }
        }
    };

    private static final String HOST = "127.0.0.1";
    private static final int DEADLINE_SECONDS = 30;
    private static final int LATE_MILLIS = 20;
    private static final byte[] LATE = new byte[0];
    private static final Protocol<byte[]> PROTOCOL =
            Protocol.bytes(Framing.lengthPrefixed(Integer.BYTES, ByteOrder.BIG_ENDIAN, 1 << 20));

    /** Lives it; what it opened is closed when this returns, but for what ends asynchronously. */
    abstract void run(int port, int number) throws Exception;

    /** A server for all of them: it answers with the request, to one of no bytes when the client has long been gone. */
    static MessageServer<byte[]> server() throws IOException {
        return MessageServer.builder(PROTOCOL)
                .answerAsync((request, peer) -> {
                    CompletableFuture<byte[]> answer = new CompletableFuture<>();
                    return request.length > 0
                            ? CompletableFuture.completedFuture(request)
                            : answer.completeOnTimeout(request, LATE_MILLIS, TimeUnit.MILLISECONDS);
                })
                .bind(HOST, 0);
    }

    static int port(MessageServer<?> server) {
        return ((InetSocketAddress) server.address()).getPort();
    }

    private static CompletableFuture<MessageClient<byte[]>> connect(int port) {
        return MessageClient.builder(PROTOCOL).connect(HOST, port);
    }

    private static Socket socket(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(DEADLINE_SECONDS * 1_000);
        return socket;
    }

    private static byte[] request(int number) {
        byte[] request = new byte[1 + number % 400]; // some larger than the buffer that a link waits with
        Arrays.fill(request, (byte) number);
        return request;
    }

    private static byte[] frame(int number) {
        byte[] request = request(number);
        return ByteBuffer.allocate(Integer.BYTES + request.length)
                .putInt(request.length)
                .put(request)
                .array();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }
}
