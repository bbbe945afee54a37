package dev.parley.protocol;

/** A message, or its header, is larger than the limit. */
public final class MessageTooLargeException extends MalformedMessageException {
    private static final long serialVersionUID = 1L;

    private final long size;
    private final long limit;

    /**
     * Too large.
     *
     * @param what the part that is too large, such as "content"
     * @param size how many bytes it has, as announced or as counted so far
     * @param limit how many it may have
     */
    public MessageTooLargeException(String what, long size, long limit) {
        super(what + " of " + size + " bytes, the limit is " + limit);
        this.size = size;
        this.limit = limit;
    }

    /** How many bytes it has, as announced or as counted so far. */
    public long size() {
        return size;
    }

    /** How many bytes it may have. */
    public long limit() {
        return limit;
    }
}
