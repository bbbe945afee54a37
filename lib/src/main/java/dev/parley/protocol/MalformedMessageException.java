package dev.parley.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that are no message of the protocol, or a message that the protocol cannot carry.
 *
 * <p>Its text names the rule that was broken and never repeats the peer's bytes.
 */
public class MalformedMessageException extends ParleyException {
    private static final long serialVersionUID = 1L;

    /**
     * A broken rule.
     *
     * @param message which rule
     */
    public MalformedMessageException(String message) {
        this(message, null);
    }

    /**
     * A broken rule, noticed by somebody else.
     *
     * @param message which rule
     * @param cause who noticed, or null
     */
    public MalformedMessageException(String message, @Nullable Throwable cause) {
        super(message, cause, null, Delivery.NOT_SENT);
    }
}
