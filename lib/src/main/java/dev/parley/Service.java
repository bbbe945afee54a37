package dev.parley;

import dev.parley.protocol.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * What all connections of a server share.
 *
 * @param <M> the message
 * @param onError answers when the handler failed; null when nobody does
 * @param failures when the log is told of handlers that fail: peers can make them
 */
record Service<M>(
        Protocol<M> protocol,
        AsyncRequestHandler<M> handler,
        @Nullable ErrorHandler<M> onError,
        ConnectionUse use,
        Seldom failures) {

    Service(
            Protocol<M> protocol,
            AsyncRequestHandler<M> handler,
            @Nullable ErrorHandler<M> onError,
            ConnectionUse use) {
        this(protocol, handler, onError, use, new Seldom(Seldom.PERIOD));
    }
}
