package dev.parley.protocol;

/**
 * What becomes of a message that is sent while as many wait as may: the peer reads slower than this side sends.
 *
 * <p>It is for messages that are sent of one's own accord, by {@code send} of a channel or a peer. A client's requests are
 * refused, and answers are always taken on: the requests in flight limit their number.
 */
public enum Overflow {
    /** It is refused: its future fails with {@link QueueFullException}. */
    FAIL,

    /**
     * It waits until there is room, behind those that wait already. At most {@link Limits#maxQueuedMessages()} wait so;
     * those above are refused. Nobody is blocked: whoever sends again only when the future is complete never has more
     * than one waiting.
     */
    WAIT,

    /**
     * The oldest that wait make room for it, and fail with {@link QueueFullException}: for news, of which only the latest
     * counts. What is being written, and what answers a request, is never dropped.
     */
    DROP_OLDEST,

    /** The connection is closed at once, with {@link QueueFullException} as the reason. */
    CLOSE
}
