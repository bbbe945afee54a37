package dev.parley.protocol;

import java.time.Duration;
import java.util.Objects;

/**
 * How much of everything one connection, client or server may take: the one place where limits are set.
 *
 * <p>Nothing is unlimited by default. Immutable; sizes are in bytes.
 *
 * <pre>{@code
 * Limits limits = Limits.builder().maxContent(8 << 20).maxInFlight(1_000).build();
 * }</pre>
 */
public final class Limits {
    /** Jackson's own default, above which it refuses whatever is asked for. */
    private static final int MOST_JSON_DEPTH = 500;

    private static final Limits DEFAULTS = new Builder().build();

    private final int maxHeader;
    private final int maxContent;
    private final int maxJsonDepth;
    private final int maxQueuedMessages;
    private final long maxQueuedBytes;
    private final int maxInFlight;
    private final int maxConnections;
    private final int backlog;
    private final Duration drainIdle;
    private final Duration drainTotal;

    private Limits(Builder builder) {
        maxHeader = builder.maxHeader;
        maxContent = builder.maxContent;
        maxJsonDepth = builder.maxJsonDepth;
        maxQueuedMessages = builder.maxQueuedMessages;
        maxQueuedBytes = builder.maxQueuedBytes;
        maxInFlight = builder.maxInFlight;
        maxConnections = builder.maxConnections;
        backlog = builder.backlog;
        drainIdle = builder.drainIdle;
        drainTotal = builder.drainTotal;
    }

    /** The defaults, as each builder method states them. */
    public static Limits defaults() {
        return DEFAULTS;
    }

    /** A builder that starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** The largest header accepted, in bytes. */
    public int maxHeader() {
        return maxHeader;
    }

    /** The largest content accepted, in bytes. */
    public int maxContent() {
        return maxContent;
    }

    /**
     * How deep objects and arrays may be nested in a header, and in the JSON content of a message received under these
     * limits, when that is read. JSON that is only passed on is not looked at.
     */
    public int maxJsonDepth() {
        return maxJsonDepth;
    }

    /** How many messages may wait to be sent on one connection. */
    public int maxQueuedMessages() {
        return maxQueuedMessages;
    }

    /** How many bytes may wait to be sent on one connection. */
    public long maxQueuedBytes() {
        return maxQueuedBytes;
    }

    /** How many requests of one connection may be without an answer at a time. */
    public int maxInFlight() {
        return maxInFlight;
    }

    /** How many connections a server holds at a time. */
    public int maxConnections() {
        return maxConnections;
    }

    /** How many connections the operating system may hold for a server that has not accepted them yet. */
    public int backlog() {
        return backlog;
    }

    /** How long a close waits for the peer's next byte. */
    public Duration drainIdle() {
        return drainIdle;
    }

    /** How long a close takes at most. */
    public Duration drainTotal() {
        return drainTotal;
    }

    /** Sets limits; each method states its default. Not safe for use by several threads. */
    public static final class Builder {
        private int maxHeader = 16 << 10;
        private int maxContent = 1 << 20;
        private int maxJsonDepth = 32;
        private int maxQueuedMessages = 10_000;
        private long maxQueuedBytes = 8 << 20;
        private int maxInFlight = 128;
        private int maxConnections = 10_000;
        private int backlog = 1_024;
        private Duration drainIdle = Duration.ofSeconds(5);
        private Duration drainTotal = Duration.ofSeconds(30);

        private Builder() {}

        /** The largest header accepted; 16 KiB by default, 65,535 at most. */
        public Builder maxHeader(int bytes) {
            maxHeader = atLeastOne(bytes, "maxHeader");
            if (bytes > 0xFFFF) {
                throw new IllegalArgumentException("maxHeader: " + bytes + " is more than 65,535");
            }
            return this;
        }

        /** The largest content accepted; 1 MiB by default. */
        public Builder maxContent(int bytes) {
            maxContent = atLeastOne(bytes, "maxContent");
            return this;
        }

        /** How deep JSON may be nested; 32 by default, and 500 at most, because reading it takes stack. */
        public Builder maxJsonDepth(int levels) {
            maxJsonDepth = atLeastOne(levels, "maxJsonDepth");
            if (levels > MOST_JSON_DEPTH) {
                throw new IllegalArgumentException("maxJsonDepth: " + levels + " is more than " + MOST_JSON_DEPTH);
            }
            return this;
        }

        /** How many messages may wait to be sent on one connection; 10,000 by default. */
        public Builder maxQueuedMessages(int messages) {
            maxQueuedMessages = atLeastOne(messages, "maxQueuedMessages");
            return this;
        }

        /**
         * How many bytes may wait to be sent on one connection; 8 MiB by default. One message is always taken when none
         * waits, however large.
         */
        public Builder maxQueuedBytes(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("maxQueuedBytes: " + bytes + " is less than 1");
            }
            maxQueuedBytes = bytes;
            return this;
        }

        /** How many requests of one connection may be without an answer; 128 by default. */
        public Builder maxInFlight(int requests) {
            maxInFlight = atLeastOne(requests, "maxInFlight");
            return this;
        }

        /** How many connections a server holds before it stops accepting; 10,000 by default. */
        public Builder maxConnections(int connections) {
            maxConnections = atLeastOne(connections, "maxConnections");
            return this;
        }

        /** How many connections may wait to be accepted; 1,024 by default. The operating system may hold fewer. */
        public Builder backlog(int connections) {
            backlog = atLeastOne(connections, "backlog");
            return this;
        }

        /** How long a close waits for the peer's next byte; 5 s by default. */
        public Builder drainIdle(Duration time) {
            drainIdle = positive(time, "drainIdle");
            return this;
        }

        /** How long a close takes at most; 30 s by default. */
        public Builder drainTotal(Duration time) {
            drainTotal = positive(time, "drainTotal");
            return this;
        }

        /** The limits as set. */
        public Limits build() {
            return new Limits(this);
        }

        private static int atLeastOne(int value, String name) {
            if (value < 1) {
                throw new IllegalArgumentException(name + ": " + value + " is less than 1");
            }
            return value;
        }

        private static Duration positive(Duration time, String name) {
            Objects.requireNonNull(time, name);
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException(name + ": " + time + " is not positive");
            }
            return time;
        }
    }
}
