package dev.parley;

import dev.parley.net.Link;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;

/**
 * One end of a connection in a {@link Simulation}: chance decides how many bytes each read and write takes, whether its
 * callback comes inside the call, and which comes next. It closes and resets as a socket does, and reports misuse.
 */
final class SimulatedLink implements Link {
    final Pipe in;
    final Pipe out;
    private final Simulation simulation;
    private final Simulation.Loop loop;
    private final int number;
    private final int bufferSize;
    private final Set<ByteBuffer> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
    private ReadHandler reader;
    private WriteHandler writer;
    private ByteBuffer source;
    private byte[] expected;
    private long calls;
    private boolean closed;
    private boolean writingAtClose;

    /** Hears, after each write, how many messages were begun, and how many have come back. */
    IntConsumer onUnanswered = unanswered -> {};

    private SimulatedLink(Simulation simulation, Pipe in, Pipe out, int number) {
        this.simulation = simulation;
        this.in = in;
        this.out = out;
        this.number = number;
        this.loop = simulation.new Loop();
        this.bufferSize = 8 << simulation.below(6);
        simulation.add(source(this::canRead, this::answerRead));
        simulation.add(source(this::canWrite, this::answerWrite));
    }

    static List<SimulatedLink> pair(Simulation simulation) {
        Pipe there = new Pipe(8 << simulation.below(6));
        Pipe back = new Pipe(8 << simulation.below(6));
        return List.of(new SimulatedLink(simulation, back, there, 1), new SimulatedLink(simulation, there, back, 2));
    }

    private Simulation.Source source(java.util.function.BooleanSupplier ready, Runnable step) {
        return new Simulation.Source() {
            @Override
            public boolean isReady() {
                return !loop.isBusy() && ready.getAsBoolean();
            }

            @Override
            public void step() {
                loop.run(step);
            }
        };
    }

    private boolean canRead() {
        return reader != null && (in.size > 0 || in.ended || in.reset);
    }

    private boolean canWrite() {
        return writer != null && (out.size < out.bytes.length || out.readerGone || out.reset);
    }

    @Override
    public void read(ReadHandler handler) {
        simulation.require(reader == null, "two reads at a time");
        if (closed) {
            refused(() -> handler.readFailed(new ClosedChannelException()));
            return;
        }
        reader = handler;
        long call = ++calls;
        simulation.pause();
        if (call == calls && canRead() && simulation.oneIn(3)) {
            answerRead();
        }
    }

    /** On a closed link a callback may come, or may not. */
    private void refused(Runnable callback) {
        switch (simulation.below(3)) {
            case 0 -> callback.run();
            case 1 -> loop.execute(callback);
            default -> {}
        }
    }

    private void answerRead() {
        ReadHandler handler = reader;
        reader = null;
        if (in.reset && (in.size == 0 || in.lossy)) {
            handler.readFailed(new IOException("Connection reset"));
        } else if (in.size == 0) {
            handler.readEnded();
        } else {
            byte[] taken = in.take(simulation.oneIn(2) ? in.size : 1 + simulation.below(in.size));
            handler.read(ByteBuffer.wrap(taken));
            Arrays.fill(taken, (byte) 0xEE); // it was valid during the call only
        }
    }

    @Override
    public void write(ByteBuffer from, WriteHandler handler) {
        simulation.require(writer == null, "two writes at a time");
        simulation.require(from.hasRemaining(), "a write of nothing");
        simulation.require(buffers.contains(from), "a write of a buffer that is not the link's");
        simulation.require(!out.ended || closed, "a write after the end");
        source = from;
        if (closed) {
            writingAtClose = true;
            refused(() -> {
                writingAtClose = false;
                handler.writeFailed(new ClosedChannelException());
            });
            return;
        }
        expected = remaining(from);
        writer = handler;
        long call = ++calls;
        simulation.pause();
        if (call == calls && canWrite() && simulation.oneIn(3)) {
            answerWrite();
        }
    }

    private static byte[] remaining(ByteBuffer from) {
        byte[] bytes = new byte[from.remaining()];
        from.get(from.position(), bytes);
        return bytes;
    }

    private void answerWrite() {
        WriteHandler handler = writer;
        simulation.require(Arrays.equals(expected, remaining(source)), "a buffer changed while it was written");
        if (out.reset) {
            writer = null;
            handler.writeFailed(new IOException("Broken pipe"));
            return;
        }
        int most = out.readerGone ? source.remaining() : Math.min(source.remaining(), out.bytes.length - out.size);
        int count = simulation.oneIn(2) ? most : 1 + simulation.below(most);
        for (int i = 0; i < count; i++) {
            out.put(source.get());
        }
        if (out.readerGone) {
            out.size = 0;
            reset();
        }
        writer = null;
        onUnanswered.accept(out.written.started - in.read.ended);
        handler.written(count);
    }

    @Override
    public void shutdownOutput(WriteHandler handler) {
        simulation.require(writer == null, "an end while a write is under way");
        if (closed || out.reset) {
            handler.writeFailed(new ClosedChannelException());
            return;
        }
        simulation.require(!out.ended, "two ends");
        out.ended = true;
        simulation.pause();
        if (simulation.oneIn(2)) {
            handler.written(0);
        } else {
            loop.execute(() -> handler.written(0));
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        writingAtClose = writer != null;
        ReadHandler read = reader;
        WriteHandler write = writer;
        reader = null;
        writer = null;
        calls++;
        in.readerGone = true;
        out.ended = true;
        if (in.size > 0) {
            reset();
        }
        if (read != null && simulation.oneIn(2)) {
            loop.execute(() -> read.readFailed(new AsynchronousCloseException()));
        }
        if (write != null && simulation.oneIn(2)) {
            loop.execute(() -> {
                writingAtClose = false;
                write.writeFailed(new AsynchronousCloseException());
            });
        }
        simulation.pause();
    }

    /** The connection breaks, for both ends. */
    void reset() {
        in.reset = true;
        out.reset = true;
        in.lossy = simulation.oneIn(2);
        out.lossy = simulation.oneIn(2);
    }

    @Override
    public ByteBuffer takeBuffer(long wanted) {
        ByteBuffer buffer = ByteBuffer.allocate(bufferSize);
        buffers.add(buffer);
        simulation.pause();
        return buffer;
    }

    @Override
    public void giveBuffer(ByteBuffer buffer) {
        simulation.require(buffers.remove(buffer), "a buffer given back that is not out");
        simulation.require(writer == null && !writingAtClose, "a buffer given back while it is written");
        buffer.clear();
        while (buffer.hasRemaining()) {
            buffer.put((byte) 0xDD);
        }
        buffer.clear();
        simulation.pause();
    }

    /** Buffers that are still out, but for one whose write this end's close left without a callback. */
    int buffersOut() {
        return buffers.size() - (writingAtClose && buffers.contains(source) ? 1 : 0);
    }

    @Override
    public Executor loop() {
        return loop;
    }

    @Override
    public SocketAddress remote() {
        return InetSocketAddress.createUnresolved("simulated", 3 - number);
    }

    @Override
    public SocketAddress local() {
        return InetSocketAddress.createUnresolved("simulated", number);
    }

    /** One direction: a few bytes under way. */
    static final class Pipe {
        final FrameLog written = new FrameLog();
        final FrameLog read = new FrameLog();
        private final byte[] bytes;
        private int size;
        private boolean ended;
        private boolean readerGone;
        private boolean reset;

        /** Whether a reset loses the bytes under way. */
        private boolean lossy;

        private Pipe(int capacity) {
            bytes = new byte[capacity];
        }

        private void put(byte value) {
            written.add(value);
            if (size < bytes.length) {
                bytes[size++] = value;
            }
        }

        private byte[] take(int count) {
            byte[] taken = Arrays.copyOf(bytes, count);
            for (byte value : taken) {
                read.add(value);
            }
            size -= count;
            System.arraycopy(bytes, count, bytes, 0, size);
            return taken;
        }
    }
}
