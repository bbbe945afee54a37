package dev.parley.demo.client;

import dev.parley.demo.server.AddressText;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where a server is.
 *
 * @param host a name, or an address without brackets
 * @param port from 1 to 65535
 */
record HostPort(String host, int port) {
    private static final int MOST_PORT = 0xFFFF;

    /** Reads {@code HOST:PORT}; an IPv6 address is in brackets. */
    static final class Converter implements ITypeConverter<HostPort> {
        @Override
        public HostPort convert(String text) {
            int colon = text.lastIndexOf(':');
            if (colon < 0) {
                throw new TypeConversionException("'" + text + "' is not HOST:PORT, such as 127.0.0.1:65432");
            }
            return new HostPort(host(text, text.substring(0, colon)), port(text, text.substring(colon + 1)));
        }

        private static String host(String text, String host) {
            if (host.startsWith("[") && host.endsWith("]") && host.length() > 2) {
                return host.substring(1, host.length() - 1);
            }
            if (host.isEmpty()) {
                throw new TypeConversionException("'" + text + "' has no host before the colon");
            }
            if (host.indexOf(':') >= 0 || host.startsWith("[") || host.endsWith("]")) {
                throw new TypeConversionException(
                        "'" + text + "' is not HOST:PORT; an IPv6 address goes in brackets, such as [::1]:65432");
            }
            return host;
        }

        private static int port(String text, String digits) {
            int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
            if (port < 1 || port > MOST_PORT) {
                throw new TypeConversionException(
                        "'" + text + "' has no port from 1 to " + MOST_PORT + " behind the colon");
            }
            return port;
        }
    }

    @Override
    public String toString() {
        return AddressText.of(host, port);
    }
}
