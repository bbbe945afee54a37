package dev.parley;

import dev.parley.protocol.ByteSink;
import dev.parley.protocol.Decoder;
import dev.parley.protocol.Limits;
import dev.parley.protocol.Protocol;
import java.nio.ByteBuffer;

/** A protocol without framing, for tests of what is below it: large arrays are shared, as contents are. */
final class RawBytes implements Protocol<byte[]> {
    static final RawBytes PROTOCOL = new RawBytes();

    @Override
    public Decoder<byte[]> newDecoder(Limits limits) {
        return in -> {
            byte[] all = new byte[in.remaining()];
            in.get(all);
            return all;
        };
    }

    @Override
    public void encode(byte[] message, ByteSink out) {
        out.writeShared(ByteBuffer.wrap(message));
    }
}
