package dev.parley.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of the JSON-header protocol; it consumes what it is shown and remembers where it stands.
 *
 * <pre>
 *       ┌──────────────────── message ───────────────────────┐
 *       ▼                                                    │
 *     LENGTH ── 2 bytes = N ──▶ HEADER ── N bytes ──▶ CONTENT ── content-length bytes
 *       │ N = 0, N too large      │ a broken rule
 *       └────────────▶ failed ◀───┘                 (end of stream: in order in LENGTH before its first byte only)
 * </pre>
 *
 * <p>A decoder that failed stays failed, with the same exception.
 */
final class JsonHeaderDecoder implements Decoder<Message> {
    private static final int LENGTH_BYTES = 2;

    private enum State {
        LENGTH,
        HEADER,
        CONTENT
    }

    private final Limits limits;
    private final HeaderMemory memory;
    private final ByteCollector collector = new ByteCollector();

    private State state = State.LENGTH;
    private int lengthBytes;
    private int headerLength;
    private @Nullable ReceivedHeader header;
    private @Nullable MalformedMessageException failure;

    JsonHeaderDecoder(Limits limits) {
        this.limits = limits;
        this.memory = new HeaderMemory(limits.maxContent());
    }

    @Override
    public @Nullable Message decode(ByteBuffer in) throws MalformedMessageException {
        if (failure != null) {
            throw failure;
        }
        try {
            if (state == State.LENGTH && !takeLength(in)) {
                return null;
            }
            if (state == State.HEADER && !takeHeader(in)) {
                return null;
            }
            return takeContent(in);
        } catch (MalformedMessageException e) {
            fail(e);
            throw e;
        }
    }

    @Override
    public boolean inHeader() {
        return state != State.CONTENT;
    }

    @Override
    public void end() throws TruncatedMessageException {
        if (failure instanceof TruncatedMessageException truncated) {
            throw truncated;
        }
        if (failure == null && lengthBytes > 0) {
            int headerBytes = state == State.CONTENT ? headerLength : 0;
            TruncatedMessageException truncated =
                    new TruncatedMessageException(lengthBytes + headerBytes + (long) collector.received());
            fail(truncated);
            throw truncated;
        }
    }

    /** How many bytes are reserved for the message that is arriving. */
    int capacity() {
        return collector.capacity();
    }

    private boolean takeLength(ByteBuffer in) throws MalformedMessageException {
        while (lengthBytes < LENGTH_BYTES && in.hasRemaining()) {
            headerLength = (headerLength << 8) | (in.get() & 0xFF);
            lengthBytes++;
        }
        if (lengthBytes < LENGTH_BYTES) {
            return false;
        }
        if (headerLength == 0) {
            throw new MalformedMessageException("header of 0 bytes");
        }
        if (headerLength > limits.maxHeader()) {
            throw new MessageTooLargeException("header", headerLength, limits.maxHeader());
        }
        collector.expect(headerLength);
        state = State.HEADER;
        return true;
    }

    private boolean takeHeader(ByteBuffer in) throws MalformedMessageException {
        ReceivedHeader known = null;
        if (collector.received() == 0 && in.remaining() >= headerLength) {
            known = memory.recall(in, headerLength);
        }
        if (known != null) {
            in.position(in.position() + headerLength);
        } else if (collector.fill(in)) {
            known = recallOrParse(collector.take());
        } else {
            return false;
        }
        header = known;
        collector.expect(known.contentLength());
        state = State.CONTENT;
        return true;
    }

    private ReceivedHeader recallOrParse(byte[] bytes) throws MalformedMessageException {
        ReceivedHeader known = memory.recall(ByteBuffer.wrap(bytes), bytes.length);
        if (known == null) {
            known = HeaderParser.parse(bytes, limits);
            memory.remember(bytes, known);
        }
        return known;
    }

    private @Nullable Message takeContent(ByteBuffer in) {
        if (header == null || !collector.fill(in)) {
            return null;
        }
        Message message = new Message(header.kind(), header.headers(), collector.take(), limits.maxJsonDepth());
        state = State.LENGTH;
        lengthBytes = 0;
        headerLength = 0;
        header = null;
        return message;
    }

    private void fail(MalformedMessageException e) {
        failure = e;
        header = null;
        collector.clear();
    }
}
