package dev.parley.net;

import java.io.IOException;
import java.nio.channels.AcceptPendingException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.ReadPendingException;
import java.nio.channels.ShutdownChannelGroupException;
import java.nio.channels.WritePendingException;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the calls of channels, and says which one fails, and how. */
public final class FaultyCalls {

    /** In which way. */
    public enum Way {
        /** As a channel reports it; what can only be thrown is thrown. */
        IO_REPORTED,
        /** As a channel throws it when it is misused, or its group is gone. */
        MISUSE_THROWN,
        MEMORY_THROWN,
        MEMORY_REPORTED
    }

    private final Way way;
    private final int failAt;
    private final Runnable instead;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile String failed = "none";

    /** The {@code failAt}th call fails; none does if that is 0. */
    public FaultyCalls(Way way, int failAt) {
        this(way, failAt, null);
    }

    private FaultyCalls(Way way, int at, Runnable instead) {
        this.way = way;
        this.failAt = at;
        this.instead = instead;
    }

    /** No call fails; {@code action} is done just before the {@code at}th. */
    public static FaultyCalls doingAt(int at, Runnable action) {
        return new FaultyCalls(null, at, action);
    }

    /** How many there were. */
    public int count() {
        return calls.get();
    }

    @Override
    public String toString() {
        return (way == null ? "action" : way) + " at call " + failAt + ", of " + failed;
    }

    /** What the handler of this call is to hear; null when it goes on. Throws if the call is to throw. */
    Throwable next(String call) {
        Throwable failure = failure(call);
        if (failure instanceof Error error && way == Way.MEMORY_THROWN) {
            throw error;
        }
        if (failure instanceof RuntimeException fault) {
            throw fault;
        }
        return failure;
    }

    /** A call of something that only ever throws unchecked. */
    public void nextUnchecked(String call) {
        Throwable failure = next(call);
        if (failure instanceof Error error) {
            throw error;
        }
    }

    /** The same, of a call without a handler: all failures are thrown. */
    void nextThrown(String call) throws IOException {
        Throwable failure = next(call);
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof IOException reported) {
            throw reported;
        }
    }

    private Throwable failure(String call) {
        if (calls.incrementAndGet() != failAt) {
            return null;
        }
        failed = call;
        if (instead != null) {
            instead.run();
            return null;
        }
        return switch (way) {
            case IO_REPORTED -> new IOException("reported");
            case MISUSE_THROWN -> misuse(call);
            case MEMORY_THROWN, MEMORY_REPORTED -> new OutOfMemoryError("fault");
        };
    }

    private static RuntimeException misuse(String call) {
        return switch (call) {
            case "read" -> new ReadPendingException();
            case "write" -> new WritePendingException();
            case "accept" -> new AcceptPendingException();
            case "connect" -> new ConnectionPendingException();
            case "shutdownOutput" -> new NotYetConnectedException();
            default -> new ShutdownChannelGroupException();
        };
    }
}
