package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise 6: stack use is constant, however many messages are there to be taken. */
class ConstantStackTest {
    @ParameterizedTest
    @ValueSource(strings = {"direct", "default"})
    void aMillionBufferedMessagesGoThroughANaiveReceiveLoopOnASmallStack(String executor) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xss256k",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NaiveLoop.class.getName(),
                        executor)
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(90, TimeUnit.SECONDS));
            assertEquals("received 1000000", output.strip());
            assertEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }
}
