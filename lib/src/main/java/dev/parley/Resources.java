package dev.parley;

import dev.parley.net.EventLoop;
import dev.parley.net.EventLoops;
import dev.parley.net.Timer;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The threads that everything runs on: event loops, a timer, and the default executor. Shared by all clients, channels and
 * servers of the process; started for the first of them, stopped after the last.
 */
final class Resources {
    /** More loops than this pay only with more connections than a default should be made for. */
    private static final int MAX_LOOPS = 4;

    /** How many names are looked up at a time; more wait. */
    private static final int MAX_LOOK_UPS = 8;

    private static @Nullable Resources shared;

    private final EventLoops loops;
    private final Timer timer;
    private final ExecutorService executor;

    /** Looking a name up blocks, and must not wait for handlers that block too. */
    private final ExecutorService lookUps = DefaultExecutor.pool(MAX_LOOK_UPS, "parley-lookup");

    private int users;

    /** What was started already: {@link #start} but for tests. */
    Resources(EventLoops loops, Timer timer, ExecutorService executor) {
        this.loops = loops;
        this.timer = timer;
        this.executor = executor;
    }

    /** A share of them, to be given back once. */
    static Lease lease() throws IOException {
        synchronized (Resources.class) {
            Resources resources = shared;
            if (resources == null) {
                resources = start();
                shared = resources;
            }
            resources.users++;
            return new Lease(resources);
        }
    }

    private static Resources start() throws IOException {
        Log.load();
        int count = Math.min(MAX_LOOPS, Runtime.getRuntime().availableProcessors());
        EventLoops loops = EventLoops.start(count, "parley-io");
        return new Resources(loops, Timer.start("parley-timer"), DefaultExecutor.start());
    }

    private void giveBack() {
        synchronized (Resources.class) {
            users--;
            if (users > 0) {
                return;
            }
            shared = null;
        }
        loops.stop();
        timer.stop();
        lookUps.shutdown();
        executor.shutdown(); // lets what runs finish: it is the users' code
    }

    /** One user's share. */
    static final class Lease {
        private final Resources resources;
        private final AtomicBoolean given = new AtomicBoolean();

        private Lease(Resources resources) {
            this.resources = resources;
        }

        EventLoop loop() {
            return resources.loops.next();
        }

        Timer timer() {
            return resources.timer;
        }

        Executor executor() {
            return resources.executor;
        }

        Executor lookUps() {
            return resources.lookUps;
        }

        /** Gives the share back; the last one stops everything. Idempotent. */
        void giveBack() {
            if (given.compareAndSet(false, true)) {
                resources.giveBack();
            }
        }
    }
}
