package dev.parley.soak;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;

/**
 * Requests and answers that tell whether they are whole, and belong together.
 *
 * <pre>
 *     request   id (8) │ answer's filling (4) │ delay in ms (4) │ CRC of the rest (4) │ filling
 *     answer    id (8) │ CRC of the request (4) │ filling, made of the id
 * </pre>
 */
final class Payload {
    private static final int CRC_AT = Long.BYTES + 2 * Integer.BYTES;
    private static final int REQUEST_HEAD = CRC_AT + Integer.BYTES;
    private static final int ANSWER_HEAD = Long.BYTES + Integer.BYTES;
    private static final int MOST = 200_000;

    private Payload() {}

    /** A size, mostly small, seldom large. */
    static int size(Random random) {
        return switch (random.nextInt(20)) {
            case 0 -> random.nextInt(MOST);
            case 1, 2, 3 -> random.nextInt(8 << 10);
            default -> random.nextInt(300);
        };
    }

    static byte[] request(Random random, long id, int filling, int answerFilling, int delayMillis) {
        byte[] request = new byte[REQUEST_HEAD + filling];
        random.nextBytes(request);
        ByteBuffer.wrap(request).putLong(id).putInt(answerFilling).putInt(delayMillis);
        ByteBuffer.wrap(request).putInt(CRC_AT, crc(request, REQUEST_HEAD));
        return request;
    }

    /** One whose sizes and delay are random. */
    static byte[] request(Random random, long id) {
        int delay = random.nextInt(4) == 0 ? random.nextInt(30) : 0;
        return request(random, id, size(random), size(random), delay);
    }

    static boolean isWhole(byte[] request) {
        return request.length >= REQUEST_HEAD && ByteBuffer.wrap(request).getInt(CRC_AT) == crc(request, REQUEST_HEAD);
    }

    static int delayMillis(byte[] request) {
        return ByteBuffer.wrap(request).getInt(Long.BYTES + Integer.BYTES);
    }

    /** What is answered to a whole request. */
    static byte[] answer(byte[] request) {
        ByteBuffer head = ByteBuffer.wrap(request);
        long id = head.getLong();
        byte[] answer = new byte[ANSWER_HEAD + head.getInt()];
        new Random(id).nextBytes(answer);
        ByteBuffer.wrap(answer).putLong(id).putInt(crc(request, 0));
        return answer;
    }

    /** Throws unless this is the answer to that. */
    static void check(byte[] answer, byte[] request) {
        if (!Arrays.equals(answer, answer(request))) {
            long id = ByteBuffer.wrap(request).getLong();
            throw new IllegalStateException("request " + id + " got a wrong answer, of " + answer.length + " bytes");
        }
    }

    private static int crc(byte[] bytes, int from) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, bytes.length - from);
        return (int) crc.getValue();
    }
}
