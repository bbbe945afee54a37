package dev.parley.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A link over a connected socket: the one user of {@link AsynchronousSocketChannel}.
 *
 * <p>An idle link waits with a slice of {@value BufferPool#SLICE} bytes. A read that fills its buffer is followed by one
 * into a larger one, as {@link ReadSize} says.
 *
 * <p>The channel throws some failures out of {@code read} and {@code write}, and reports others to the handler; here all
 * are reported to the handler. Timed reads and writes are not used: one that expires leaves the channel broken.
 */
public final class TcpLink implements Link {
    private final AsynchronousSocketChannel channel;
    private final EventLoop loop;
    private final SocketAddress remote;
    private final SocketAddress local;
    private final Reading reading = new Reading();

    /**
     * A link over a channel.
     *
     * @param channel connected, in the loop's group
     * @throws IOException when the channel has no addresses, because it is closed already
     */
    public TcpLink(AsynchronousSocketChannel channel, EventLoop loop) throws IOException {
        this.channel = channel;
        this.loop = loop;
        this.remote = connected(channel.getRemoteAddress());
        this.local = connected(channel.getLocalAddress());
    }

    private static SocketAddress connected(SocketAddress address) throws IOException {
        if (address == null) {
            throw new IOException("not connected");
        }
        return address;
    }

    @Override
    public void read(ReadHandler handler) {
        reading.start(handler);
    }

    @Override
    public void write(ByteBuffer source, WriteHandler handler) {
        try {
            channel.write(source, handler, Writing.INSTANCE);
        } catch (Throwable refused) {
            handler.writeFailed(refused);
        }
    }

    @Override
    public void shutdownOutput(WriteHandler handler) {
        try {
            channel.shutdownOutput();
        } catch (Throwable refused) {
            handler.writeFailed(refused);
            return;
        }
        handler.written(0);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (Throwable ignored) {
            // Nothing is left to be done for it: the descriptor is gone either way.
        }
    }

    @Override
    public ByteBuffer takeBuffer(long wanted) {
        return loop.buffers().take(wanted);
    }

    @Override
    public void giveBuffer(ByteBuffer buffer) {
        loop.buffers().give(buffer);
    }

    @Override
    public Executor loop() {
        return loop;
    }

    @Override
    public SocketAddress remote() {
        return remote;
    }

    @Override
    public SocketAddress local() {
        return local;
    }

    /** The read under way, of which there is one at a time. */
    private final class Reading implements CompletionHandler<Integer, ReadHandler> {
        private final ReadSize size = new ReadSize();
        private @Nullable ByteBuffer buffer;

        void start(ReadHandler handler) {
            try {
                ByteBuffer target = loop.buffers().take(size.next());
                buffer = target;
                channel.read(target, handler, this);
            } catch (Throwable refused) {
                failed(refused, handler);
            }
        }

        @Override
        public void completed(Integer count, ReadHandler handler) {
            ByteBuffer filled = take();
            if (filled == null) {
                return;
            }
            if (count < 0) {
                loop.buffers().give(filled);
                handler.readEnded();
                return;
            }
            size.came(count);
            handler.read(filled.flip());
            loop.buffers().give(filled);
        }

        @Override
        public void failed(Throwable cause, ReadHandler handler) {
            ByteBuffer unused = take();
            if (unused != null) {
                loop.buffers().give(unused);
            }
            handler.readFailed(cause);
        }

        /** The buffer of the read under way, once: what comes after that is not an answer to it. */
        private @Nullable ByteBuffer take() {
            ByteBuffer taken = buffer;
            buffer = null;
            return taken;
        }
    }

    /** Hands the outcome of a write on; the handler travels as the attachment, so one instance serves all links. */
    private static final class Writing implements CompletionHandler<Integer, WriteHandler> {
        static final Writing INSTANCE = new Writing();

        @Override
        public void completed(Integer count, WriteHandler handler) {
            handler.written(count);
        }

        @Override
        public void failed(Throwable cause, WriteHandler handler) {
            handler.writeFailed(cause);
        }
    }
}
