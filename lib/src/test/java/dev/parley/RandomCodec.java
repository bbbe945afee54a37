package dev.parley;

import dev.parley.protocol.ByteSink;
import dev.parley.protocol.Decoder;
import dev.parley.protocol.Limits;
import dev.parley.protocol.MalformedMessageException;
import dev.parley.protocol.Protocol;
import dev.parley.protocol.TruncatedMessageException;
import java.nio.ByteBuffer;

/** {@link Frames} of numbered messages: what is damaged is no message, and encoding and decoding may throw. */
final class RandomCodec implements Protocol<byte[]> {
    private final Simulation simulation;
    private final boolean decoderThrows;

    /** Whether what comes in may be damaged. */
    boolean mayFail;

    RandomCodec(Simulation simulation) {
        this.simulation = simulation;
        this.decoderThrows = simulation.mischief.isPlanned() && simulation.oneIn(8);
    }

    @Override
    public Decoder<byte[]> newDecoder(Limits limits) {
        Decoder<byte[]> frames = Frames.PROTOCOL.newDecoder(limits);
        return new Decoder<>() {
            @Override
            public byte[] decode(ByteBuffer in) throws MalformedMessageException {
                byte[] message = decoded(frames, in);
                if (message != null && decoderThrows && simulation.oneIn(20)) {
                    simulation.mischief.raise();
                }
                return message;
            }

            @Override
            public void end() throws TruncatedMessageException {
                frames.end();
            }
        };
    }

    private byte[] decoded(Decoder<byte[]> frames, ByteBuffer in) throws MalformedMessageException {
        try {
            byte[] message = frames.decode(in);
            if (message != null && !Ledger.isWhole(message)) {
                throw new MalformedMessageException("it is damaged");
            }
            return message;
        } catch (MalformedMessageException damaged) {
            Happening.MALFORMED.count();
            simulation.require(mayFail, "what arrived is damaged, though nobody did that");
            throw damaged;
        }
    }

    @Override
    public void encode(byte[] message, ByteSink out) throws MalformedMessageException {
        simulation.mischief.maybe();
        Frames.PROTOCOL.encode(message, out);
        simulation.mischief.maybe(); // with all of it in the sink
    }
}
