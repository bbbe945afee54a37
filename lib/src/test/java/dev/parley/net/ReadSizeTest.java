package dev.parley.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.protocol.Seeded;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadSizeTest {
    private final ReadSize size = new ReadSize();

    /** The buffers that a burst of so many bytes is read into, the one that then waits last. */
    private List<Integer> burst(int bytes) {
        List<Integer> buffers = new ArrayList<>();
        int left = bytes;
        while (true) {
            int next = size.next();
            buffers.add(next);
            if (left == 0) {
                return buffers;
            }
            int count = Math.min(left, next);
            left -= count;
            size.came(count);
        }
    }

    @Test
    void smallMessagesAreReadIntoSlices() {
        for (int i = 0; i < 3; i++) {
            assertEquals(List.of(256, 256), burst(255));
        }
    }

    @Test
    void aBufferThatWasFilledIsFollowedByALargerOne() {
        assertEquals(List.of(256, 4096, 16384, 65536, 65536, 256), burst(256 + 4096 + 16384 + 65536 + 40_000));
    }

    @Test
    void aBurstGoesOnWhereTheLastOneCameTo() {
        burst(1 << 20);
        assertEquals(List.of(256, 65536, 256), burst(30_000));
    }

    @Test
    void theStepFallsWhereASmallerOneWouldHaveDone() {
        burst(1 << 20);
        burst(10_000);
        assertEquals(List.of(256, 16384, 256), burst(4_000));
        assertEquals(List.of(256, 4096, 256), burst(4_000));
    }

    @Test
    void messagesThatJustFillASliceWaitWithAPage() {
        burst(1 << 20);
        for (int i = 0; i < 10; i++) {
            burst(256);
        }
        assertEquals(List.of(256, 4096), burst(256));
        assertEquals(List.of(4096, 256), burst(256));
    }

    @Test
    void whatWaitsIsASmallFactorOfWhatCame() {
        Seeded seeded = new Seeded(20_261_121);
        for (int run = 0; run < 1_000; run++) {
            ReadSize random = new ReadSize();
            long came = 0;
            for (int read = 0; read < 50; read++) {
                assertTrue(random.next() <= Math.max(256, 16 * came), seeded::toString);
                int count = seeded.below(3) == 0 ? random.next() : 1 + seeded.below(random.next());
                random.came(count);
                came += count;
            }
        }
    }
}
