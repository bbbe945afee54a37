package dev.parley;

/**
 * How much waits to be sent on one connection: counted when it is taken on, given back when its last byte was handed
 * over. Safe for use by several threads: its monitor guards both counts, so that a message that is refused takes nobody's
 * room even for a moment.
 */
final class Backlog {
    private final int maxMessages;
    private final long maxBytes;
    private int messages;
    private long bytes;

    Backlog(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /** Counts a message, if there is room: there always is for one when none waits. */
    synchronized boolean reserve(long size) {
        boolean room = messages == 0 || (messages < maxMessages && bytes + size <= maxBytes);
        if (room) {
            add(size);
        }
        return room;
    }

    /** Counts a message, room or no room. */
    synchronized void add(long size) {
        messages++;
        bytes += size;
    }

    synchronized void release(long size) {
        messages--;
        bytes -= size;
    }

    synchronized int messages() {
        return messages;
    }

    synchronized long bytes() {
        return bytes;
    }

    /** Whether no more should be made for it. */
    boolean isFull() {
        return bytes() >= maxBytes;
    }
}
