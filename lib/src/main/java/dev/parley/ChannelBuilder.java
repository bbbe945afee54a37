package dev.parley;

import dev.parley.observe.Observer;
import dev.parley.protocol.Limits;
import dev.parley.protocol.Protocol;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Options for a {@link MessageChannel}; each method states its default. Not safe for use by several threads.
 *
 * @param <M> the message
 */
public final class ChannelBuilder<M> {
    private final Protocol<M> protocol;
    private final Options options = new Options();

    ChannelBuilder(Protocol<M> protocol) {
        this.protocol = Objects.requireNonNull(protocol, "protocol");
    }

    /**
     * Where users' code runs: virtual threads where the JDK has them, else a bounded pool, by default. It is not shut
     * down with the channel. It must run each task that it takes, or refuse it: futures complete in
     * them.
     */
    public ChannelBuilder<M> executor(Executor executor) {
        options.executor(executor);
        return this;
    }

    /** How much the channel may take, and how long things may take it; {@link Limits#defaults()} by default. */
    public ChannelBuilder<M> limits(Limits limits) {
        options.limits(limits);
        return this;
    }

    /** Who hears of the connection; nobody by default. */
    public ChannelBuilder<M> observer(Observer observer) {
        options.observer(observer);
        return this;
    }

    /**
     * Connects. Every address that the name stands for is tried, one after the other.
     *
     * @param host a name or an address
     * @param port from 1 to 65535
     * @return completes with the open channel, on the executor; fails with
     *     {@link dev.parley.protocol.ConnectFailedException}. Cancelling it ends the attempt.
     * @throws IllegalArgumentException when the port is none
     */
    public CompletableFuture<MessageChannel<M>> open(String host, int port) {
        Objects.requireNonNull(host, "host");
        Options.port(port);
        return Opening.open(
                options,
                host,
                port,
                (link, settings, lease) -> ConnectedChannel.over(link, protocol, settings, lease::giveBack));
    }
}
