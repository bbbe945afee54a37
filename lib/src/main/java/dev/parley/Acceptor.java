package dev.parley;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Decides what an accept loop does next, and whom it lets in; pure.
 *
 * <pre>
 *     ACCEPT ── accepted ──► enter: its network has room? ──► ACCEPT, or FULL at the limit ── one closes ──► ACCEPT
 *        │
 *        └──── failed ──► pause: 5 ms, doubled each time, at most 1 s ──► ACCEPT
 * </pre>
 *
 * <p>No failure ends it: what fails at the limit of descriptors works again once some are free, and an accept that is
 * tried again at once fails hundreds of thousands of times a second.
 */
final class Acceptor {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final int maxConnections;
    private final int maxPerNetwork;
    private final Map<ByteBuffer, Integer> networks = new HashMap<>();
    private int connections;
    private Duration pause = FIRST_PAUSE;

    Acceptor(int maxConnections, int maxPerNetwork) {
        this.maxConnections = maxConnections;
        this.maxPerNetwork = maxPerNetwork;
    }

    /** A connection was accepted. */
    void accepted() {
        connections++;
        pause = FIRST_PAUSE;
    }

    /** Counts it for its network, see {@link Addresses#network}; false, and nothing counted, when that has enough. */
    boolean enter(ByteBuffer network) {
        int there = networks.getOrDefault(network, 0);
        if (there >= maxPerNetwork) {
            return false;
        }
        networks.put(network, there + 1);
        return true;
    }

    /** One that had entered leaves its network. */
    void leave(ByteBuffer network) {
        networks.computeIfPresent(network, (key, there) -> there == 1 ? null : there - 1);
    }

    /** A connection is gone. */
    void closed() {
        connections--;
    }

    /** Accepting failed: how long to leave it. */
    Duration failed() {
        Duration now = pause;
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        return now;
    }

    /** Whether there is room for one more. */
    boolean hasRoom() {
        return connections < maxConnections;
    }

    int connections() {
        return connections;
    }

    /** How many networks have connections: what it remembers. */
    int networks() {
        return networks.size();
    }
}
