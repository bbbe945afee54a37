package dev.parley.protocol;

/**
 * An agreement on how messages of a type become bytes, and bytes messages: the one extension point for wire formats.
 *
 * <p>A protocol is immutable and shared by all connections; what must be remembered between two reads of one connection
 * lives in its {@link Decoder}.
 *
 * <pre>{@code
 * final class Temperature implements Protocol<Double> {          // eight bytes, nothing else
 *     public Decoder<Double> newDecoder(Limits limits) {
 *         return in -> in.remaining() < 8 ? null : in.getDouble();
 *     }
 *     public void encode(Double degrees, ByteSink out) {
 *         out.writeLong(Double.doubleToLongBits(degrees));
 *     }
 * }
 * }</pre>
 *
 * @param <M> the message, in both directions; its instances must be safe to hand from thread to thread
 */
public interface Protocol<M> {

    /**
     * Returns a decoder for one new connection.
     *
     * @param limits what the decoder must hold its input to
     */
    Decoder<M> newDecoder(Limits limits);

    /**
     * Writes one message, whole, to {@code out}.
     *
     * <p>Called on the thread that sends, by several threads at once, and never under a lock. What it throws fails that
     * send alone: none of the bytes reach the connection.
     *
     * @throws MalformedMessageException when this protocol cannot carry the message
     */
    void encode(M message, ByteSink out) throws MalformedMessageException;

    /**
     * The JSON-header protocol: two bytes of header length, a JSON header, and content, as in {@link Message}.
     *
     * <p>What it writes is what CPython's {@code json.dumps(header, ensure_ascii=False)} writes; what it reads it
     * checks strictly.
     */
    static Protocol<Message> jsonHeader() {
        return JsonHeaderProtocol.INSTANCE;
    }

    /**
     * Messages of plain bytes, set apart by a framing. Arrays are copied when sent, and owned by the receiver. The
     * framing's maximum holds, whatever {@link Limits#maxContent()} says.
     *
     * @param framing where a message ends, and how long it may be
     */
    static Protocol<byte[]> bytes(Framing framing) {
        return new BytesProtocol(framing);
    }
}
