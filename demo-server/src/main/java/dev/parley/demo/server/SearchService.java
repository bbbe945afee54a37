package dev.parley.demo.server;

import dev.parley.protocol.ContentException;
import dev.parley.protocol.MalformedMessageException;
import dev.parley.protocol.Message;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests as the tutorials' server does, byte for byte.
 *
 * <pre>
 *     text/json   {"action": "search", "value": V}   →  {"result": what is known of V, or: No match for "V".}
 *     text/json   {"action": A}                      →  {"result": Error: invalid action "A".}
 *     text/json   anything but an object             →  no answer
 *     all else    bytes                              →  First 10 bytes of request: and those, which may cut a character
 * </pre>
 */
public final class SearchService {
    /** The one type that is text; compared as it stands, as the Python server does. */
    static final String JSON_TYPE = "text/json";

    static final String BINARY_TYPE = "binary/custom-server-binary-type";

    private static final Map<String, String> ANSWERS = Map.of(
            "morpheus", "Follow the white rabbit. 🐰",
            "ring", "In the caves beneath the Misty Mountains. 💍",
            "🐶", "🐾 Playing ball! 🏐");

    private static final byte[] BINARY_PREFIX = "First 10 bytes of request: ".getBytes(StandardCharsets.US_ASCII);
    private static final int SHOWN_BYTES = 10;

    /**
     * Answers one request.
     *
     * @throws MalformedMessageException when it says that it is JSON, and is no JSON object
     */
    public Message answer(Message request) throws MalformedMessageException {
        return request.contentType().equals(JSON_TYPE)
                ? Message.json(Map.of("result", result(object(request))))
                : Message.binary(BINARY_TYPE, firstBytes(request.asBytes()));
    }

    private static Map<?, ?> object(Message request) throws MalformedMessageException {
        try {
            return request.as(Map.class);
        } catch (ContentException e) {
            throw new MalformedMessageException("the request is no JSON object", e);
        }
    }

    private static String result(Map<?, ?> request) {
        @Nullable Object action = request.get("action");
        if (!"search".equals(action)) {
            return "Error: invalid action \"" + PythonText.of(action) + "\".";
        }
        String value = PythonText.of(request.get("value"));
        String noMatch = "No match for \"" + value + "\".";
        return request.get("value") instanceof String ? ANSWERS.getOrDefault(value, noMatch) : noMatch;
    }

    private static byte[] firstBytes(byte[] request) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream(BINARY_PREFIX.length + SHOWN_BYTES);
        answer.writeBytes(BINARY_PREFIX);
        answer.write(request, 0, Math.min(SHOWN_BYTES, request.length));
        return answer.toByteArray();
    }
}
