package dev.parley.net;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One event loop's direct buffers, of four sizes, each as small as its use allows.
 *
 * <p>A read that waits pins its buffer, so an idle connection waits with a slice of {@value #SLICE} bytes, and one that
 * sends gets the larger ones step by step ({@link ReadSize}). A write pins its buffer until its callback, and thousands
 * of connections may write at a time, so it takes the smallest that holds what there is to write; a large buffer is held
 * only while many bytes are moving.
 *
 * <p>Slices and pages are cut from slabs, which live as long as the loop. Of blocks and large buffers a few are kept, and
 * more are left to the garbage collector; after {@link #close()} all are, since what was closed may be held for long by
 * its users. Safe for use by several threads.
 */
final class BufferPool {
    /** Bytes of a slice. */
    static final int SLICE = 256;

    /** Bytes of a page. */
    static final int PAGE = 4 << 10;

    /** Bytes of a block. */
    static final int BLOCK = 16 << 10;

    /** Bytes of a large buffer: a burst of small messages fits, and one write of it fills a socket's send buffer. */
    static final int LARGE = 64 << 10;

    /** How many idle blocks, and how many idle large buffers, are kept. */
    private static final int MAX_KEPT = 32;

    private final ConcurrentLinkedDeque<ByteBuffer> slices = new ConcurrentLinkedDeque<>();
    private final ConcurrentLinkedDeque<ByteBuffer> pages = new ConcurrentLinkedDeque<>();
    private final Kept blocks = new Kept(BLOCK);
    private final Kept large = new Kept(LARGE);
    private volatile boolean closed;

    /** How many are taken and not given back. Counted only where assertions are on, as in tests. */
    private final AtomicInteger out = new AtomicInteger();

    /** A cleared buffer: the smallest that holds so many bytes, or a large one when none does. */
    ByteBuffer take(long wanted) {
        ByteBuffer taken = takeCleared(wanted);
        assert count(1);
        return taken;
    }

    private boolean count(int change) {
        return out.addAndGet(change) >= 0;
    }

    private ByteBuffer takeCleared(long wanted) {
        if (wanted <= SLICE) {
            return takeCut(slices, SLICE);
        }
        if (wanted <= PAGE) {
            return takeCut(pages, PAGE);
        }
        return wanted <= BLOCK ? blocks.take() : large.take();
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

    /** Takes a buffer of any size back. The caller must not touch it again. */
    void give(ByteBuffer buffer) {
        assert count(-1) : "a buffer given back twice";
        try {
            keep(buffer.clear());
        } catch (OutOfMemoryError full) {
            // Left to the garbage collector: whoever gives a buffer back has more to do, which must not fail with this.
        }
    }

    private void keep(ByteBuffer buffer) {
        switch (buffer.capacity()) {
            case SLICE -> slices.addFirst(buffer);
            case PAGE -> pages.addFirst(buffer);
            case BLOCK -> blocks.give(buffer);
            default -> large.give(buffer);
        }
        if (closed) {
            forget();
        }
    }

    /** Keeps no more buffers. */
    void close() {
        closed = true;
        forget();
    }

    private void forget() {
        slices.clear();
        pages.clear();
        blocks.idle.clear();
        large.idle.clear();
    }

    /** Buffers of one size, each with memory of its own; a few that are idle are kept. */
    private static final class Kept {
        private final int size;
        private final ConcurrentLinkedDeque<ByteBuffer> idle = new ConcurrentLinkedDeque<>();
        private final AtomicInteger count = new AtomicInteger();

        Kept(int size) {
            this.size = size;
        }

        ByteBuffer take() {
            ByteBuffer buffer = idle.pollFirst();
            if (buffer == null) {
                return ByteBuffer.allocateDirect(size);
            }
            count.decrementAndGet();
            return buffer;
        }

        void give(ByteBuffer buffer) {
            if (count.incrementAndGet() <= MAX_KEPT) {
                idle.addFirst(buffer);
            } else {
                count.decrementAndGet();
            }
        }
    }
}
