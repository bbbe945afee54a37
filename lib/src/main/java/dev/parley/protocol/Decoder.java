package dev.parley.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a {@link Protocol} on one connection: bytes in, whole messages out.
 *
 * <p>One decoder serves one connection and is called by one thread at a time, in the order of the bytes. How the bytes
 * were split into reads must make no difference.
 *
 * <pre>
 *     in        [ 0 0 0 3 a b ]   decode → null       what it left of the six bytes is kept
 *     in  [ 0 0 0 3 a b ] [ c ]   decode → "abc"
 *     in                    [ ]   (not called: nothing is there)
 * </pre>
 *
 * @param <M> the message
 */
@FunctionalInterface
public interface Decoder<M> {

    /**
     * Takes the next message out of {@code in}.
     *
     * <p>When a message is whole, its bytes are consumed and it is returned; bytes behind it are left for the next call.
     * When none is, the result is {@code null}, and bytes left unread are shown again, with more behind them, once more
     * have arrived. A decoder that consumes what it sees and remembers it costs no copying; one that leaves it is
     * simpler. At most {@link Limits#maxContent()} plus {@link Limits#maxHeader()} bytes may be left, else the
     * connection fails.
     *
     * @param in a view that is valid during this call only, big-endian; its bytes must be copied to be kept
     * @return the message, or {@code null} when more bytes are needed
     * @throws MalformedMessageException when the bytes are no message of this protocol; the connection is closed and the
     *     decoder not called again
     */
    @Nullable
    M decode(ByteBuffer in) throws MalformedMessageException;

    /**
     * Whether the part of a message that came ends before its content, so that the peer is held to
     * {@link Limits#headerTimeout()} and not only to {@link Limits#messageTimeout()}. Asked after a {@link #decode} that
     * needs more bytes; the default is a protocol without headers.
     */
    default boolean inHeader() {
        return false;
    }

    /**
     * Hears that the peer ended its stream in order; called once, after the last {@link #decode}.
     *
     * <p>The default accepts: a peer whose last message was cut short while the decoder left its bytes unread is noticed
     * by the caller.
     *
     * @throws TruncatedMessageException when a message was begun and not finished
     */
    default void end() throws TruncatedMessageException {}
}
