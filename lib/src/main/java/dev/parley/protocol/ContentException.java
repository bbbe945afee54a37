package dev.parley.protocol;

import org.jspecify.annotations.Nullable;

/** A message's content is not what it was asked to be, or a value cannot be written as content. */
public final class ContentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Not that.
     *
     * @param message what was expected, and what is there
     * @param cause who noticed, or null
     */
    public ContentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
