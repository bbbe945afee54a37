package dev.parley;

import dev.parley.protocol.ChannelClosedException;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Delivery;
import dev.parley.protocol.ParleyException;
import java.net.SocketAddress;
import java.util.concurrent.Executor;

/** A message that a user sends, with the future that says it was handed over. */
final class SendOutgoing extends Outgoing {
    private final UserFuture<Void> future;
    private final UserTasks completions;
    private final SocketAddress remote;

    SendOutgoing(Frame frame, Executor user, UserTasks completions, SocketAddress remote) {
        super(frame);
        this.future = new UserFuture<>(user);
        this.completions = completions;
        this.remote = remote;
    }

    UserFuture<Void> future() {
        return future;
    }

    @Override
    boolean isDroppable() {
        return true;
    }

    @Override
    void dropped(ParleyException cause) {
        completions.add(() -> future.fail(cause));
    }

    @Override
    boolean take() {
        return !future.isDone();
    }

    @Override
    @SuppressWarnings("NullAway") // null is the one value of Void
    void sent() {
        completions.add(() -> future.succeed(null));
    }

    @Override
    void failed(CloseReason reason, Delivery delivery) {
        completions.add(() -> future.fail(new ChannelClosedException(reason, remote, delivery)));
    }
}
