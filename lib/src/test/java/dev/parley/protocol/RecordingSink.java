package dev.parley.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** A sink that keeps what is written, and counts the buffers that were shared. */
final class RecordingSink implements ByteSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int shared;

    /** What {@code protocol} writes for {@code message}. */
    static <M> byte[] encode(Protocol<M> protocol, M message) throws MalformedMessageException {
        RecordingSink sink = new RecordingSink();
        protocol.encode(message, sink);
        return sink.bytes();
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    int shared() {
        return shared;
    }

    @Override
    public void writeByte(int value) {
        bytes.write(value);
    }

    @Override
    public void writeShort(int value) {
        bytes.writeBytes(
                ByteBuffer.allocate(Short.BYTES).putShort((short) value).array());
    }

    @Override
    public void writeInt(int value) {
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    @Override
    public void writeLong(long value) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        bytes.write(source, offset, length);
    }

    @Override
    public void writeShared(ByteBuffer source) {
        byte[] copy = new byte[source.remaining()];
        source.duplicate().get(copy);
        bytes.writeBytes(copy);
        shared++;
    }
}
