package dev.parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Memory follows the bytes that came, whatever was announced. */
final class DecoderMemoryTest {
    private static final int DECODERS = 1_000;
    private static final long MOST_EACH = 16 << 10;

    @Test
    void announced_content_reserves_nothing() throws Exception {
        Limits limits = Limits.builder().maxContent(Integer.MAX_VALUE).build();
        String header = Wire.header("\"little\"", "\"a\"", "\"b\"", Integer.toString(Integer.MAX_VALUE), "");
        byte[] bytes = Wire.message(header, "0123456789");

        assertLittleHeld(() -> new JsonHeaderDecoder(limits), bytes);
        JsonHeaderDecoder decoder = new JsonHeaderDecoder(limits);
        assertNull(decoder.decode(ByteBuffer.wrap(bytes)));
        assertEquals(8 << 10, decoder.capacity());
    }

    @Test
    void an_announced_header_reserves_nothing() throws Exception {
        Limits limits = Limits.builder().maxHeader(0xFFFF).build();
        byte[] bytes = Wire.concat(new byte[] {-1, -1}, Wire.utf8("0123456789"));

        assertLittleHeld(() -> new JsonHeaderDecoder(limits), bytes);
    }

    @Test
    void an_announced_length_reserves_nothing() throws Exception {
        byte[] bytes = Wire.concat(new byte[] {0x7F, -1, -1, -1}, Wire.utf8("0123456789"));

        assertLittleHeld(() -> new LengthPrefixedDecoder(4, ByteOrder.BIG_ENDIAN, Integer.MAX_VALUE), bytes);
    }

    @Test
    void memory_is_at_most_twice_what_came_and_exact_at_the_end() throws Exception {
        int length = 1_000_003;
        LengthPrefixedDecoder decoder = new LengthPrefixedDecoder(4, ByteOrder.BIG_ENDIAN, length);
        assertNull(decoder.decode(ByteBuffer.allocate(4).putInt(length).flip()));
        assertEquals(0, decoder.capacity());

        byte[] message = null;
        for (int received = 0; received < length; received += 1_000) {
            assertTrue(decoder.capacity() <= Math.max(8 << 10, 2 * received));
            message = decoder.decode(ByteBuffer.allocate(Math.min(1_000, length - received)));
        }

        assertEquals(length, message.length);
        assertEquals(0, decoder.capacity());
    }

    private static void assertLittleHeld(Supplier<Decoder<?>> decoders, byte[] bytes) throws Exception {
        List<Decoder<?>> held = new ArrayList<>();
        long before = usedHeap();
        for (int i = 0; i < DECODERS; i++) {
            Decoder<?> decoder = decoders.get();
            assertNull(decoder.decode(ByteBuffer.wrap(bytes)));
            held.add(decoder);
        }
        long each = (usedHeap() - before) / held.size();
        assertTrue(each <= MOST_EACH, () -> each + " bytes each");
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
