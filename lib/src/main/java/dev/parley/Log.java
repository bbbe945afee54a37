package dev.parley;

import dev.parley.protocol.Untrusted;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** The library's log, {@code dev.parley}: one line an event, and nothing in it that a peer could have shaped. */
final class Log {
    /** Looked up under guard each time until it is found: a field that cannot be initialised would never let us log again. */
    private static System.@Nullable Logger found;

    private Log() {}

    /**
     * Has the JDK open what it needs for a log. To be called early: at the limit of descriptors it would fail, and
     * classes of the JDK whose first use failed are of no use ever after.
     */
    static void load() {
        guarded(() -> {
            var unused = logger().isLoggable(Level.WARNING);
            var unusedToo = ZonedDateTime.now(ZoneId.systemDefault()); // lines begin with it, and zones are a file
        });
    }

    private static synchronized System.Logger logger() {
        System.Logger logger = found;
        if (logger == null) {
            logger = System.getLogger("dev.parley");
            found = logger;
        }
        return logger;
    }

    /** A fault in our code or the user's: with its stack at DEBUG. */
    static void warning(String what, Throwable cause) {
        guarded(() -> {
            logger().log(Level.WARNING, () -> what + ": " + describe(cause));
            if (logger().isLoggable(Level.DEBUG)) {
                logger().log(Level.DEBUG, what, Untrusted.printable(cause));
            }
        });
    }

    /** Something to know of that is nobody's fault. */
    static void warning(String what) {
        guarded(() -> logger().log(Level.WARNING, what));
    }

    /** A fault, on a connection. */
    static void warning(SocketAddress remote, String what, Throwable cause) {
        warning("connection " + Untrusted.escape(Addresses.text(remote)) + ": " + what, cause);
    }

    /**
     * The same, of what a peer may bring about as often as it likes, so that it could fill the log.
     *
     * @param times what {@link Seldom} said: 0 when no line is due, then it comes at DEBUG
     */
    static void warning(int times, SocketAddress remote, String what, Throwable cause) {
        if (times == 0) {
            debug(remote, what, cause);
        } else {
            warning(remote, times == 1 ? what : what + " (" + times + " times)", cause);
        }
    }

    /** Something a peer did. At DEBUG: otherwise a hostile peer could fill the log; the observer hears of it too. */
    static void debug(SocketAddress remote, String what, Throwable cause) {
        guarded(() -> logger().log(
                        Level.DEBUG,
                        () -> "connection " + Untrusted.escape(Addresses.text(remote)) + ": " + what + ": "
                                + describe(cause)));
    }

    /** A user's log handler, or the exception that a user made, may throw: a connection must not hang on that. */
    private static void guarded(Runnable line) {
        try {
            line.run();
        } catch (Throwable unloggable) {
            // Nowhere is left to tell of it.
        }
    }

    private static String describe(Throwable cause) {
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getName()
                : cause.getClass().getName() + ": " + Untrusted.escape(message);
    }
}
