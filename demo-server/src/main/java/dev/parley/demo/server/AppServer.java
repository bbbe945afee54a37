package dev.parley.demo.server;

import dev.parley.ConnectionUse;
import dev.parley.MessageServer;
import dev.parley.protocol.Limits;
import dev.parley.protocol.Message;
import dev.parley.protocol.ParleyException;
import dev.parley.protocol.Protocol;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;

/** The search service, listening. */
public final class AppServer {
    /** How long a close may wait for peers that say nothing: short, somebody sits before the terminal. */
    private static final Duration DRAIN_IDLE = Duration.ofSeconds(1);

    private static final Duration DRAIN_TOTAL = Duration.ofSeconds(3);

    private AppServer() {}

    /**
     * Starts a server that prints nothing, for one's own process.
     *
     * @throws ParleyException when it cannot listen there
     */
    public static MessageServer<Message> start(String host, int port) throws ParleyException {
        return start(host, port, ConnectionUse.PIPELINED, new Transcript(new PrintWriter(Writer.nullWriter())));
    }

    /**
     * Starts a server.
     *
     * @param host a name or an address of this machine; empty for all its addresses
     * @param port 0 for any that is free
     * @param transcript hears where it listens, and all that happens then
     * @throws ParleyException when it cannot listen there
     */
    static MessageServer<Message> start(String host, int port, ConnectionUse use, Transcript transcript)
            throws ParleyException {
        SearchService service = new SearchService();
        MessageServer<Message> server = MessageServer.builder(Protocol.jsonHeader())
                .answer((request, peer) -> {
                    transcript.received(request, peer.remote());
                    return service.answer(request);
                })
                .use(use)
                .observer(transcript)
                .limits(Limits.builder()
                        .drainIdle(DRAIN_IDLE)
                        .drainTotal(DRAIN_TOTAL)
                        .build())
                .bind(host, port);
        transcript.listening(server.address());
        return server;
    }
}
