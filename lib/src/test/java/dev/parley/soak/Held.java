package dev.parley.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * Connections that are held, server and clients each in a process of its own, and what an idle one costs: by the slope
 * between two numbers of them, after full collections, so that what there is once does not count.
 */
final class Held {
    /** What an idle connection costs a server at most, in bytes of heap and direct memory. */
    private static final long MOST_AT_SERVER = 3_700;

    /** The same of a client, whose connection has a client's parts besides. */
    private static final long MOST_AT_CLIENT = 4_200;

    /** Descriptors that a process needs besides. */
    private static final int OTHERS = 200;

    private Held() {}

    static void allAnswer(int few, int many, int rounds) throws IOException {
        requireDescriptors(many + OTHERS);
        try (Child server = Child.start(HoldingServer.class);
                Child clients = Child.start(HeldClients.class)) {
            long port = server.askNumber("bytes");
            open(server, clients, port, few, few);
            long serverBefore = held(server);
            long clientsBefore = held(clients);

            open(server, clients, port, many - few, many);
            for (int round = 0; round < rounds; round++) {
                assertEquals(many, clients.askNumber("ask"), "answers in round " + round);
            }

            double serverEach = (held(server) - serverBefore) / (double) (many - few);
            double clientEach = (held(clients) - clientsBefore) / (double) (many - few);
            assertEquals(many, clients.askNumber("ask"), "answers at the end");
            String figures = String.format(
                    Locale.ROOT,
                    "%d connections, all answered %d times; idle: %.0f bytes each at the server, %.0f at the client",
                    many,
                    rounds + 1,
                    serverEach,
                    clientEach);
            System.out.println(figures);
            assertTrue(serverEach <= MOST_AT_SERVER, figures + "; at most " + MOST_AT_SERVER + " at the server");
            assertTrue(clientEach <= MOST_AT_CLIENT, figures + "; at most " + MOST_AT_CLIENT + " at the client");
        }
    }

    /** Skips the test where a process may not have so many; where everything has to be tested, it fails instead. */
    private static void requireDescriptors(int count) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                && system.getMaxFileDescriptorCount() < count) {
            String few = "a process may have " + system.getMaxFileDescriptorCount() + " descriptors, not " + count;
            if (System.getenv("CI") == null) {
                abort(few);
            }
            fail(few);
        }
    }

    private static void open(Child server, Child clients, long port, int more, int all) throws IOException {
        assertEquals(all, clients.askNumber("open " + port + " " + more));
        assertEquals(all, clients.askNumber("ask"), "answers after opening");
        assertEquals(all, server.askNumber("peers"));
    }

    private static long held(Child child) throws IOException {
        return child.askNumber("heap") + child.askNumber("direct");
    }
}
