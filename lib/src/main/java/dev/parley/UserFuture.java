package dev.parley;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A future as users get it: its asynchronous stages run on the users' executor, and completing it oneself is noticed.
 *
 * @param <T> the result
 */
class UserFuture<T> extends CompletableFuture<T> {
    private final Executor user;

    /**
     * A future.
     *
     * @param user the default executor of its stages
     */
    UserFuture(Executor user) {
        this.user = user;
    }

    /** One that has failed already. */
    static <T> UserFuture<T> failed(Executor user, Throwable cause) {
        UserFuture<T> future = new UserFuture<>(user);
        future.fail(cause);
        return future;
    }

    /** Completes it, as its owner; false when it was complete. */
    final boolean succeed(T result) {
        return super.complete(result);
    }

    /** Fails it, as its owner; false when it was complete. */
    final boolean fail(Throwable cause) {
        return super.completeExceptionally(cause);
    }

    /** Somebody but its owner completed it. Called once, on that thread; must not throw. */
    void abandoned() {}

    @Override
    public boolean complete(T result) {
        return noticed(super.complete(result));
    }

    @Override
    public boolean completeExceptionally(Throwable cause) {
        return noticed(super.completeExceptionally(cause));
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        // Through a completion, because super.cancel does not tell whether it was this call that cancelled.
        completeExceptionally(new CancellationException());
        return isCancelled();
    }

    private boolean noticed(boolean completed) {
        if (completed) {
            abandoned();
        }
        return completed;
    }

    @Override
    public Executor defaultExecutor() {
        return user;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new UserFuture<>(user);
    }
}
