package dev.parley;

import dev.parley.protocol.Framing;
import dev.parley.protocol.Protocol;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Length-prefixed messages, four bytes and big-endian, for tests that are not about framing. */
final class Frames {
    static final Protocol<byte[]> PROTOCOL = Protocol.bytes(Framing.lengthPrefixed(4, ByteOrder.BIG_ENDIAN, 16 << 20));

    private Frames() {}

    static byte[] of(byte[]... messages) {
        int size = 0;
        for (byte[] message : messages) {
            size += 4 + message.length;
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        for (byte[] message : messages) {
            bytes.putInt(message.length).put(message);
        }
        return bytes.array();
    }

    static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    static int number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt();
    }

    static int port(MessageServer<?> server) {
        return ((InetSocketAddress) server.address()).getPort();
    }
}
