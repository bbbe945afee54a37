package dev.parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.util.Optional;

/** A memory that has one header, and what it must hold to: it accepts nothing that the parser refuses. */
final class Recalls {
    private final HeaderMemory memory;
    private final Limits limits;

    private Recalls(HeaderMemory memory, Limits limits) {
        this.memory = memory;
        this.limits = limits;
    }

    /** The memory of a decoder that has just parsed {@code first}, if that is in order. */
    static Optional<Recalls> of(byte[] first, Limits limits) {
        try {
            HeaderMemory memory = new HeaderMemory(limits.maxContent());
            memory.remember(first.clone(), HeaderParser.parse(first, limits));
            return Optional.of(new Recalls(memory, limits));
        } catch (MalformedMessageException refused) {
            return Optional.empty();
        }
    }

    /**
     * That {@code header} is recalled as it would be parsed, or not at all.
     *
     * @return whether it was recalled
     */
    boolean assertLikeParsed(byte[] header) {
        if (header.length == 0) {
            return false;
        }
        // Amid other bytes, as it stands in what was read.
        ByteBuffer in = ByteBuffer.wrap(Wire.concat(Wire.utf8("1"), header, Wire.utf8("}1")));
        ReceivedHeader recalled = memory.recall(in.position(1), header.length);
        assertEquals(1, in.position(), "it stays unread");
        if (recalled == null) {
            return false;
        }
        try {
            assertEquals(HeaderParser.parse(header, limits), recalled);
        } catch (MalformedMessageException e) {
            fail("recalled, though refused by the parser", e);
        }
        return true;
    }
}
