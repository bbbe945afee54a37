package dev.parley.demo.server;

import dev.parley.observe.Observer;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.ContentException;
import dev.parley.protocol.Message;
import dev.parley.protocol.Untrusted;
import java.io.PrintWriter;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server does, one line each, as the tutorials' server prints it.
 *
 * <pre>
 *     listening on 127.0.0.1:65432
 *     accepted connection from 127.0.0.1:50000
 *     received request {"action": "search", "value": "ring"} from 127.0.0.1:50000
 *     sending 165 bytes to 127.0.0.1:50000
 *     closing connection to 127.0.0.1:50000
 * </pre>
 *
 * <p>{@code listening on} comes first, however early somebody connects: lines before it wait. Safe for use by several
 * threads. It writes on the thread that calls it, an event loop's among them, so that the lines keep their order: whoever
 * stops reading them stops the server.
 */
final class Transcript implements Observer {
    private final PrintWriter out;

    /** Lines that wait for {@link #listening}; guarded by this object's monitor, as is {@link #open}. */
    private final List<String> early = new ArrayList<>();

    private boolean open;

    Transcript(PrintWriter out) {
        this.out = out;
    }

    synchronized void listening(SocketAddress address) {
        print("listening on " + AddressText.of(address));
        early.forEach(this::print);
        early.clear();
        open = true;
    }

    void interrupted() {
        line("interrupted, closing");
    }

    /** A request came; of one that cannot be read nothing is said, it is going to fail. */
    void received(Message request, SocketAddress from) {
        if (!request.contentType().equals(SearchService.JSON_TYPE)) {
            line("received " + Untrusted.escape(request.contentType()) + " request from " + AddressText.of(from));
            return;
        }
        String content;
        try {
            content = compact(request);
        } catch (ContentException unreadable) {
            return;
        }
        line("received request " + Untrusted.escape(content) + " from " + AddressText.of(from));
    }

    private static String compact(Message request) {
        Object content = request.as(Object.class);
        try {
            return Message.json(content).asText();
        } catch (ContentException unwritable) { // it has an escaped half of a character
            return request.asText();
        }
    }

    @Override
    public void opened(SocketAddress remote) {
        line("accepted connection from " + AddressText.of(remote));
    }

    @Override
    public void sending(SocketAddress remote, long bytes) {
        line("sending " + bytes + " bytes to " + AddressText.of(remote));
    }

    @Override
    public void closed(SocketAddress remote, CloseReason reason) {
        line("closing connection to " + AddressText.of(remote));
    }

    private synchronized void line(String text) {
        if (open) {
            print(text);
        } else {
            early.add(text);
        }
    }

    private void print(String text) {
        out.println(text);
        out.flush();
    }
}
