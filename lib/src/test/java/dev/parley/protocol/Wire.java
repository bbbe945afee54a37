package dev.parley.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes of the JSON-header protocol, put together by hand. */
final class Wire {
    /** What a Python program sends for its first example; 103 bytes of header, 41 of content. */
    static final byte[] SEARCH = message(
            "{\"byteorder\": \"little\", \"content-type\": \"text/json\", \"content-encoding\": \"utf-8\", "
                    + "\"content-length\": 41}",
            "{\"action\": \"search\", \"value\": \"morpheus\"}");

    private Wire() {}

    /** Length, header and content. */
    static byte[] message(String header, String content) {
        return message(utf8(header), utf8(content));
    }

    /** Length, header and content. */
    static byte[] message(byte[] header, byte[] content) {
        return concat(new byte[] {(byte) (header.length >> 8), (byte) header.length}, header, content);
    }

    /** A header of JSON with these values for the four required keys, and further members behind them. */
    static String header(String byteOrder, String type, String encoding, String length, String further) {
        return "{\"byteorder\": " + byteOrder + ", \"content-type\": " + type + ", \"content-encoding\": " + encoding
                + ", \"content-length\": " + length + further + "}";
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** Bytes as they are read in a failure's message. */
    static String text(byte[] bytes) {
        return Untrusted.escape(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
