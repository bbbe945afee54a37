package dev.parley.net;

import java.io.IOException;
import java.nio.channels.AsynchronousSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A few event loops, given out in turn. Whoever starts them stops them. */
public final class EventLoops {
    private final List<EventLoop> loops;
    private final AtomicInteger given = new AtomicInteger();

    /** Loops that were started: {@link #start} but for tests. */
    EventLoops(List<EventLoop> loops) {
        this.loops = List.copyOf(loops);
    }

    /**
     * Starts loops.
     *
     * @param count how many
     * @param name what their threads are called, followed by a number
     */
    public static EventLoops start(int count, String name) throws IOException {
        List<EventLoop> loops = new ArrayList<>(count);
        try {
            for (int i = 1; i <= count; i++) {
                loops.add(EventLoop.start(name + "-" + i));
            }
            // A first close needs descriptors of its own, which it must find before the process runs out of them.
            AsynchronousSocketChannel.open(loops.get(0).group()).close();
        } catch (IOException | RuntimeException | Error failure) {
            loops.forEach(EventLoop::stop);
            throw failure;
        }
        return new EventLoops(loops);
    }

    /** The next loop, round and round. */
    public EventLoop next() {
        return loops.get(Math.floorMod(given.getAndIncrement(), loops.size()));
    }

    /** Ends all loops and closes the channels still on them; does not wait for the threads. */
    public void stop() {
        loops.forEach(EventLoop::stop);
    }
}
