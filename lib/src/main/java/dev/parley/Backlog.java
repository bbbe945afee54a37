package dev.parley;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much waits to be sent on one connection: counted when it is taken on, given back when its last byte was handed
 * over. Safe for use by several threads.
 */
final class Backlog {
    private final int maxMessages;
    private final long maxBytes;
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    Backlog(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /** Counts a message, if there is room: there always is for one when none waits. */
    boolean reserve(long size) {
        int count = messages.incrementAndGet();
        long total = bytes.addAndGet(size);
        if (count > 1 && (count > maxMessages || total > maxBytes)) {
            release(size);
            return false;
        }
        return true;
    }

    /** Counts a message, room or no room. */
    void add(long size) {
        messages.incrementAndGet();
        bytes.addAndGet(size);
    }

    void release(long size) {
        messages.decrementAndGet();
        bytes.addAndGet(-size);
    }

    int messages() {
        return messages.get();
    }

    long bytes() {
        return bytes.get();
    }

    /** Whether no more should be made for it. */
    boolean isFull() {
        return bytes.get() >= maxBytes;
    }
}
