package dev.parley.demo.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Addresses as people write them: {@code 127.0.0.1:80}, {@code [::1]:80}, {@code [fe80::1%eth0]:80}. */
public final class AddressText {
    private static final int GROUPS = 8;

    private AddressText() {}

    /** An address and its port. */
    public static String of(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return address.toString();
        }
        InetAddress host = inet.getAddress();
        if (host == null) {
            return of(inet.getHostString(), inet.getPort());
        }
        return of(host instanceof Inet6Address v6 ? shortest(v6) : host.getHostAddress(), inet.getPort());
    }

    /** A name or an address, without brackets, and a port. */
    public static String of(String host, int port) {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }

    /** The form of RFC 5952: the first of the longest runs of zeros, if of two or more, is left out. */
    private static String shortest(Inet6Address address) {
        byte[] bytes = address.getAddress();
        List<String> groups = new ArrayList<>(GROUPS);
        for (int i = 0; i < bytes.length; i += 2) {
            groups.add(Integer.toHexString(((bytes[i] & 0xFF) << 8) | (bytes[i + 1] & 0xFF)));
        }
        int start = 0;
        int length = 1;
        for (int from = 0; from < GROUPS; from++) {
            int to = from;
            while (to < GROUPS && groups.get(to).equals("0")) {
                to++;
            }
            if (to - from > length) {
                start = from;
                length = to - from;
            }
        }
        String text = length == 1
                ? String.join(":", groups)
                : String.join(":", groups.subList(0, start)) + "::"
                        + String.join(":", groups.subList(start + length, GROUPS));
        String full = address.getHostAddress();
        int scope = full.indexOf('%');
        return scope < 0 ? text : text + full.substring(scope);
    }
}
