package dev.parley.demo.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged jar, in a process of its own; skipped where the build has not said which jar. */
@EnabledIfSystemProperty(named = "demo.jar", matches = ".+")
class DemoClientJarIT {
    private static final long SECONDS = 30;

    @TempDir
    private Path folder;

    private File file(String name) {
        return folder.resolve(name).toFile();
    }

    private String text(String name) throws IOException {
        return Files.readString(file(name).toPath());
    }

    /** Runs the jar to its end, in that locale, and gives the exit code. */
    private int run(String locale, String... args) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("demo.jar"));
        builder.command().addAll(List.of(args));
        builder.environment().put("LC_ALL", locale);
        builder.directory(folder.toFile());
        builder.redirectOutput(file("stdout")).redirectError(file("stderr"));
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "still running");
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"C.UTF-8", "C"})
    @EnabledOnOs(OS.LINUX)
    void text_is_utf_8_in_every_locale(String locale) throws Exception {
        assertEquals(0, run(locale, "search", "🐶"));
        assertEquals("got result: 🐾 Playing ball! 🏐" + System.lineSeparator(), text("stdout"));
        assertEquals(0, run(locale, "binary", "😃"));
        assertEquals(
                "got response: b'First 10 bytes of request: binary\\xf0\\x9f\\x98\\x83'" + System.lineSeparator(),
                text("stdout"));
    }

    @Test
    void nothing_is_printed_that_is_not_its_own() throws Exception {
        assertEquals(0, run("C.UTF-8", "search", "ring"));
        assertEquals(1, text("stdout").lines().count());
        String said = text("stderr").strip();
        assertTrue(
                said.matches("no --server given: asking one started in this process, on 127\\.0\\.0\\.1:[0-9]+"), said);
    }

    @Test
    void a_failure_is_one_line_and_1() throws Exception {
        assertEquals(1, run("C.UTF-8", "search", "x", "--server", "nosuchhost.invalid:80"));
        assertEquals("", text("stdout"));
        assertEquals(
                "demo-client: unknown host nosuchhost.invalid; check the name in --server",
                text("stderr").strip());
    }

    @Test
    void wrong_usage_is_one_line_and_2() throws Exception {
        assertEquals(2, run("C.UTF-8", "search"));
        assertEquals(1, text("stderr").lines().count());
    }
}
