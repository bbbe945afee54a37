package dev.parley.protocol;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** The queue of unsent messages is full: the peer reads slower than this side sends. Send less, or wait and try again. */
public final class QueueFullException extends ParleyException {
    private static final long serialVersionUID = 1L;

    private final int queuedMessages;
    private final long queuedBytes;

    /**
     * A refusal.
     *
     * @param queuedMessages how many messages were waiting
     * @param queuedBytes how many bytes they had
     * @param limits what the queue was held to
     * @param remote the peer, or null when there is none yet
     */
    public QueueFullException(int queuedMessages, long queuedBytes, Limits limits, @Nullable SocketAddress remote) {
        super(
                "the queue is full: " + queuedMessages + " messages of at most " + limits.maxQueuedMessages() + ", "
                        + queuedBytes + " bytes of at most " + limits.maxQueuedBytes(),
                null,
                remote,
                Delivery.NOT_SENT);
        this.queuedMessages = queuedMessages;
        this.queuedBytes = queuedBytes;
    }

    /** How many messages were waiting. */
    public int queuedMessages() {
        return queuedMessages;
    }

    /** How many bytes were waiting. */
    public long queuedBytes() {
        return queuedBytes;
    }
}
