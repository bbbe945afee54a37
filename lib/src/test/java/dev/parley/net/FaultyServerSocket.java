package dev.parley.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.Set;
import java.util.concurrent.Future;

/** A real listening channel of which a call may fail. */
final class FaultyServerSocket extends AsynchronousServerSocketChannel {
    private final FaultyGroup.Provider provider;
    private final AsynchronousServerSocketChannel channel;

    FaultyServerSocket(FaultyGroup.Provider provider, AsynchronousServerSocketChannel channel) {
        super(provider);
        this.provider = provider;
        this.channel = channel;
    }

    @Override
    public AsynchronousServerSocketChannel bind(SocketAddress local, int backlog) throws IOException {
        provider.calls.nextThrown("bind");
        channel.bind(local, backlog);
        return this;
    }

    @Override
    public <A> void accept(A attachment, CompletionHandler<AsynchronousSocketChannel, ? super A> handler) {
        Throwable failure = provider.calls.next("accept");
        if (failure != null) {
            provider.loop().execute(() -> handler.failed(failure, attachment));
            return;
        }
        channel.accept(attachment, new CompletionHandler<AsynchronousSocketChannel, A>() {
            @Override
            public void completed(AsynchronousSocketChannel accepted, A same) {
                handler.completed(provider.wrap(accepted), same);
            }

            @Override
            public void failed(Throwable cause, A same) {
                handler.failed(cause, same);
            }
        });
    }

    @Override
    public Future<AsynchronousSocketChannel> accept() {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> AsynchronousServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
        provider.calls.nextThrown("setOption");
        channel.setOption(name, value);
        return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
        return channel.getOption(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return channel.supportedOptions();
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
        provider.calls.nextThrown("getLocalAddress");
        return channel.getLocalAddress();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        provider.calls.nextThrown("close");
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }
}
