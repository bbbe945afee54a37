package dev.parley.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.nio.charset.Charset;
import java.util.List;

/**
 * Bytes that are no message of the JSON-header protocol, and what must be said of them.
 *
 * @param name the row
 * @param bytes what comes in
 * @param type the exact exception
 * @param text what its message contains
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BadInput(String name, byte[] bytes, Class<? extends MalformedMessageException> type, String text) {
    private static final String LITTLE = "\"little\"";
    private static final String JSON = "\"text/json\"";
    private static final String UTF_8 = "\"utf-8\"";
    private static final String NOT_STRICT = "header is not strict JSON";
    private static final String NOT_WHOLE = "content-length is not a whole number of 0 or more";
    private static final String NO_CHARSET = "content-encoding of text names no charset that is allowed";

    static final List<BadInput> ALL = List.of(
            length("a string", "\"41\"", NOT_WHOLE),
            length("null", "null", NOT_WHOLE),
            length("a fraction", "41.0", NOT_WHOLE),
            length("1.5", "1.5", NOT_WHOLE),
            length("an exponent", "1e3", NOT_WHOLE),
            length("a capital exponent", "1E3", NOT_WHOLE),
            length("true", "true", NOT_WHOLE),
            length("an array", "[41]", NOT_WHOLE),
            length("an object", "{\"a\": 41}", NOT_WHOLE),
            length("negative", "-1", NOT_WHOLE),
            length("negative zero", "-0", NOT_WHOLE),
            length("an exponent beyond all bounds", "1e999999999999", NOT_WHOLE),
            length("NaN", "NaN", NOT_STRICT),
            length("Infinity", "Infinity", NOT_STRICT),
            length("hexadecimal", "0x29", NOT_STRICT),
            length("a plus", "+41", NOT_STRICT),
            length("a leading zero", "041", NOT_STRICT),
            length("nothing", "", NOT_STRICT),
            tooLarge("one above the limit", "1048577", "content of 1048577 bytes, the limit is 1048576"),
            tooLarge("2^31", "2147483648", "content of 2147483648 bytes, the limit is 1048576"),
            tooLarge("2^32 + 41", "4294967337", "content of 4294967337 bytes"),
            tooLarge("2^64 + 41", "18446744073709551657", "the limit is 1048576"),
            tooLarge("a number of 5,000 digits", "9".repeat(5_000), "the limit is 1048576"),
            bad("JSON of length 0", Wire.header(LITTLE, JSON, UTF_8, "0", ""), "content-length is 0"),
            raw("header length 0", new byte[] {0, 0, '{', '}'}, "header of 0 bytes"),
            new BadInput(
                    "header length above the limit",
                    new byte[] {0x40, 1},
                    MessageTooLargeException.class,
                    "header of 16385 bytes, the limit is 16384"),
            new BadInput(
                    "header length 65535",
                    new byte[] {-1, -1},
                    MessageTooLargeException.class,
                    "header of 65535 bytes, the limit is 16384"),
            bad("an array", "[" + Wire.header(LITTLE, JSON, UTF_8, "41", "") + "]", "header is not a JSON object"),
            bad("a string", "\"byteorder\"", "header is not a JSON object"),
            bad("a number", "41", "header is not a JSON object"),
            bad("null", "null", "header is not a JSON object"),
            bad("white space only", "   ", "header is not a JSON object"),
            bad("not JSON", "byteorder=little", NOT_STRICT),
            bad("HTTP", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", NOT_STRICT),
            bad("cut short", "{\"byteorder\": \"little\"", NOT_STRICT),
            bad("a trailing comma", Wire.header(LITTLE, JSON, UTF_8, "41", ","), NOT_STRICT),
            bad("a comment", Wire.header(LITTLE, JSON, UTF_8, "41", " /* */"), NOT_STRICT),
            bad("single quotes", "{'byteorder': 'little'}", NOT_STRICT),
            bad("a control character", Wire.header("\"lit\ttle\"", JSON, UTF_8, "41", ""), NOT_STRICT),
            bad("an unknown escape", Wire.header("\"l\\ittle\"", JSON, UTF_8, "41", ""), NOT_STRICT),
            bad("text behind the object", good() + " x", NOT_STRICT),
            bad("a second object", good() + good(), "header has something behind its JSON object"),
            bad("a NUL behind the object", good() + "\0", NOT_STRICT),
            duplicate("byteorder", LITTLE),
            duplicate("content-length", "41"),
            duplicate("content-type", JSON),
            duplicate("content-encoding", UTF_8),
            bad("a further key twice", Wire.header(LITTLE, JSON, UTF_8, "41", ", \"a\": 1, \"a\": 1"), NOT_STRICT),
            bad(
                    "a key twice, escaped",
                    Wire.header(LITTLE, JSON, UTF_8, "41", ", \"a\": 1, \"\\u0061\": 1"),
                    NOT_STRICT),
            bad("a nested key twice", further("{\"a\": 1, \"a\": 2}"), NOT_STRICT),
            bytes("bad UTF-8", Wire.concat(Wire.utf8("{\"a"), new byte[] {(byte) 0xC3}, Wire.utf8("\": 1}"))),
            bytes("overlong UTF-8", good().replace("/", "\u00C0\u00AF").getBytes(ISO_8859_1)),
            bytes(
                    "a surrogate in UTF-8",
                    good().replace("j", "\u00ED\u00A0\u0080").getBytes(ISO_8859_1)),
            bytes(
                    "above U+10FFFF",
                    good().replace("j", "\u00F4\u0090\u0080\u0080").getBytes(ISO_8859_1)),
            bytes("Latin-1", good().replace("j", "\u00E9").getBytes(ISO_8859_1)),
            bad("a byte order mark", "\uFEFF" + good(), "header begins with a byte order mark"),
            header("UTF-16LE", good().getBytes(UTF_16LE), NOT_STRICT),
            header("UTF-16BE", good().getBytes(UTF_16BE), NOT_STRICT),
            header("UTF-32LE", good().getBytes(Charset.forName("UTF-32LE")), NOT_STRICT),
            header("UTF-32BE", good().getBytes(Charset.forName("UTF-32BE")), NOT_STRICT),
            bytes("UTF-16 with a byte order mark", ("\uFEFF" + good()).getBytes(UTF_16LE)),
            bad("33 deep", further("[".repeat(32) + "]".repeat(32)), "header nested deeper than 32"),
            bad("5,000 deep", further("[".repeat(5_000) + "]".repeat(5_000)), "header nested deeper than 32"),
            bad("5,000 objects deep", "{\"a\":".repeat(3_000), "header nested deeper than 32"),
            bad("empty object", "{}", "missing required header \"byteorder\""),
            bad("no byteorder", missing("byteorder"), "missing required header \"byteorder\""),
            bad("no content-length", missing("content-length"), "missing required header \"content-length\""),
            bad("no content-type", missing("content-type"), "missing required header \"content-type\""),
            bad("no content-encoding", missing("content-encoding"), "missing required header \"content-encoding\""),
            bad("another letter case", good().replace("byteorder", "ByteOrder"), "\"byteorder\""),
            bad("unknown byteorder", Wire.header("\"middle\"", JSON, UTF_8, "41", ""), "byteorder is neither"),
            bad("byteorder null", Wire.header("null", JSON, UTF_8, "41", ""), "byteorder is neither"),
            bad("byteorder a number", Wire.header("1", JSON, UTF_8, "41", ""), "byteorder is neither"),
            bad("type null", Wire.header(LITTLE, "null", UTF_8, "41", ""), "content-type is not a string"),
            bad("type a number", Wire.header(LITTLE, "5", UTF_8, "41", ""), "content-type is not a string"),
            bad("type empty", Wire.header(LITTLE, "\"\"", UTF_8, "41", ""), "content-type is empty"),
            bad("encoding null", Wire.header(LITTLE, JSON, "null", "41", ""), "content-encoding is not a string"),
            bad("encoding an array", Wire.header(LITTLE, JSON, "[]", "41", ""), "content-encoding is not a string"),
            bad("unknown charset", Wire.header(LITTLE, JSON, "\"utf-9\"", "41", ""), NO_CHARSET),
            bad("empty charset", Wire.header(LITTLE, JSON, "\"\"", "41", ""), NO_CHARSET),
            bad("a codec of Python's", Wire.header(LITTLE, JSON, "\"rot13\"", "41", ""), NO_CHARSET),
            bad("a charset of Java's", Wire.header(LITTLE, JSON, "\"x-JISAutoDetect\"", "41", ""), NO_CHARSET),
            bad("UTF-7", Wire.header(LITTLE, "\"text/plain\"", "\"utf-7\"", "41", ""), NO_CHARSET),
            bad("binary as a charset", Wire.header(LITTLE, "\"text/plain\"", "\"binary\"", "41", ""), NO_CHARSET),
            bad("half a character as type", Wire.header(LITTLE, "\"\\ud83d\"", UTF_8, "41", ""), "unpaired surrogate"),
            bad("half a character as value", further("[{\"a\": \"\\udc30\"}]"), "unpaired surrogate"),
            bad("half a character as name", Wire.header(LITTLE, JSON, UTF_8, "41", ", \"\\ud83d\": 1"), NOT_STRICT));

    /** A header with nothing wrong. */
    static String good() {
        return Wire.header(LITTLE, JSON, UTF_8, "41", "");
    }

    private static String further(String value) {
        return Wire.header(LITTLE, JSON, UTF_8, "41", ", \"further\": " + value);
    }

    private static String missing(String key) {
        return good().replace("\"" + key + "\"", "\"other\"");
    }

    private static BadInput duplicate(String key, String value) {
        String header = Wire.header(LITTLE, JSON, UTF_8, "41", ", \"" + key + "\": " + value);
        return bad(key + " twice", header, NOT_STRICT);
    }

    private static BadInput length(String name, String length, String text) {
        return bad("content-length " + name, Wire.header(LITTLE, JSON, UTF_8, length, ""), text);
    }

    private static BadInput tooLarge(String name, String length, String text) {
        byte[] bytes = Wire.message(Wire.header(LITTLE, JSON, UTF_8, length, ""), "{}");
        return new BadInput("content-length " + name, bytes, MessageTooLargeException.class, text);
    }

    private static BadInput bad(String name, String header, String text) {
        return header(name, Wire.utf8(header), text);
    }

    private static BadInput bytes(String name, byte[] header) {
        return header(name, header, "header is not UTF-8");
    }

    private static BadInput header(String name, byte[] header, String text) {
        return raw(name, Wire.message(header, new byte[41]), text);
    }

    private static BadInput raw(String name, byte[] bytes, String text) {
        return new BadInput(name, bytes, MalformedMessageException.class, text);
    }

    @Override
    public String toString() {
        return name;
    }
}
