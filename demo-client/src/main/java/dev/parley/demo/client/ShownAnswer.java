package dev.parley.demo.client;

import dev.parley.demo.server.PythonText;
import dev.parley.protocol.ContentException;
import dev.parley.protocol.MalformedMessageException;
import dev.parley.protocol.Message;
import dev.parley.protocol.Untrusted;
import java.util.Map;

/** An answer as one line, as the tutorials' client prints it; whole, and harmless to a terminal. */
final class ShownAnswer {
    private static final String JSON_TYPE = "text/json";

    /**
     * How many code points are escaped at a time, so that the result stays below {@link Untrusted#MAX_LENGTH}, where it
     * would be cut: one becomes two escapes of six characters at most.
     */
    private static final int PIECE = Untrusted.MAX_LENGTH / 12;

    private ShownAnswer() {}

    /**
     * The line.
     *
     * @throws MalformedMessageException when the answer says that it is JSON, and is no JSON object
     */
    static String of(Message answer) throws MalformedMessageException {
        if (!answer.contentType().equals(JSON_TYPE)) {
            return "got response: " + PythonBytes.repr(answer.asBytes());
        }
        Map<?, ?> content;
        try {
            content = answer.as(Map.class);
        } catch (ContentException e) {
            throw new MalformedMessageException("it is no JSON object", e);
        }
        return "got result: " + escape(PythonText.of(content.get("result")));
    }

    private static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int from = 0;
        while (from < text.length()) {
            int left = text.codePointCount(from, text.length());
            int to = text.offsetByCodePoints(from, Math.min(PIECE, left));
            out.append(Untrusted.escape(text.substring(from, to)));
            from = to;
        }
        return out.toString();
    }
}
