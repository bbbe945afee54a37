package dev.parley.demo.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.protocol.CloseReason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTest {
    private final Lines lines = new Lines();
    private final Transcript transcript = new Transcript(lines.writer());
    private final InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1234);

    @Test
    void listening_comes_before_a_connection_that_was_faster() {
        transcript.opened(peer);
        transcript.closed(peer, new CloseReason.PeerEnded());
        assertEquals(List.of(), lines.rest());
        transcript.listening(new InetSocketAddress(InetAddress.getLoopbackAddress(), 80));
        assertEquals(
                List.of(
                        "listening on 127.0.0.1:80",
                        "accepted connection from 127.0.0.1:1234",
                        "closing connection to 127.0.0.1:1234"),
                lines.rest());
    }

    @Test
    void a_request_that_cannot_be_written_again_is_shown_as_it_came() {
        transcript.listening(peer);
        transcript.received(Wire.decode(Wire.json("{\"a\":\"\\ud800\"}")), peer);
        assertEquals(
                List.of("listening on 127.0.0.1:1234", "received request {\"a\":\"\\\\ud800\"} from 127.0.0.1:1234"),
                lines.rest());
    }

    @Test
    void nothing_is_said_of_a_request_that_cannot_be_read() {
        transcript.listening(peer);
        transcript.received(Wire.decode(Wire.json("{")), peer);
        assertEquals(List.of("listening on 127.0.0.1:1234"), lines.rest());
    }
}
