package dev.parley.protocol;

/** How far a request got before it failed: whether the peer can have acted on it decides whether it may be sent again. */
public enum Delivery {
    /** No byte of it was handed to the operating system: sending it again is safe. */
    NOT_SENT,
    /** Some or all of it was handed over; whether the peer saw it, or acted on it, is not known. */
    MAYBE_SENT,
    /** The peer answered; what failed came after that. */
    ANSWERED
}
