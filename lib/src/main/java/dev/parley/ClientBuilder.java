package dev.parley;

import dev.parley.observe.Observer;
import dev.parley.protocol.Limits;
import dev.parley.protocol.Protocol;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Options for a {@link MessageClient}; each method states its default. Not safe for use by several threads.
 *
 * @param <M> the message
 */
public final class ClientBuilder<M> {
    private final Protocol<M> protocol;
    private final Options options = new Options();
    private ConnectionUse use = ConnectionUse.PIPELINED;

    ClientBuilder(Protocol<M> protocol) {
        this.protocol = Objects.requireNonNull(protocol, "protocol");
    }

    /** How requests share a connection; {@link ConnectionUse#PIPELINED} by default. The server must do the same. */
    public ClientBuilder<M> use(ConnectionUse use) {
        this.use = Objects.requireNonNull(use, "use");
        return this;
    }

    /**
     * Where users' code runs: virtual threads where the JDK has them, else a bounded pool, by default. It is not shut
     * down with the client. It must run each task that it takes, or refuse it: futures complete in
     * them.
     */
    public ClientBuilder<M> executor(Executor executor) {
        options.executor(executor);
        return this;
    }

    /** How much the client may take, and how long things may take it; {@link Limits#defaults()} by default. */
    public ClientBuilder<M> limits(Limits limits) {
        options.limits(limits);
        return this;
    }

    /** Who hears of the connections; nobody by default. */
    public ClientBuilder<M> observer(Observer observer) {
        options.observer(observer);
        return this;
    }

    /**
     * Connects. Every address that the name stands for is tried, one after the other. With
     * {@link ConnectionUse#ONE_EXCHANGE} nothing is connected yet, and the future is complete at once: each request will
     * have a connection of its own.
     *
     * @param host a name or an address
     * @param port from 1 to 65535
     * @return completes with the client, on the executor; fails with
     *     {@link dev.parley.protocol.ConnectFailedException}. Cancelling it ends the attempt.
     * @throws IllegalArgumentException when the port is none
     */
    public CompletableFuture<MessageClient<M>> connect(String host, int port) {
        Objects.requireNonNull(host, "host");
        Options.port(port);
        return switch (use) {
            case PIPELINED ->
                Opening.open(
                        options,
                        host,
                        port,
                        (link, settings, lease) -> PipelinedClient.over(link, protocol, settings, lease::giveBack));
            case ONE_EXCHANGE -> OneExchangeClient.open(options, new OneExchangeClient.Plan<>(protocol, host, port));
        };
    }
}
