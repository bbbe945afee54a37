package dev.parley.demo.server;

import dev.parley.protocol.Limits;
import dev.parley.protocol.MalformedMessageException;
import dev.parley.protocol.Message;
import dev.parley.protocol.Protocol;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Messages as bytes, put together by hand. */
final class Wire {
    private Wire() {}

    static byte[] json(String content) {
        return message("text/json", "utf-8", content.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] message(String type, String encoding, byte[] content) {
        byte[] header = ("{\"byteorder\": \"little\", \"content-type\": \"" + type + "\", \"content-encoding\": \""
                        + encoding + "\", \"content-length\": " + content.length + "}")
                .getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(header.length >> 8);
        out.write(header.length);
        out.writeBytes(header);
        out.writeBytes(content);
        return out.toByteArray();
    }

    /** The message that these bytes are. */
    static Message decode(byte[] bytes) {
        try {
            Message message =
                    Protocol.jsonHeader().newDecoder(Limits.defaults()).decode(ByteBuffer.wrap(bytes));
            if (message == null) {
                throw new AssertionError("unfinished");
            }
            return message;
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }
}
