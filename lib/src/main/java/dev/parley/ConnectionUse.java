package dev.parley;

/** How requests share a connection. Both sides have to agree; it is never guessed. */
public enum ConnectionUse {
    /**
     * One request and its answer, then the connection is closed: what the Python programs of the socket tutorials do.
     */
    ONE_EXCHANGE,
    /** Requests follow each other without waiting; answers come in the requests' order. */
    PIPELINED
}
