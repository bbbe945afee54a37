package dev.parley;

import dev.parley.protocol.Protocol;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * One connection of one's own, that sends and receives whole messages.
 *
 * <p>Incoming messages are read when somebody asks for them: at most one buffer of them is read ahead, and a peer that
 * sends more waits.
 *
 * <pre>{@code
 * var channel = MessageChannel.open(Protocol.jsonHeader(), "127.0.0.1", 65432).join();
 * channel.send(Message.text("hello"));
 * channel.receive().thenAccept(message -> message.ifPresent(System.out::println));
 * }</pre>
 *
 * @param <M> the message
 */
public interface MessageChannel<M> extends Peer<M> {

    /**
     * The next message.
     *
     * <p>Several may be asked for at once; they are answered in order, and may not be more than
     * {@link dev.parley.protocol.Limits#maxQueuedMessages()}. Cancelling one gives its message to the next.
     *
     * @return completes on the executor, never inside the call itself, so that asking again from within its completion
     *     does not deepen the stack. Empty when the peer ended its stream in order, then and ever after. Fails with
     *     {@link dev.parley.protocol.MalformedMessageException} when the peer's bytes were no message,
     *     {@link dev.parley.protocol.TruncatedMessageException} when its stream ended inside one, and
     *     {@link dev.parley.protocol.ChannelClosedException} when the connection broke or this side closed it.
     * @throws IllegalStateException when {@link #messages()} has a subscriber, or too many are asked for
     */
    CompletableFuture<Optional<M>> receive();

    /**
     * All messages from now on, as a publisher for one subscriber, whose demand drives the reads.
     *
     * <p>It completes when the peer ends its stream in order, and fails as {@link #receive()} does. Signals come on the
     * executor. A second subscriber, or one after a call of {@code receive}, gets an {@link IllegalStateException}.
     * Cancelling leaves the channel open and its further messages unread.
     */
    Flow.Publisher<M> messages();

    /**
     * Ends this side's stream after all that was sent before: the peer sees its end, and may go on sending.
     *
     * @return completes on the executor when the operating system has taken all of it; fails with
     *     {@link dev.parley.protocol.ChannelClosedException} when the connection is gone before that
     */
    CompletableFuture<Void> endOutput();

    /**
     * Connects, with the defaults of {@link ChannelBuilder}.
     *
     * @return as {@link ChannelBuilder#open}
     */
    static <M> CompletableFuture<MessageChannel<M>> open(Protocol<M> protocol, String host, int port) {
        return builder(protocol).open(host, port);
    }

    /** Options for a channel. */
    static <M> ChannelBuilder<M> builder(Protocol<M> protocol) {
        return new ChannelBuilder<>(protocol);
    }
}
