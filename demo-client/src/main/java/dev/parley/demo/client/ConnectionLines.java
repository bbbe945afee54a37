package dev.parley.demo.client;

import dev.parley.demo.server.AddressText;
import dev.parley.observe.Observer;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Untrusted;
import java.io.PrintWriter;
import java.net.SocketAddress;

/** What happens on a client's connection, one line each, for {@code --verbose}. */
final class ConnectionLines implements Observer {
    private final PrintWriter out;

    ConnectionLines(PrintWriter out) {
        this.out = out;
    }

    void starting(HostPort server) {
        line("starting connection to " + Untrusted.escape(server.toString()));
    }

    @Override
    public void sending(SocketAddress remote, long bytes) {
        line("sending " + bytes + " bytes to " + AddressText.of(remote));
    }

    @Override
    public void received(SocketAddress remote, int count, long bytes) {
        line("received response from " + AddressText.of(remote));
    }

    @Override
    public void closed(SocketAddress remote, CloseReason reason) {
        line("closing connection to " + AddressText.of(remote));
    }

    private void line(String text) {
        out.println(text);
        out.flush();
    }
}
