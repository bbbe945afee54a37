package dev.parley.demo.client;

import dev.parley.protocol.ChannelClosedException;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.ConnectFailedException;
import dev.parley.protocol.MalformedMessageException;
import dev.parley.protocol.ParleyException;
import dev.parley.protocol.RequestTimeoutException;
import dev.parley.protocol.TruncatedMessageException;
import java.net.ConnectException;
import java.net.UnknownHostException;

/** Why there is no answer, in one line that says what to do about it where that helps. */
final class Failure {
    private Failure() {}

    /** What the user is told instead of {@code failure}, which is the cause. */
    static ParleyException told(Throwable failure, HostPort server) {
        if (failure instanceof ParleyException parley) {
            return new ParleyException(text(parley, server), parley, null, parley.delivery());
        }
        return new ParleyException(server + ": " + failure);
    }

    private static String text(ParleyException failure, HostPort server) {
        if (failure instanceof ConnectFailedException && failure.getCause() instanceof UnknownHostException) {
            return failure.getMessage() + "; check the name in --server";
        }
        if (failure instanceof ConnectFailedException && failure.getCause() instanceof ConnectException) {
            return failure.getMessage() + "; does a server listen there? This starts one: demo-server app";
        }
        if (failure instanceof RequestTimeoutException) {
            return server + ": " + failure.getMessage() + "; --timeout gives it longer";
        }
        if (failure instanceof MalformedMessageException) {
            return server + " sent a malformed answer: " + failure.getMessage();
        }
        if (failure instanceof ChannelClosedException closed) {
            return closed(closed.reason(), server);
        }
        return failure.getMessage();
    }

    private static String closed(CloseReason reason, HostPort server) {
        if (!(reason instanceof CloseReason.Failed failed)) {
            return server + " closed the connection without an answer";
        }
        ParleyException cause = failed.cause();
        if (cause instanceof TruncatedMessageException) {
            return server + " closed the connection inside its answer: " + cause.getMessage();
        }
        if (cause instanceof MalformedMessageException) {
            return server + " sent a malformed answer: " + cause.getMessage();
        }
        return "the connection was lost before an answer: " + cause.getMessage();
    }
}
