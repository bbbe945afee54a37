package dev.parley;

import dev.parley.observe.Observer;
import dev.parley.protocol.Limits;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What every builder lets one set. */
final class Options {
    private @Nullable Executor executor;
    private Limits limits = Limits.defaults();
    private Observer observer = Observer.none();

    void executor(Executor given) {
        executor = Objects.requireNonNull(given, "executor");
    }

    void limits(Limits given) {
        limits = Objects.requireNonNull(given, "limits");
    }

    void observer(Observer given) {
        observer = new GuardedObserver(Objects.requireNonNull(given, "observer"));
    }

    Limits limits() {
        return limits;
    }

    /** The settings of something that runs on leased threads. */
    Settings settings(Resources.Lease lease) {
        // A loop is asked for when it is needed: taken here, each client would skip one, and leave it idle.
        Executor anyLoop = task -> lease.loop().execute(task);
        // Ours is never shut down at once, so that nobody need remember what it was given.
        Executor ours = task -> lease.executor().execute(task);
        Executor user = new UserExecutor(executor == null ? ours : executor, anyLoop);
        return new Settings(limits, user, lease.timer(), observer);
    }

    static int port(int port) {
        if (port < 1 || port > 0xFFFF) {
            throw new IllegalArgumentException("port: " + port + " is not between 1 and 65535");
        }
        return port;
    }
}
