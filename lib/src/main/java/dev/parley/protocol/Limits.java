package dev.parley.protocol;

import java.time.Duration;

/**
 * How much of everything one connection, client or server may take, and how long: the one place where limits are set.
 *
 * <p>Nothing is unlimited by default; for a time without end there is {@code ChronoUnit.FOREVER.getDuration()}. Immutable;
 * sizes are in bytes.
 *
 * <pre>{@code
 * Limits limits = Limits.builder().maxContent(8 << 20).requestTimeout(Duration.ofSeconds(2)).build();
 * }</pre>
 */
public final class Limits {
    private static final Limits DEFAULTS = new LimitsBuilder().build();

    private final int maxHeader;
    private final int maxHeaderFields;
    private final int maxContent;
    private final int maxJsonDepth;
    private final int maxQueuedMessages;
    private final long maxQueuedBytes;
    private final Overflow overflow;
    private final int maxInFlight;
    private final int maxConnections;
    private final int maxConnectionsPerAddress;
    private final int backlog;
    private final Duration connectTimeout;
    private final Duration requestTimeout;
    private final Duration headerTimeout;
    private final Duration messageTimeout;
    private final Duration writeTimeout;
    private final Duration idleTimeout;
    private final Duration drainIdle;
    private final Duration drainTotal;

    Limits(LimitsBuilder builder) {
        maxHeader = builder.maxHeader;
        maxHeaderFields = builder.maxHeaderFields;
        maxContent = builder.maxContent;
        maxJsonDepth = builder.maxJsonDepth;
        maxQueuedMessages = builder.maxQueuedMessages;
        maxQueuedBytes = builder.maxQueuedBytes;
        overflow = builder.overflow;
        maxInFlight = builder.maxInFlight;
        maxConnections = builder.maxConnections;
        maxConnectionsPerAddress = Math.min(builder.maxConnectionsPerAddress, maxConnections);
        backlog = builder.backlog;
        connectTimeout = builder.connectTimeout;
        requestTimeout = builder.requestTimeout;
        headerTimeout = builder.headerTimeout;
        messageTimeout = builder.messageTimeout;
        writeTimeout = builder.writeTimeout;
        idleTimeout = builder.idleTimeout;
        drainIdle = builder.drainIdle;
        drainTotal = builder.drainTotal;
    }

    /** The defaults, as each builder method states them. */
    public static Limits defaults() {
        return DEFAULTS;
    }

    /** A builder that starts from the defaults. */
    public static LimitsBuilder builder() {
        return new LimitsBuilder();
    }

    /** The largest header accepted, in bytes. */
    public int maxHeader() {
        return maxHeader;
    }

    /** How many fields a header may have, those of objects in it included. */
    public int maxHeaderFields() {
        return maxHeaderFields;
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

    /** What becomes of a message that is sent while so many wait. */
    public Overflow overflow() {
        return overflow;
    }

    /** How many requests of one connection may be without an answer at a time. */
    public int maxInFlight() {
        return maxInFlight;
    }

    /** How many connections a server holds at a time. */
    public int maxConnections() {
        return maxConnections;
    }

    /** How many connections a server holds with one address at a time. */
    public int maxConnectionsPerAddress() {
        return maxConnectionsPerAddress;
    }

    /** How many connections the operating system may hold for a server that has not accepted them yet. */
    public int backlog() {
        return backlog;
    }

    /** How long connecting may take, the look-up of the name included. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** How long a client's request may take, from {@code send} to its answer. */
    public Duration requestTimeout() {
        return requestTimeout;
    }

    /** How long a peer may take for a message's header, from its first byte on. */
    public Duration headerTimeout() {
        return headerTimeout;
    }

    /** How long a peer may take for a whole message, from its first byte on. */
    public Duration messageTimeout() {
        return messageTimeout;
    }

    /** How long a peer may take no byte of what waits for it. */
    public Duration writeTimeout() {
        return writeTimeout;
    }

    /** How long a client of a server may be silent, with nothing under way in either direction. */
    public Duration idleTimeout() {
        return idleTimeout;
    }

    /** How long a close waits for the peer's next byte. */
    public Duration drainIdle() {
        return drainIdle;
    }

    /** How long a close takes at most. */
    public Duration drainTotal() {
        return drainTotal;
    }
}
