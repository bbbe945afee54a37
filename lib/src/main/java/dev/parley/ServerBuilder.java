package dev.parley;

import dev.parley.observe.Observer;
import dev.parley.protocol.Limits;
import dev.parley.protocol.ParleyException;
import dev.parley.protocol.Protocol;
import java.net.InetAddress;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Options for a {@link MessageServer}; each method states its default. Not safe for use by several threads.
 *
 * @param <M> the message
 */
public final class ServerBuilder<M> {
    private final Protocol<M> protocol;
    private final Options options = new Options();
    private @Nullable AsyncRequestHandler<M> handler;
    private @Nullable ErrorHandler<M> onError;
    private ConnectionUse use = ConnectionUse.PIPELINED;
    private Predicate<? super InetAddress> allowed = address -> true;

    ServerBuilder(Protocol<M> protocol) {
        this.protocol = Objects.requireNonNull(protocol, "protocol");
    }

    /**
     * What answers requests, and may block: a connection's requests are answered one after the other. Either this or
     * {@link #answerAsync} is needed; the last one given counts.
     */
    public ServerBuilder<M> answer(RequestHandler<M> handler) {
        Objects.requireNonNull(handler, "handler");
        this.handler = (request, peer) -> CompletableFuture.completedFuture(handler.answer(request, peer));
        return this;
    }

    /** What answers requests later: several of a connection may be under way; the answers are sent in order. */
    public ServerBuilder<M> answerAsync(AsyncRequestHandler<M> handler) {
        this.handler = Objects.requireNonNull(handler, "handler");
        return this;
    }

    /**
     * What answers when the handler failed. By default nobody does: the answers before it are sent, then that connection
     * alone is closed, and the log has a line: one in 10 s, because a peer may send what makes a handler fail as often
     * as it likes. The others come at DEBUG.
     */
    public ServerBuilder<M> onError(ErrorHandler<M> handler) {
        this.onError = Objects.requireNonNull(handler, "handler");
        return this;
    }

    /**
     * How requests share a connection; {@link ConnectionUse#PIPELINED} by default. With
     * {@link ConnectionUse#ONE_EXCHANGE} the server closes a connection after its first answer.
     */
    public ServerBuilder<M> use(ConnectionUse use) {
        this.use = Objects.requireNonNull(use, "use");
        return this;
    }

    /**
     * Who may connect: a connection from any other address is closed as it comes. Everybody may by default.
     *
     * @param filter asked on the event loop for each connection: must be quick. When it throws, the connection is refused
     */
    public ServerBuilder<M> allow(Predicate<? super InetAddress> filter) {
        this.allowed = Objects.requireNonNull(filter, "filter");
        return this;
    }

    /**
     * Where handlers run: virtual threads where the JDK has them, else a bounded pool, by default. It is not shut down
     * with the server. It must run each task that it takes, or refuse it: futures complete in
     * them.
     */
    public ServerBuilder<M> executor(Executor executor) {
        options.executor(executor);
        return this;
    }

    /** How much the server may take, and how long its peers; {@link Limits#defaults()} by default. */
    public ServerBuilder<M> limits(Limits limits) {
        options.limits(limits);
        return this;
    }

    /** Who hears of the connections; nobody by default. */
    public ServerBuilder<M> observer(Observer observer) {
        options.observer(observer);
        return this;
    }

    /**
     * Starts to listen. It may look a name up, and so block.
     *
     * @param host a name or an address of this machine; empty for all its addresses
     * @param port from 1 to 65535, or 0 for any that is free: see {@link MessageServer#address()}
     * @throws ParleyException when it cannot listen there
     * @throws IllegalArgumentException when the port is none
     * @throws IllegalStateException when no handler was given
     */
    public MessageServer<M> bind(String host, int port) throws ParleyException {
        Objects.requireNonNull(host, "host");
        if (port != 0) {
            Options.port(port);
        }
        if (handler == null) {
            throw new IllegalStateException("no handler: give one with answer(...) or answerAsync(...)");
        }
        return ListeningServer.bind(new Service<>(protocol, handler, onError, use), options, allowed, host, port);
    }
}
