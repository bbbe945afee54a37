package dev.parley.protocol;

/** The peer's stream ended inside a message, which is never delivered. */
public final class TruncatedMessageException extends MalformedMessageException {
    private static final long serialVersionUID = 1L;

    private final long received;

    /**
     * Cut short.
     *
     * @param received how many bytes of the unfinished message had come
     */
    public TruncatedMessageException(long received) {
        super("the stream ended inside a message, after " + received + " bytes of it");
        this.received = received;
    }

    /** How many bytes of the unfinished message had come. */
    public long received() {
        return received;
    }
}
