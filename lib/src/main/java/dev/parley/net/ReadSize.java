package dev.parley.net;

/**
 * How large a buffer a link's next read gets: the machine behind its reads.
 *
 * <p>A read that waits pins its buffer, and a peer may stop sending at any byte, just after it has filled one. So what is
 * pinned follows what has come: a step up takes a buffer that was filled.
 *
 * <pre>
 *                 filled                 filled              filled
 *     SLICE 256 ─────────► burst: PAGE 4 K ────► BLOCK 16 K ────► LARGE 64 K ◄─┐ filled
 *       ▲                    │                     │                │ └────────┘
 *       └──── not filled ────┴─────────────────────┴────────────────┘
 * </pre>
 *
 * <p>The step that a burst came to is where the next one goes on after its slice; it falls by one when a smaller buffer
 * would have done. So a busy link needs two reads for a burst, and one whose messages just fill a slice waits with a page.
 */
final class ReadSize {
    private int next = BufferPool.SLICE;
    private int burst = BufferPool.PAGE;

    /** Bytes of the buffer for the next read. */
    int next() {
        return next;
    }

    /** So many bytes came into a buffer of that size. */
    void came(int count) {
        boolean filled = count >= next;
        if (next > BufferPool.SLICE) {
            adapt(filled, count);
        }
        next = filled ? burst : BufferPool.SLICE;
    }

    private void adapt(boolean filled, int count) {
        if (filled) {
            burst = next < BufferPool.BLOCK ? BufferPool.BLOCK : BufferPool.LARGE;
        } else {
            int smaller = next > BufferPool.BLOCK ? BufferPool.BLOCK : BufferPool.PAGE;
            burst = count <= smaller ? smaller : next;
        }
    }
}
