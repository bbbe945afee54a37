package dev.parley.soak;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.Pipe;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The probe itself: what is held is found, each kind of it, and what was given back is not. */
class LeakProbeTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    /** The JDK keeps some descriptors from the first channel on. */
    @BeforeAll
    static void openAndCloseOneOfEach() throws Exception {
        new ServerSocket(0).close();
        Selector.open().close();
        pipe().close();
        AsynchronousSocketChannel.open().close();
    }

    private interface Held {
        /** Holds something; closing gives it back. */
        AutoCloseable hold() throws Exception;
    }

    private static void assertFound(String text, Held held) throws Exception {
        LeakProbe probe = LeakProbe.baseline();
        try (AutoCloseable leak = held.hold()) {
            probe.patience(SHORT);
            AssertionError found = assertThrows(AssertionError.class, () -> probe.check("a planted leak"));
            assertTrue(found.getMessage().contains("held after a planted leak"), found::getMessage);
            assertTrue(found.getMessage().contains(text), found::getMessage);
        }
        probe.patience(Duration.ofSeconds(10)).check("it was given back");
    }

    private static void requireProc() {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "no /proc");
    }

    @Test
    void aSocketIsFound() throws Exception {
        requireProc();
        assertFound("descriptors, socket: ", () -> new ServerSocket(0));
    }

    @Test
    void aPipeIsFound() throws Exception {
        requireProc();
        assertFound("descriptors, pipe: ", LeakProbeTest::pipe);
    }

    private static AutoCloseable pipe() throws IOException {
        Pipe pipe = Pipe.open();
        return () -> {
            pipe.sink().close();
            pipe.source().close();
        };
    }

    @Test
    void aSelectorIsFound() throws Exception {
        requireProc();
        assertFound("descriptors, [eventpoll]: ", Selector::open);
    }

    @Test
    void aThreadOfTheLibraryIsFound() throws Exception {
        assertFound("threads, parley-planted: ", () -> {
            CountDownLatch over = new CountDownLatch(1);
            Thread thread = new Thread(
                    () -> {
                        try {
                            over.await();
                        } catch (InterruptedException ends) {
                            // It ends.
                        }
                    },
                    "parley-planted-1");
            thread.setDaemon(true);
            thread.start();
            return over::countDown;
        });
    }

    @Test
    void heapIsFound() throws Exception {
        byte[][] held = new byte[1][];
        assertFound("bytes of heap: ", () -> {
            held[0] = new byte[2 << 20];
            return () -> held[0] = null;
        });
    }

    @Test
    void directMemoryIsFound() throws Exception {
        ByteBuffer[] held = new ByteBuffer[1];
        assertFound("bytes of direct memory: ", () -> {
            held[0] = ByteBuffer.allocateDirect(512 << 10);
            return () -> held[0] = null;
        });
    }

    @Test
    void whatIsToleratedIsNotReported() {
        LeakProbe probe = LeakProbe.baseline().heap(4 << 20).direct(4 << 20).patience(SHORT);
        byte[] heap = new byte[2 << 20];
        ByteBuffer direct = ByteBuffer.allocateDirect(2 << 20);
        probe.check("all that is tolerated");
        assertTrue(heap.length == direct.capacity());
    }
}
