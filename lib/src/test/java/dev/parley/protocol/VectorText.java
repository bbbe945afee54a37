package dev.parley.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the files of vectors are written: blocks of lines, and bytes as pieces such as {@code 00ff 'text' 300*5b}. */
public final class VectorText {
    private static final List<String> FILES = List.of("json-header.txt", "length-prefixed.txt");
    private static final Pattern PIECE = Pattern.compile("(?:(\\d+)\\*)?(?:'([ -&(-~]*)'|((?:[0-9a-f]{2})+))(?: +|$)");

    private VectorText() {}

    /** One line. */
    record Line(String name, String value) {
        static Line of(String line) {
            String[] parts = line.split(" +", 2);
            return new Line(parts[0], parts.length < 2 ? "" : parts[1]);
        }
    }

    /** All vectors there are. */
    public static List<Vector> all() {
        return FILES.stream().flatMap(file -> in(path(file)).stream()).toList();
    }

    /** The files and what is beside them. */
    static Path path(String file) {
        try {
            return Path.of(VectorText.class.getResource("/vectors/" + file).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The paths of all files of vectors. */
    static List<Path> paths() {
        return FILES.stream().map(VectorText::path).toList();
    }

    private static List<Vector> in(Path file) {
        List<Vector> vectors = new ArrayList<>();
        List<Line> block = new ArrayList<>();
        for (String line : lines(file)) {
            if (line.isEmpty() && !block.isEmpty()) {
                vectors.add(Vector.of(block));
                block.clear();
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                block.add(Line.of(line));
            }
        }
        return vectors;
    }

    private static List<String> lines(Path file) {
        try {
            List<String> lines = new ArrayList<>(Files.readAllLines(file, StandardCharsets.US_ASCII));
            lines.add("");
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of several pieces. */
    static byte[] bytes(String notation) {
        List<byte[]> parts = parts(notation);
        if (parts.size() != 1) {
            throw new IllegalArgumentException("several parts: " + notation);
        }
        return parts.get(0);
    }

    /** The bytes of each part; a bar stands between two parts. */
    static List<byte[]> parts(String notation) {
        List<byte[]> parts = new ArrayList<>();
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        Matcher piece = PIECE.matcher(notation);
        int at = 0;
        while (at < notation.length()) {
            if (notation.charAt(at) == '|') {
                parts.add(part.toByteArray());
                part.reset();
                at++;
            } else if (notation.charAt(at) == ' ') {
                at++;
            } else if (piece.find(at) && piece.start() == at) {
                write(piece, part);
                at = piece.end();
            } else {
                throw new IllegalArgumentException("no piece at " + at + " of " + notation);
            }
        }
        parts.add(part.toByteArray());
        return parts;
    }

    private static void write(Matcher piece, ByteArrayOutputStream out) {
        int times = piece.group(1) == null ? 1 : Integer.parseInt(piece.group(1));
        byte[] unit = piece.group(3) == null
                ? piece.group(2).getBytes(StandardCharsets.US_ASCII)
                : HexFormat.of().parseHex(piece.group(3));
        for (int i = 0; i < times; i++) {
            out.writeBytes(unit);
        }
    }
}
