package dev.parley.protocol;

import java.util.Objects;

/** Plain bytes, set apart by a framing; {@link Protocol#bytes} says it all. */
final class BytesProtocol implements Protocol<byte[]> {
    private final Framing framing;

    BytesProtocol(Framing framing) {
        this.framing = Objects.requireNonNull(framing, "framing");
    }

    @Override
    public Decoder<byte[]> newDecoder(Limits limits) {
        Objects.requireNonNull(limits, "limits");
        return framing.newDecoder();
    }

    @Override
    public void encode(byte[] message, ByteSink out) throws MalformedMessageException {
        framing.encode(message, out);
    }
}
