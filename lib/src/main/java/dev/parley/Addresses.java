package dev.parley;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Addresses as people write them: {@code HOST:PORT}, {@code [::1]:80}. */
final class Addresses {
    private Addresses() {}

    static String text(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            return inet.getAddress() == null
                    ? text(inet.getHostString(), inet.getPort())
                    : text(inet.getAddress().getHostAddress(), inet.getPort());
        }
        return address.toString();
    }

    static String text(String host, int port) {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
