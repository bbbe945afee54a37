package dev.parley;

import dev.parley.net.Link;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;

/** A link whose every callback the test makes, on its own thread, so that each order of events can be tried. */
final class ScriptedLink implements Link {
    private static final SocketAddress LOCAL = InetSocketAddress.createUnresolved("scripted", 1);
    private static final SocketAddress REMOTE = InetSocketAddress.createUnresolved("scripted", 2);

    final Queue<Runnable> loopTasks = new ArrayDeque<>();
    final List<byte[]> writes = new ArrayList<>();
    final ByteArrayOutputStream written = new ByteArrayOutputStream();
    int reads;
    int shutdowns;
    int buffersOut;
    boolean closed;

    /** How many bytes a write takes at most; 0: it stays under way until {@link #completeWrite}. */
    int takes = Integer.MAX_VALUE;

    int bufferSize = 1 << 10;
    ReadHandler reader;
    private ByteBuffer source;
    private WriteHandler writer;
    private WriteHandler ending;

    @Override
    public void read(ReadHandler handler) {
        if (reader != null) {
            throw new IllegalStateException("two reads at a time");
        }
        reads++;
        reader = handler;
    }

    @Override
    public void write(ByteBuffer from, WriteHandler handler) {
        if (writer != null || !from.hasRemaining()) {
            throw new IllegalStateException("two writes at a time, or one of nothing");
        }
        source = from;
        writer = handler;
        if (takes > 0) {
            completeWrite(Math.min(takes, from.remaining()));
        }
    }

    boolean isWriting() {
        return writer != null;
    }

    void completeWrite(int count) {
        WriteHandler handler = writer;
        byte[] bytes = new byte[count];
        source.get(bytes);
        writes.add(bytes);
        written.writeBytes(bytes);
        writer = null;
        handler.written(count);
    }

    void failWrite(Throwable cause) {
        WriteHandler handler = writer;
        writer = null;
        handler.writeFailed(cause);
    }

    /** The peer sends. */
    void arrive(byte[] bytes) {
        ReadHandler handler = reader;
        reader = null;
        handler.read(ByteBuffer.wrap(bytes));
    }

    void arriveEnd() {
        ReadHandler handler = reader;
        reader = null;
        handler.readEnded();
    }

    void failRead(Throwable cause) {
        ReadHandler handler = reader;
        reader = null;
        handler.readFailed(cause);
    }

    boolean isReading() {
        return reader != null;
    }

    @Override
    public void shutdownOutput(WriteHandler handler) {
        shutdowns++;
        ending = handler;
    }

    void completeShutdown() {
        ending.written(0);
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public ByteBuffer takeBuffer(long wanted) {
        buffersOut++;
        return ByteBuffer.allocate(bufferSize);
    }

    @Override
    public void giveBuffer(ByteBuffer buffer) {
        buffersOut--;
    }

    @Override
    public Executor loop() {
        return loopTasks::add;
    }

    void runLoop() {
        for (Runnable task = loopTasks.poll(); task != null; task = loopTasks.poll()) {
            task.run();
        }
    }

    @Override
    public SocketAddress remote() {
        return REMOTE;
    }

    @Override
    public SocketAddress local() {
        return LOCAL;
    }
}
