package dev.parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CPython itself says what it writes; skipped where there is none, unless the environment variable CI is set. */
final class PythonTest {
    /** Reads a line of JSON, and answers with the bytes of a whole message of it, in hexadecimal. */
    private static final String PROGRAM = """
            import json, struct, sys
            def dumps(value):
                return json.dumps(value, ensure_ascii=False).encode("utf-8")
            for line in sys.stdin.buffer:
                content = dumps(json.loads(line.decode("utf-8")))
                header = dumps({"byteorder": "little", "content-type": "text/json",
                                "content-encoding": "utf-8", "content-length": len(content)})
                print((struct.pack(">H", len(header)) + header + content).hex())
            """;

    @TempDir
    private Path directory;

    @Test
    void python_writes_the_same_bytes() throws Exception {
        Seeded seeded = new Seeded(11);
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            messages.add(Message.json(seeded.json(4)));
        }

        List<String> written = python(messages);

        assertEquals(messages.size(), written.size());
        for (int i = 0; i < messages.size(); i++) {
            byte[] ours = RecordingSink.encode(Protocol.jsonHeader(), messages.get(i));
            assertEquals(written.get(i), java.util.HexFormat.of().formatHex(ours), seeded + " value " + i);
        }
    }

    private List<String> python(List<Message> messages) throws Exception {
        StringBuilder lines = new StringBuilder();
        messages.forEach(message -> lines.append(message.asText()).append('\n'));
        Path input = Files.writeString(directory.resolve("values"), lines);
        Path output = directory.resolve("messages");
        Process process = start(new ProcessBuilder("python3", "-c", PROGRAM)
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT));
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "python3 takes too long");
        assertEquals(0, process.exitValue());
        return Files.readAllLines(output, StandardCharsets.US_ASCII);
    }

    static Process start(ProcessBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (IOException missing) {
            assumeTrue(System.getenv("CI") != null, "no python3");
            throw missing;
        }
    }
}
