package dev.parley.net;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One event loop's direct buffers: slices to park an idle read on, and large ones for as long as there is work.
 *
 * <p>A read that waits pins its buffer, so an idle connection waits with a slice of {@value #SLICE} bytes; a large
 * buffer is held only while bytes are moving. Slices are cut from slabs, which live as long as the loop. Safe for use by
 * several threads.
 */
final class BufferPool {
    /** Bytes of a slice. */
    static final int SLICE = 256;

    /** Bytes of a large buffer: a burst of small messages fits, and one write of it fills a socket's send buffer. */
    static final int LARGE = 64 << 10;

    /** How many idle large buffers are kept; more are left to the garbage collector. */
    private static final int MAX_KEPT = 32;

    private final ConcurrentLinkedDeque<ByteBuffer> slices = new ConcurrentLinkedDeque<>();
    private final ConcurrentLinkedDeque<ByteBuffer> large = new ConcurrentLinkedDeque<>();
    private final AtomicInteger kept = new AtomicInteger();

    /** A cleared slice. */
    ByteBuffer takeSlice() {
        ByteBuffer slice = slices.pollFirst();
        return slice != null ? slice : cutSlab();
    }

    /** A cleared large buffer. */
    ByteBuffer takeLarge() {
        ByteBuffer buffer = large.pollFirst();
        if (buffer == null) {
            return ByteBuffer.allocateDirect(LARGE);
        }
        kept.decrementAndGet();
        return buffer;
    }

    /** Takes a buffer of either kind back. The caller must not touch it again. */
    void give(ByteBuffer buffer) {
        buffer.clear();
        if (buffer.capacity() == SLICE) {
            slices.addFirst(buffer);
        } else if (kept.incrementAndGet() <= MAX_KEPT) {
            large.addFirst(buffer);
        } else {
            kept.decrementAndGet();
        }
    }

    private ByteBuffer cutSlab() {
        ByteBuffer slab = ByteBuffer.allocateDirect(LARGE);
        for (int at = SLICE; at < LARGE; at += SLICE) {
            slices.addFirst(slab.slice(at, SLICE));
        }
        return slab.slice(0, SLICE);
    }
}
