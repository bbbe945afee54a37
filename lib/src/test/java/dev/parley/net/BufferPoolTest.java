package dev.parley.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BufferPoolTest {
    private final BufferPool pool = new BufferPool();

    @ParameterizedTest
    @CsvSource({
        "1, 256",
        "256, 256",
        "257, 4096",
        "4096, 4096",
        "4097, 16384",
        "16384, 16384",
        "16385, 65536",
        "65536, 65536",
        "9999999, 65536"
    })
    void aBufferIsTheSmallestThatHoldsWhatIsWanted(long wanted, int capacity) {
        ByteBuffer buffer = pool.take(wanted);
        assertEquals(capacity, buffer.capacity());
        assertEquals(capacity, buffer.remaining());
        assertTrue(buffer.isDirect());
    }

    @ParameterizedTest
    @CsvSource({"256", "4096", "16384", "65536"})
    void aBufferThatIsGivenBackIsTakenAgainCleared(int size) {
        ByteBuffer buffer = pool.take(size);
        buffer.position(7).limit(9);
        pool.give(buffer);
        ByteBuffer again = pool.take(size);
        assertSame(buffer, again);
        assertEquals(size, again.remaining());
        assertNotSame(again, pool.take(size));
    }

    @ParameterizedTest
    @CsvSource({"256", "4096"})
    void cutsOfOneSlabNeverOverlap(int size) {
        IdentityHashMap<ByteBuffer, Byte> taken = new IdentityHashMap<>();
        for (int i = 0; i < 3 * BufferPool.LARGE / size / 2; i++) {
            ByteBuffer cut = pool.take(size);
            cut.put(0, (byte) i).put(size - 1, (byte) i);
            taken.put(cut, (byte) i);
        }
        Set<Byte> seen = new HashSet<>();
        taken.forEach((cut, mark) -> {
            assertEquals(mark, cut.get(0));
            assertEquals(mark, cut.get(size - 1));
            seen.add(mark);
        });
        assertEquals(Math.min(256, taken.size()), seen.size());
    }

    @ParameterizedTest
    @CsvSource({"256", "4096", "16384", "65536"})
    void nothingIsKeptAfterTheEnd(int size) {
        ByteBuffer before = pool.take(size);
        ByteBuffer during = pool.take(size);
        pool.give(before);
        pool.close();
        pool.give(during);
        ByteBuffer after = pool.take(size);
        assertNotSame(before, after);
        assertNotSame(during, after);
    }
}
