package dev.parley.soak;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * What this process holds at one time, to be compared with what it holds later: descriptors by kind, threads by name, heap
 * and direct memory. Where there is no {@code /proc}, descriptors are not looked at.
 *
 * <p>Archives of classes are not counted. Tolerated without being asked for: 4 open files, of random numbers, say, and 8
 * threads that are not the library's.
 */
final class LeakProbe {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final String FILE = "file";
    private static final int FILES = 4;
    private static final String OURS = "parley-";
    private static final String OTHER_THREADS = "other";
    private static final int OTHERS = 8;

    private final Map<String, Integer> descriptors = descriptors();
    private final Map<String, Integer> threads = threads();
    private final long heap = Memory.heap();
    private final long direct = Memory.direct();

    private final Map<String, Integer> allowedThreads = new HashMap<>(Map.of(OTHER_THREADS, OTHERS));
    private long moreHeap = 1 << 20;
    private long moreDirect = 256 << 10;
    private Duration patience = Duration.ofSeconds(20);

    private LeakProbe() {}

    /** What is held now. */
    static LeakProbe baseline() {
        return new LeakProbe();
    }

    /** Tolerates so many more bytes of heap, instead of 1 MiB. */
    LeakProbe heap(long bytes) {
        moreHeap = bytes;
        return this;
    }

    /** Tolerates so many more bytes of direct buffers, instead of 256 KiB. */
    LeakProbe direct(long bytes) {
        moreDirect = bytes;
        return this;
    }

    /** Tolerates so many more threads of a name, without its number, instead of none. */
    LeakProbe threads(String name, int count) {
        allowedThreads.put(name, count);
        return this;
    }

    /** Waits so long for what is being given back, instead of 20 s. */
    LeakProbe patience(Duration time) {
        patience = time;
        return this;
    }

    /** Fails, with what grew, unless all is back by the end of its patience. */
    void check(String after) {
        try { // what ends asynchronously, in the kernel and the collector too, tells nobody
            await().pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(50))
                    .atMost(patience)
                    .until(() -> grown().isEmpty());
        } catch (ConditionTimeoutException still) {
            List<String> grown = grown();
            if (!grown.isEmpty()) {
                fail("held after " + after + ":\n  " + String.join("\n  ", grown));
            }
        }
    }

    /** What is held more than at the baseline and is not tolerated, a line for each. */
    List<String> grown() {
        List<String> grown = new ArrayList<>();
        compare("descriptors", descriptors, descriptors(), Map.of(FILE, FILES), grown);
        compare("threads", threads, threads(), allowedThreads, grown);
        if (grown.isEmpty()) { // a collection is costly, and will be made when the others are fine
            compare("bytes of heap", heap, Memory.heap(), moreHeap, grown);
            compare("bytes of direct memory", direct, Memory.direct(), moreDirect, grown);
        }
        return grown;
    }

    private static void compare(
            String what,
            Map<String, Integer> before,
            Map<String, Integer> now,
            Map<String, Integer> tolerated,
            List<String> grown) {
        now.forEach((kind, count) -> compare(
                what + ", " + kind, before.getOrDefault(kind, 0), count, tolerated.getOrDefault(kind, 0), grown));
    }

    private static void compare(String what, long before, long now, long tolerated, List<String> grown) {
        if (now - before > tolerated) {
            grown.add(what + ": " + before + " before, " + now + " now, which is " + (now - before) + " more; "
                    + tolerated + " more are tolerated");
        }
    }

    /** Figures in one line. */
    @Override
    public String toString() {
        return "descriptors " + descriptors + ", threads " + threads + ", heap " + (heap >> 10) + " KiB, direct "
                + (direct >> 10) + " KiB";
    }

    private static Map<String, Integer> descriptors() {
        Map<String, Integer> kinds = new TreeMap<>();
        if (!Files.isDirectory(DESCRIPTORS)) {
            return kinds;
        }
        List<Path> all;
        try (Stream<Path> links = Files.list(DESCRIPTORS)) {
            all = links.toList();
        } catch (IOException unreadable) {
            throw new IllegalStateException("descriptors cannot be listed", unreadable);
        }
        for (Path link : all) {
            try {
                String target = Files.readSymbolicLink(link).toString();
                if (!holdsClasses(target)) {
                    kinds.merge(kind(target), 1, Integer::sum);
                }
            } catch (IOException closed) {
                // The listing's own, or one that was closed since.
            }
        }
        return kinds;
    }

    /** Archives are opened when the first class of theirs is asked for, and stay open. */
    private static boolean holdsClasses(String target) {
        return target.endsWith(".jar") || target.endsWith("/lib/modules");
    }

    /** {@code socket} of {@code socket:[4711]}, {@code [eventpoll]} of {@code anon_inode:[eventpoll]}. */
    private static String kind(String target) {
        if (target.startsWith("/")) {
            return FILE;
        }
        int colon = target.indexOf(':');
        String name = colon < 0 ? target : target.substring(0, colon);
        return name.equals("anon_inode") ? target.substring(colon + 1) : name;
    }

    private static Map<String, Integer> threads() {
        Map<String, Integer> names = new TreeMap<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            String name = thread.getName();
            boolean ours = name.startsWith(OURS);
            names.merge(ours ? name.replaceAll("-\\d+$", "") : OTHER_THREADS, 1, Integer::sum);
        }
        return names;
    }
}
