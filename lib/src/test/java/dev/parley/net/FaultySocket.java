package dev.parley.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A real channel of which a call may fail. */
final class FaultySocket extends AsynchronousSocketChannel {
    private final FaultyGroup.Provider provider;
    private final AsynchronousSocketChannel channel;

    FaultySocket(FaultyGroup.Provider provider, AsynchronousSocketChannel channel) {
        super(provider);
        this.provider = provider;
        this.channel = channel;
    }

    private <A> boolean fails(String call, A attachment, CompletionHandler<?, ? super A> handler) {
        Throwable failure = provider.calls.next(call);
        if (failure != null) {
            provider.loop().execute(() -> handler.failed(failure, attachment));
        }
        return failure != null;
    }

    @Override
    public <A> void connect(SocketAddress remote, A attachment, CompletionHandler<Void, ? super A> handler) {
        if (!fails("connect", attachment, handler)) {
            channel.connect(remote, attachment, handler);
        }
    }

    @Override
    public <A> void read(
            ByteBuffer target,
            long timeout,
            TimeUnit unit,
            A attachment,
            CompletionHandler<Integer, ? super A> handler) {
        if (!fails("read", attachment, handler)) {
            channel.read(target, timeout, unit, attachment, handler);
        }
    }

    @Override
    public <A> void write(
            ByteBuffer source,
            long timeout,
            TimeUnit unit,
            A attachment,
            CompletionHandler<Integer, ? super A> handler) {
        if (!fails("write", attachment, handler)) {
            channel.write(source, timeout, unit, attachment, handler);
        }
    }

    @Override
    public AsynchronousSocketChannel shutdownOutput() throws IOException {
        provider.calls.nextThrown("shutdownOutput");
        channel.shutdownOutput();
        return this;
    }

    @Override
    public <T> AsynchronousSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
        provider.calls.nextThrown("setOption");
        channel.setOption(name, value);
        return this;
    }

    @Override
    public SocketAddress getRemoteAddress() throws IOException {
        provider.calls.nextThrown("getRemoteAddress");
        return channel.getRemoteAddress();
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
        provider.calls.nextThrown("getLocalAddress");
        return channel.getLocalAddress();
    }

    /** Closes, whatever it says of that: a descriptor is gone after a close that failed too. */
    @Override
    public void close() throws IOException {
        channel.close();
        provider.calls.nextThrown("close");
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public AsynchronousSocketChannel bind(SocketAddress local) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AsynchronousSocketChannel shutdownInput() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> connect(SocketAddress remote) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Integer> read(ByteBuffer target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <A> void read(
            ByteBuffer[] targets,
            int offset,
            int length,
            long timeout,
            TimeUnit unit,
            A attachment,
            CompletionHandler<Long, ? super A> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Integer> write(ByteBuffer source) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <A> void write(
            ByteBuffer[] sources,
            int offset,
            int length,
            long timeout,
            TimeUnit unit,
            A attachment,
            CompletionHandler<Long, ? super A> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
        return channel.getOption(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return channel.supportedOptions();
    }
}
