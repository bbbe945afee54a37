package dev.parley;

import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Delivery;
import dev.parley.protocol.ParleyException;

/**
 * One message on its way out: its bytes, and who wants to know.
 *
 * <pre>
 *     queued ──take()──► taken ──sent()──► (done)
 *        │                 └────failed(MAYBE_SENT)
 *        ├── take() gives false: withdrawn, gone without a word
 *        ├── dropped()
 *        └── failed(NOT_SENT)
 * </pre>
 *
 * The methods are called by the outbound side, one at a time; they must be quick and must not run users' code.
 */
abstract class Outgoing {
    private final Frame frame;

    /** Where in the stream its last byte is, plus one; belongs to the outbound side. */
    private long end;

    Outgoing(Frame frame) {
        this.frame = frame;
    }

    final Frame frame() {
        return frame;
    }

    final long end() {
        return end;
    }

    final void endAt(long position) {
        end = position;
    }

    /** Whether a newer one may take its place while it is queued. */
    boolean isDroppable() {
        return false;
    }

    /** A newer one took its place. */
    void dropped(ParleyException cause) {
        throw new IllegalStateException("not droppable");
    }

    /** Its first byte is about to be written; false when it is not wanted any more. */
    boolean take() {
        return true;
    }

    /** The operating system took its last byte. */
    abstract void sent();

    /** It will not be sent whole. */
    abstract void failed(CloseReason reason, Delivery delivery);
}
