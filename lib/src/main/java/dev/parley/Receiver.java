package dev.parley;

import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Limits;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * What a connection's messages are for: answers to requests, requests to a handler, or a user who asks for them.
 *
 * <p>Called within the turns of a {@link Mailbox}: on the users' executor, one at a time. What it throws ends the
 * connection.
 *
 * @param <M> the message
 */
interface Receiver<M> {

    /** A turn begins; what was put off until one is done now. */
    default void begin() {}

    /** Whether it takes a message now. When it comes to take one later, it has the mailbox {@link Mailbox#poke poked}. */
    boolean ready();

    /** Takes the next message; false when it does not want it after all: then it is kept. Only when {@link #ready()}. */
    boolean message(M message);

    /** All that came was taken, for now. */
    default void idle() {}

    /** No message is left, and none will come. Called again in later turns. */
    void ended(CloseReason reason);

    /** How long a peer may be silent; for ever, but for those that a server waits for. */
    default Duration idleTimeout(Limits limits) {
        return ChronoUnit.FOREVER.getDuration();
    }

    /** Whether nothing is under way that the peer could be waiting for. */
    default boolean isQuiet() {
        return true;
    }

    /** Whether what the peer sent is still wanted when nothing can be sent to it any more. */
    default boolean readsWithoutOutput() {
        return true;
    }

    /**
     * Whether, when the peer sends what is no message, the receiver itself closes the connection, once it has answered
     * what came before. Otherwise the connection is closed at once.
     */
    default boolean closesAfterBadInput() {
        return false;
    }
}
