package dev.parley.net;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/**
 * An asynchronous pipe of bytes, in both directions.
 *
 * <p>Each call is answered by exactly one callback, unless the link is closed first: then a callback may never come, and
 * whoever closes must not wait for one. A callback may come inside the call itself. Nothing here throws; what goes wrong
 * is reported to the callback.
 *
 * <pre>
 *     read ──► ReadHandler.read(bytes) │ readEnded │ readFailed        one at a time
 *     write ─► WriteHandler.written(n) │ writeFailed                   one at a time, shutdownOutput included
 * </pre>
 */
public interface Link {

    /** Asks for the next bytes. The link supplies the buffer, so that an idle link holds little or none. */
    void read(ReadHandler handler);

    /**
     * Hands bytes over, as many as there is room for.
     *
     * @param source at least one byte, best in a direct buffer; untouched by the caller until the callback, by which its
     *     position has moved past what was taken
     */
    void write(ByteBuffer source, WriteHandler handler);

    /** Ends this side's stream once all is written; answers {@code written(0)}. Only while no write is under way. */
    void shutdownOutput(WriteHandler handler);

    /** Closes both directions at once and frees what the link holds. Idempotent. */
    void close();

    /**
     * A cleared buffer to fill for {@link #write}, of the kind that this link writes best.
     *
     * @param wanted how many bytes there are to write, at least one; the buffer may hold fewer
     */
    ByteBuffer takeBuffer(long wanted);

    /** Takes such a buffer back. Not while a write of it is under way. */
    void giveBuffer(ByteBuffer buffer);

    /** Runs tasks on the thread that this link's callbacks come on. */
    Executor loop();

    /** The other end. */
    SocketAddress remote();

    /** This end. */
    SocketAddress local();

    /** What a read leads to. */
    interface ReadHandler {
        /**
         * Bytes came.
         *
         * @param bytes at least one, big-endian, valid during this call only
         */
        void read(ByteBuffer bytes);

        /** The peer ended its stream: no more bytes will come. */
        void readEnded();

        /** Reading failed; no more bytes will come. */
        void readFailed(Throwable cause);
    }

    /** What a write leads to. */
    interface WriteHandler {
        /** The system took {@code count} bytes, maybe not all. */
        void written(int count);

        /** Writing failed; how much was taken is unknown. */
        void writeFailed(Throwable cause);
    }
}
