package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.protocol.Framing;
import dev.parley.protocol.Protocol;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** What the tests over real sockets share: deadlines, executors, and peers that are plain sockets. */
final class RoundTrip {
    /** Far more than anything here takes: only a test that fails waits for it. */
    static final Duration DEADLINE = Duration.ofSeconds(20);

    static final String HOST = InetAddress.getLoopbackAddress().getHostAddress();

    private static final int MAX_LENGTH = 64 << 20;

    /** Four bytes of length, then the message: what a plain socket speaks with a {@link DataOutputStream}. */
    static final Protocol<byte[]> BYTES =
            Protocol.bytes(Framing.lengthPrefixed(Integer.BYTES, ByteOrder.BIG_ENDIAN, MAX_LENGTH));

    private RoundTrip() {}

    /** Where users' code runs. */
    enum On {
        DEFAULT,
        IN_PLACE;

        <M> ClientBuilder<M> client(Protocol<M> protocol) {
            ClientBuilder<M> builder = MessageClient.builder(protocol);
            return this == IN_PLACE ? builder.executor(Runnable::run) : builder;
        }

        <M> ServerBuilder<M> server(Protocol<M> protocol) {
            ServerBuilder<M> builder = MessageServer.builder(protocol);
            return this == IN_PLACE ? builder.executor(Runnable::run) : builder;
        }
    }

    static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    /** What a future fails with. */
    static <T extends Throwable> T failure(Class<T> type, CompletableFuture<?> future) {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> get(future));
        return assertInstanceOf(type, failed.getCause());
    }

    static <M> MessageClient<M> connect(ClientBuilder<M> builder, MessageServer<M> server) throws Exception {
        return connect(builder, port(server));
    }

    static <M> MessageClient<M> connect(ClientBuilder<M> builder, int port) throws Exception {
        return get(builder.connect(HOST, port));
    }

    static int port(MessageServer<?> server) {
        return ((InetSocketAddress) server.address()).getPort();
    }

    /** A port on which nobody listens. */
    static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static byte[] bytes(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    static int number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt();
    }

    /** Waits for something that nobody tells of. */
    static void until(Callable<Boolean> condition) {
        await().atMost(DEADLINE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(condition);
    }

    /** Waits until no thread of the library is left; all that was opened must be closed. */
    static void awaitNoThreads(Duration within) {
        await().atMost(within).until(() -> threads().isEmpty());
    }

    static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("parley-"))
                .toList();
    }

    /** A listener that is a plain socket, and whatever it accepts. */
    static final class PlainServer implements AutoCloseable {
        private final ServerSocket listener;
        private final List<Socket> accepted = new ArrayList<>();

        PlainServer() throws IOException {
            this(50);
        }

        PlainServer(int backlog) throws IOException {
            listener = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
            listener.setSoTimeout((int) DEADLINE.toMillis());
        }

        int port() {
            return listener.getLocalPort();
        }

        PlainPeer accept() throws IOException {
            Socket socket = listener.accept();
            accepted.add(socket);
            return new PlainPeer(socket);
        }

        @Override
        public void close() throws IOException {
            listener.close();
            for (Socket socket : accepted) {
                socket.close();
            }
        }
    }

    /** The far side of a connection, as a plain socket that speaks {@link #BYTES}. */
    static final class PlainPeer implements AutoCloseable {
        final Socket socket;
        final DataInputStream in;
        final DataOutputStream out;

        PlainPeer(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout((int) DEADLINE.toMillis());
            socket.setTcpNoDelay(true);
            in = new DataInputStream(socket.getInputStream());
            out = new DataOutputStream(socket.getOutputStream());
        }

        static PlainPeer connect(int port) throws IOException {
            return new PlainPeer(new Socket(InetAddress.getLoopbackAddress(), port));
        }

        void write(byte[] message) throws IOException {
            out.write(ByteBuffer.allocate(Integer.BYTES + message.length)
                    .putInt(message.length)
                    .put(message)
                    .array());
        }

        byte[] read() throws IOException {
            byte[] message = new byte[in.readInt()];
            in.readFully(message);
            return message;
        }

        /** Whether the other side ended its stream, and nothing was left in it. */
        boolean isEnded() throws IOException {
            return in.read() < 0;
        }

        /** Closes with a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
