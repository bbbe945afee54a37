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
    final SimulatedPipe in;
    final SimulatedPipe out;
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
    private boolean finished;
    private boolean writingAtClose;

    /** Whether no read, or no write, completes any more until this end is closed: the peer does nothing for good. */
    boolean deaf;

    boolean mute;

    /** Hears, after each write, how many messages were begun, and how many have come back. */
    IntConsumer onUnanswered = unanswered -> {};

    private SimulatedLink(Simulation simulation, SimulatedPipe in, SimulatedPipe out, int number) {
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
        SimulatedPipe there = new SimulatedPipe(8 << simulation.below(6));
        SimulatedPipe back = new SimulatedPipe(8 << simulation.below(6));
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
        return reader != null && !deaf && (in.size > 0 || in.ended || in.reset);
    }

    private boolean canWrite() {
        return writer != null && !mute && (out.size < out.bytes.length || out.readerGone || out.reset);
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
            Happening.READ_IN_PLACE.count();
            answerRead();
        } else {
            Happening.READ_LATER.count();
        }
    }

    /** On a closed link a callback may come, or may not. */
    private void refused(Runnable callback) {
        switch (simulation.below(3)) {
            case 0 -> callback.run();
            case 1 -> loop.execute(callback);
            default -> Happening.CALLBACK_NEVER.count();
        }
    }

    private void answerRead() {
        ReadHandler handler = reader;
        reader = null;
        if (in.reset && (in.size == 0 || in.lossy)) {
            handler.readFailed(new IOException("Connection reset"));
        } else if (in.size == 0) {
            Happening.END_OF_STREAM.count();
            handler.readEnded();
        } else {
            int before = in.size;
            byte[] taken = in.take(simulation.oneIn(2) ? in.size : 1 + simulation.below(in.size));
            if (taken.length < before) {
                Happening.READ_SPLIT.count();
            }
            handler.read(ByteBuffer.wrap(taken));
            Arrays.fill(taken, (byte) 0xEE); // it was valid during the call only
        }
    }

    @Override
    public void write(ByteBuffer from, WriteHandler handler) {
        simulation.require(writer == null, "two writes at a time");
        simulation.require(from.hasRemaining(), "a write of nothing");
        simulation.require(buffers.contains(from), "a write of a buffer that is not the link's");
        simulation.require(!finished || closed, "a write after the end");
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
            Happening.WRITE_IN_PLACE.count();
            answerWrite();
        } else {
            Happening.WRITE_LATER.count();
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
        if (count < source.remaining()) {
            Happening.WRITE_SPLIT.count();
        }
        for (int i = 0; i < count; i++) {
            out.put(source.get());
        }
        if (out.readerGone) {
            out.size = 0;
            reset();
        }
        writer = null;
        if (!in.corrupt) {
            onUnanswered.accept(out.written.started - in.read.ended);
        }
        handler.written(count);
    }

    @Override
    public void shutdownOutput(WriteHandler handler) {
        simulation.require(writer == null, "an end while a write is under way");
        if (closed || out.reset) {
            handler.writeFailed(new ClosedChannelException());
            return;
        }
        simulation.require(!finished, "two ends");
        finished = true;
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
        if (read != null && count(simulation.oneIn(2))) {
            loop.execute(() -> read.readFailed(new AsynchronousCloseException()));
        }
        if (write != null && count(simulation.oneIn(2))) {
            loop.execute(() -> {
                writingAtClose = false;
                write.writeFailed(new AsynchronousCloseException());
            });
        }
        simulation.pause();
    }

    private static boolean count(boolean comes) {
        (comes ? Happening.CALLBACK_AFTER_CLOSE : Happening.CALLBACK_NEVER).count();
        return comes;
    }

    /** The connection breaks, for both ends. */
    void reset() {
        Happening.RESET.count();
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

    boolean isClosed() {
        return closed;
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
}
