package dev.parley.protocol;

import java.time.Duration;
import java.util.Objects;

/** Sets {@link Limits}; each method states its default. Not safe for use by several threads. */
public final class LimitsBuilder {
    /** Jackson's own default, above which it refuses whatever is asked for. */
    private static final int MOST_JSON_DEPTH = 500;

    int maxHeader = 16 << 10;
    int maxHeaderFields = 100;
    int maxContent = 1 << 20;
    int maxJsonDepth = 32;
    int maxQueuedMessages = 10_000;
    long maxQueuedBytes = 8 << 20;
    Overflow overflow = Overflow.FAIL;
    int maxInFlight = 128;
    int maxConnections = 10_000;
    int maxConnectionsPerAddress = Integer.MAX_VALUE;
    int backlog = 1_024;
    Duration connectTimeout = Duration.ofSeconds(10);
    Duration requestTimeout = Duration.ofSeconds(30);
    Duration headerTimeout = Duration.ofSeconds(10);
    Duration messageTimeout = Duration.ofSeconds(60);
    Duration writeTimeout = Duration.ofSeconds(30);
    Duration idleTimeout = Duration.ofMinutes(10);
    Duration drainIdle = Duration.ofSeconds(5);
    Duration drainTotal = Duration.ofSeconds(30);

    LimitsBuilder() {}

    /** The largest header accepted; 16 KiB by default, 65,535 at most. */
    public LimitsBuilder maxHeader(int bytes) {
        this.maxHeader = Checks.between(1, bytes, 0xFFFF, "maxHeader");
        return this;
    }

    /** How many fields a header may have, those of objects in it included; 100 by default. Four are required. */
    public LimitsBuilder maxHeaderFields(int fields) {
        this.maxHeaderFields = Checks.atLeast(4, fields, "maxHeaderFields");
        return this;
    }

    /** The largest content accepted; 1 MiB by default. */
    public LimitsBuilder maxContent(int bytes) {
        this.maxContent = Checks.atLeast(1, bytes, "maxContent");
        return this;
    }

    /** How deep JSON may be nested; 32 by default, and 500 at most, because reading it takes stack. */
    public LimitsBuilder maxJsonDepth(int levels) {
        this.maxJsonDepth = Checks.between(1, levels, MOST_JSON_DEPTH, "maxJsonDepth");
        return this;
    }

    /** How many messages may wait to be sent on one connection; 10,000 by default. */
    public LimitsBuilder maxQueuedMessages(int messages) {
        this.maxQueuedMessages = Checks.atLeast(1, messages, "maxQueuedMessages");
        return this;
    }

    /**
     * How many bytes may wait to be sent on one connection; 8 MiB by default. One message is always taken when none
     * waits, however large.
     */
    public LimitsBuilder maxQueuedBytes(long bytes) {
        this.maxQueuedBytes = Checks.atLeast(1L, bytes, "maxQueuedBytes");
        return this;
    }

    /** What becomes of a message that is sent while so many wait; {@link Overflow#FAIL} by default. */
    public LimitsBuilder overflow(Overflow policy) {
        this.overflow = Objects.requireNonNull(policy, "overflow");
        return this;
    }

    /** How many requests of one connection may be without an answer; 128 by default. */
    public LimitsBuilder maxInFlight(int requests) {
        this.maxInFlight = Checks.atLeast(1, requests, "maxInFlight");
        return this;
    }

    /** How many connections a server holds before it stops accepting; 10,000 by default. */
    public LimitsBuilder maxConnections(int connections) {
        this.maxConnections = Checks.atLeast(1, connections, "maxConnections");
        return this;
    }

    /**
     * How many connections a server holds with one address; more are closed as they come. As many as in all by default:
     * many users may sit behind one address. Of IPv6 the first 64 bits count, which one user has to himself.
     */
    public LimitsBuilder maxConnectionsPerAddress(int connections) {
        this.maxConnectionsPerAddress = Checks.atLeast(1, connections, "maxConnectionsPerAddress");
        return this;
    }

    /** How many connections may wait to be accepted; 1,024 by default. The operating system may hold fewer. */
    public LimitsBuilder backlog(int connections) {
        this.backlog = Checks.atLeast(1, connections, "backlog");
        return this;
    }

    /** How long connecting may take, the look-up of the name included; 10 s by default. */
    public LimitsBuilder connectTimeout(Duration time) {
        this.connectTimeout = Checks.positive(time, "connectTimeout");
        return this;
    }

    /**
     * How long a client's request may take, from {@code send} to its answer; 30 s by default. For a server that takes
     * longer, set {@link #writeTimeout} too: while it is at work it may read no more.
     */
    public LimitsBuilder requestTimeout(Duration time) {
        this.requestTimeout = Checks.positive(time, "requestTimeout");
        return this;
    }

    /** How long a peer may take for a message's header, from its first byte on; 10 s by default. */
    public LimitsBuilder headerTimeout(Duration time) {
        this.headerTimeout = Checks.positive(time, "headerTimeout");
        return this;
    }

    /**
     * How long a peer may take for a whole message, from its first byte on; 60 s by default. It must do for the largest
     * content over the slowest line.
     */
    public LimitsBuilder messageTimeout(Duration time) {
        this.messageTimeout = Checks.positive(time, "messageTimeout");
        return this;
    }

    /**
     * How long a peer may take no byte of what waits for it; 30 s by default, as a request: a server that is at work may
     * read no more until it has answered.
     */
    public LimitsBuilder writeTimeout(Duration time) {
        this.writeTimeout = Checks.positive(time, "writeTimeout");
        return this;
    }

    /** How long a client of a server may be silent, with nothing under way in either direction; 10 min by default. */
    public LimitsBuilder idleTimeout(Duration time) {
        this.idleTimeout = Checks.positive(time, "idleTimeout");
        return this;
    }

    /** How long a close waits for the peer's next byte; 5 s by default. */
    public LimitsBuilder drainIdle(Duration time) {
        this.drainIdle = Checks.positive(time, "drainIdle");
        return this;
    }

    /** How long a close takes at most; 30 s by default. */
    public LimitsBuilder drainTotal(Duration time) {
        this.drainTotal = Checks.positive(time, "drainTotal");
        return this;
    }

    /** The limits as set. */
    public Limits build() {
        return new Limits(this);
    }
}
