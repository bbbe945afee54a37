package dev.parley;

import static dev.parley.RoundTrip.bytes;
import static dev.parley.RoundTrip.connect;
import static dev.parley.RoundTrip.get;

import dev.parley.RoundTrip.On;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who closes something from within one of its own completions cannot wait for it there: the close needs that turn. */
class CloseFromInsideTest {
    @ParameterizedTest
    @EnumSource(ConnectionUse.class)
    void aClientFromWithinAnAnswersCompletion(ConnectionUse use) throws Exception {
        try (MessageServer<byte[]> server = echo(use)) {
            MessageClient<byte[]> client =
                    connect(On.DEFAULT.client(RoundTrip.BYTES).use(use), server);
            CompletableFuture<Void> closed = client.send(bytes(1)).thenAccept(answer -> client.close());
            get(closed);
            get(client.closeAsync());
        }
    }

    @ParameterizedTest
    @EnumSource(On.class)
    void aChannelFromWithinTheCompletionOfASend(On on) throws Exception {
        try (MessageServer<byte[]> server = echo(ConnectionUse.PIPELINED)) {
            ChannelBuilder<byte[]> builder = MessageChannel.builder(RoundTrip.BYTES);
            if (on == On.IN_PLACE) {
                builder.executor(Runnable::run);
            }
            MessageChannel<byte[]> channel = get(builder.open(RoundTrip.HOST, RoundTrip.port(server)));
            CompletableFuture<Void> closed = channel.send(bytes(1)).thenRun(channel::close);
            get(closed);
            get(channel.closed());
        }
    }

    private static MessageServer<byte[]> echo(ConnectionUse use) throws Exception {
        return On.DEFAULT
                .server(RoundTrip.BYTES)
                .use(use)
                .answer((request, peer) -> request)
                .bind(RoundTrip.HOST, 0);
    }
}
