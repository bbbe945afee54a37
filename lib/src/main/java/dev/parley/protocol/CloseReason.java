package dev.parley.protocol;

import java.io.Serializable;
import java.util.Objects;

/** Why a connection ended: the first thing that ended it, whatever came after. */
public sealed interface CloseReason extends Serializable {

    /** The peer ended its stream between two messages, and nothing was outstanding. */
    record PeerEnded() implements CloseReason {
        @Override
        public String toString() {
            return "the peer ended the stream";
        }
    }

    /** This side closed it. */
    record Local() implements CloseReason {
        @Override
        public String toString() {
            return "closed by this side";
        }
    }

    /**
     * Something went wrong: the network, the peer's bytes, or a handler.
     *
     * @param cause what, first
     */
    record Failed(ParleyException cause) implements CloseReason {
        public Failed {
            Objects.requireNonNull(cause, "cause");
        }

        @Override
        public String toString() {
            return cause.getMessage();
        }
    }
}
