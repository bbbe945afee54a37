package dev.parley.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A link to another one in the same process, over memory: what a socket does, without one.
 *
 * <p>Each direction holds a bounded number of bytes, so a writer feels a reader that does not read. Callbacks come on
 * the executor that the pair was made with, one at a time where that executor runs one at a time. As with a socket,
 * closing one end without having ended its output first resets the other.
 */
public final class MemoryLink implements Link {
    /** How many bytes one direction holds, like a small socket buffer. */
    private static final int CAPACITY = 64 << 10;

    private final Pipe incoming;
    private final Pipe outgoing;
    private final Executor loop;
    private final SocketAddress local;
    private final SocketAddress remote;

    private MemoryLink(Pipe incoming, Pipe outgoing, Executor loop, SocketAddress local, SocketAddress remote) {
        this.incoming = incoming;
        this.outgoing = outgoing;
        this.loop = loop;
        this.local = local;
        this.remote = remote;
    }

    /**
     * Two links, each the other end of the other.
     *
     * @param loop where callbacks come; must not run tasks inside {@code execute} unless that is wanted
     */
    public static List<MemoryLink> pair(Executor loop) {
        SocketAddress one = InetSocketAddress.createUnresolved("memory", 1);
        SocketAddress other = InetSocketAddress.createUnresolved("memory", 2);
        Pipe there = new Pipe(loop);
        Pipe back = new Pipe(loop);
        return List.of(new MemoryLink(back, there, loop, one, other), new MemoryLink(there, back, loop, other, one));
    }

    @Override
    public void read(ReadHandler handler) {
        incoming.read(handler);
    }

    @Override
    public void write(ByteBuffer source, WriteHandler handler) {
        outgoing.write(source, handler);
    }

    @Override
    public void shutdownOutput(WriteHandler handler) {
        outgoing.end();
        loop.execute(() -> handler.written(0));
    }

    @Override
    public void close() {
        incoming.reset();
        outgoing.close();
    }

    @Override
    public ByteBuffer takeBuffer(long wanted) {
        return ByteBuffer.allocate((int) Math.min(wanted, CAPACITY));
    }

    @Override
    public void giveBuffer(ByteBuffer buffer) {
        // The garbage collector has it.
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

    /**
     * One direction. Its monitor guards all of it; callbacks are made on the loop, never under the monitor.
     *
     * <pre>
     *     write ──► [ bytes, at most CAPACITY ] ──► read
     *     ended: what is there is read, then the end     reset: both sides fail at once
     * </pre>
     */
    private static final class Pipe {
        private final Executor loop;
        private final ByteBuffer bytes = ByteBuffer.allocate(CAPACITY);
        private boolean ended;
        private boolean reset;
        private @Nullable ReadHandler reader;
        private @Nullable ByteBuffer source;
        private @Nullable WriteHandler writer;

        Pipe(Executor loop) {
            this.loop = loop;
        }

        synchronized void read(ReadHandler handler) {
            reader = handler;
            move();
        }

        synchronized void write(ByteBuffer from, WriteHandler handler) {
            source = from;
            writer = handler;
            move();
        }

        synchronized void end() {
            ended = true;
            move();
        }

        /** The writing end is closed: in order when its output was ended before. */
        synchronized void close() {
            reset |= !ended;
            source = null;
            writer = null;
            move();
        }

        /** The reading end is closed: whoever writes fails. */
        synchronized void reset() {
            reset = true;
            reader = null;
            move();
        }

        private void move() {
            answerWriter();
            answerReader();
        }

        private void answerWriter() {
            WriteHandler handler = writer;
            ByteBuffer from = source;
            if (handler == null || from == null || !(reset || ended || bytes.hasRemaining())) {
                return;
            }
            writer = null;
            source = null;
            if (reset || ended) {
                Throwable cause = reset ? new IOException("Broken pipe") : new ClosedChannelException();
                loop.execute(() -> handler.writeFailed(cause));
            } else {
                int count = Math.min(from.remaining(), bytes.remaining());
                bytes.put(bytes.position(), from, from.position(), count);
                bytes.position(bytes.position() + count);
                from.position(from.position() + count);
                loop.execute(() -> handler.written(count));
            }
        }

        private void answerReader() {
            ReadHandler handler = reader;
            if (handler == null || !(reset || ended || bytes.position() > 0)) {
                return;
            }
            reader = null;
            if (reset) {
                loop.execute(() -> handler.readFailed(new IOException("Connection reset")));
            } else if (bytes.position() > 0) {
                ByteBuffer taken = ByteBuffer.allocate(bytes.position());
                taken.put(bytes.flip()).flip();
                bytes.clear();
                loop.execute(() -> handler.read(taken));
                answerWriter();
            } else {
                loop.execute(handler::readEnded);
            }
        }
    }
}
