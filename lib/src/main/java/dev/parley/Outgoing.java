package dev.parley;

import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Delivery;

/**
 * One message on its way out: its bytes, and who wants to know.
 *
 * <pre>
 *     queued ──take()──► taken ──sent()──► (done)
 *        │                 └────failed(MAYBE_SENT)
 *        ├── take() gives false: withdrawn, dropped without a word
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

    /** Its first byte is about to be written; false when it is not wanted any more. */
    boolean take() {
        return true;
    }

    /** The operating system took its last byte. */
    abstract void sent();

    /** It will not be sent whole. */
    abstract void failed(CloseReason reason, Delivery delivery);
}
