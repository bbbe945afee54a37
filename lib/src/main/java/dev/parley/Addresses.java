package dev.parley;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** Addresses as people write them: {@code HOST:PORT}, {@code [::1]:80}. */
final class Addresses {
    private static final int NETWORK_BYTES = 8;

    private Addresses() {}

    static String text(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            return inet.getAddress() == null
                    ? text(inet.getHostString(), inet.getPort())
                    : text(inet.getAddress().getHostAddress(), inet.getPort());
        }
        return address.toString();
    }

    /**
     * What counts as one address: of IPv4 all of it, of IPv6 the first 64 bits, because all addresses that share them are
     * at one user's disposal. Two are equal when their bytes are.
     */
    static ByteBuffer network(SocketAddress address) {
        if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
            byte[] bytes = inet.getAddress().getAddress();
            return ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, NETWORK_BYTES));
        }
        return ByteBuffer.allocate(0);
    }

    static String text(String host, int port) {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
