package dev.parley.net;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One event loop's direct buffers, of three sizes, each as small as its use allows.
 *
 * <p>A read that waits pins its buffer, so an idle connection waits with a slice of {@value #SLICE} bytes. A write pins
 * its buffer until its callback, and thousands of connections may write at a time, so one that has little to write takes
 * a slice or a page of {@value #PAGE} bytes; a large buffer is held only while many bytes are moving. Slices and pages
 * are cut from slabs, which live as long as the loop. Safe for use by several threads.
 */
final class BufferPool {
    /** Bytes of a slice. */
    static final int SLICE = 256;

    /** Bytes of a page. */
    static final int PAGE = 4 << 10;

    /** Bytes of a large buffer: a burst of small messages fits, and one write of it fills a socket's send buffer. */
    static final int LARGE = 64 << 10;

    /** How many idle large buffers are kept; more are left to the garbage collector. */
    private static final int MAX_KEPT = 32;

    private final ConcurrentLinkedDeque<ByteBuffer> slices = new ConcurrentLinkedDeque<>();
    private final ConcurrentLinkedDeque<ByteBuffer> pages = new ConcurrentLinkedDeque<>();
    private final ConcurrentLinkedDeque<ByteBuffer> large = new ConcurrentLinkedDeque<>();
    private final AtomicInteger kept = new AtomicInteger();

    /** A cleared buffer: the smallest that holds so many bytes, or a large one when none does. */
    ByteBuffer take(long wanted) {
        if (wanted <= SLICE) {
            return takeCut(slices, SLICE);
        }
        return wanted <= PAGE ? takeCut(pages, PAGE) : takeLarge();
    }

    private static ByteBuffer takeCut(ConcurrentLinkedDeque<ByteBuffer> cuts, int size) {
        ByteBuffer cut = cuts.pollFirst();
        if (cut != null) {
            return cut;
        }
        ByteBuffer slab = ByteBuffer.allocateDirect(LARGE);
        for (int at = size; at < LARGE; at += size) {
            cuts.addFirst(slab.slice(at, size));
        }
        return slab.slice(0, size);
    }

    private ByteBuffer takeLarge() {
        ByteBuffer buffer = large.pollFirst();
        if (buffer == null) {
            return ByteBuffer.allocateDirect(LARGE);
        }
        kept.decrementAndGet();
        return buffer;
    }

    /** Takes a buffer of any size back. The caller must not touch it again. */
    void give(ByteBuffer buffer) {
        try {
            keep(buffer.clear());
        } catch (OutOfMemoryError full) {
            // Left to the garbage collector: whoever gives a buffer back has more to do, which must not fail with this.
        }
    }

    private void keep(ByteBuffer buffer) {
        if (buffer.capacity() == SLICE) {
            slices.addFirst(buffer);
        } else if (buffer.capacity() == PAGE) {
            pages.addFirst(buffer);
        } else if (kept.incrementAndGet() <= MAX_KEPT) {
            large.addFirst(buffer);
        } else {
            kept.decrementAndGet();
        }
    }
}
