package dev.parley.soak;

import dev.parley.MessageServer;
import dev.parley.protocol.ByteSink;
import dev.parley.protocol.Decoder;
import dev.parley.protocol.Framing;
import dev.parley.protocol.Limits;
import dev.parley.protocol.MalformedMessageException;
import dev.parley.protocol.Protocol;
import dev.parley.protocol.TruncatedMessageException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;

/** A process of its own with a server that answers each request with itself, and tells what it holds. */
final class HoldingServer {
    static final String HOST = "127.0.0.1";
    static final int MAX_LENGTH = 16 << 20;
    static final Protocol<byte[]> BYTES =
            Protocol.bytes(Framing.lengthPrefixed(Integer.BYTES, ByteOrder.BIG_ENDIAN, MAX_LENGTH));

    private static final Limits LIMITS =
            Limits.builder().maxConnections(20_000).backlog(4_096).build();

    private final AtomicLong received = new AtomicLong();
    private MessageServer<?> server;

    private HoldingServer() {}

    public static void main(String[] arguments) throws IOException {
        Orders.follow(new HoldingServer()::run);
    }

    private Object run(String[] words) throws Exception {
        return switch (words[0]) {
            case "bytes" -> start(BYTES);
            case "json" -> start(Protocol.jsonHeader());
            case "peers" -> server.peers().size();
            case "received" -> received.get();
            case "heap" -> Memory.heap();
            case "direct" -> Memory.direct();
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private <M> int start(Protocol<M> protocol) throws IOException {
        MessageServer<M> started = MessageServer.builder(new Counted<>(protocol))
                .limits(LIMITS)
                .answer((request, peer) -> request)
                .bind(HOST, 0);
        server = started;
        return ((InetSocketAddress) started.address()).getPort();
    }

    /** A protocol that counts the bytes that its decoders consume. */
    private final class Counted<M> implements Protocol<M> {
        private final Protocol<M> protocol;

        Counted(Protocol<M> protocol) {
            this.protocol = protocol;
        }

        @Override
        public Decoder<M> newDecoder(Limits limits) {
            return new CountedDecoder<>(protocol.newDecoder(limits));
        }

        @Override
        public void encode(M message, ByteSink out) throws MalformedMessageException {
            protocol.encode(message, out);
        }
    }

    private final class CountedDecoder<M> implements Decoder<M> {
        private final Decoder<M> decoder;

        CountedDecoder(Decoder<M> decoder) {
            this.decoder = decoder;
        }

        @Override
        public M decode(ByteBuffer in) throws MalformedMessageException {
            int before = in.position();
            try {
                return decoder.decode(in);
            } finally {
                received.addAndGet(in.position() - before);
            }
        }

        @Override
        public void end() throws TruncatedMessageException {
            decoder.end();
        }
    }
}
