package dev.parley;

import dev.parley.net.Link;
import dev.parley.protocol.ConnectFailedException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * What a user gets who opens something: leases threads, connects, makes the thing of the link, and completes the future.
 * Whatever goes wrong, or is cancelled, on the way, leaves no connection and no thread behind.
 *
 * @param <T> the thing
 */
final class Opening<T extends AsyncCloseable> {

    /** Makes the thing; it gives the lease back once it is closed. */
    @FunctionalInterface
    interface Maker<T> {
        T make(Link link, Settings settings, Resources.Lease lease);
    }

    private final Settings settings;
    private final Resources.Lease lease;
    private final Maker<? extends T> maker;
    private final UserFuture<T> result;

    private Opening(
            Settings settings, Resources.Lease lease, Maker<? extends T> maker, CompletableFuture<Link> connecting) {
        this.settings = settings;
        this.lease = lease;
        this.maker = maker;
        this.result = new UserFuture<>(settings.user()) {
            @Override
            void abandoned() {
                connecting.cancel(false);
            }
        };
    }

    /** Opens a thing; the future completes on the users' executor. */
    static <T extends AsyncCloseable> CompletableFuture<T> open(
            Options options, String host, int port, Maker<? extends T> maker) {
        Resources.Lease lease;
        try {
            lease = Resources.lease();
        } catch (IOException | RuntimeException | Error unstartable) { // the JDK's own classes may fail to load
            return CompletableFuture.failedFuture(unstartable(unstartable));
        }
        try {
            CompletableFuture<Link> connecting = Connecting.connect(
                    host, port, options.limits().connectTimeout(), lease.loop(), lease.timer(), lease.lookUps());
            Opening<T> opening = new Opening<>(options.settings(lease), lease, maker, connecting);
            var unused = connecting.whenComplete(opening::connected);
            return opening.result;
        } catch (Throwable fault) { // out of memory, say
            lease.giveBack();
            return CompletableFuture.failedFuture(new ConnectFailedException(
                    "connecting could not be started: " + fault.getClass().getName(), fault, null, 0));
        }
    }

    static ConnectFailedException unstartable(Throwable cause) {
        String detail = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new ConnectFailedException("no event loop could be started: " + detail, cause, null, 0);
    }

    private void connected(Link link, Throwable failure) {
        settings.user().execute(() -> {
            if (failure == null) {
                make(link);
            } else {
                lease.giveBack();
                result.fail(failure);
            }
        });
    }

    private void make(Link link) {
        T made;
        try {
            made = maker.make(link, settings, lease);
        } catch (Throwable fault) { // a protocol whose decoder cannot be made, say
            link.close();
            lease.giveBack();
            result.fail(fault);
            return;
        }
        if (!result.succeed(made)) {
            made.closeNow();
        }
    }
}
