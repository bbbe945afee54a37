package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.protocol.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The papers: their code compiles and does what they say, their links lead somewhere, their defaults are those. */
class ReadmeTest {
    private static final Path PROJECT =
            Sources.MODULE.toAbsolutePath().normalize().getParent();
    private static final Path README = PROJECT.resolve("README.md");
    private static final Path LIMITS = PROJECT.resolve("docs/limits.md");

    private static final Pattern LINK = Pattern.compile("]\\(([^):#]+)[^):]*\\)");
    private static final Pattern LIMIT = Pattern.compile("(?m)^\\| `(\\w+)` \\| (\\w+) \\|");

    /** What a piece of code that is no whole class may take for granted. */
    private static final String AROUND = """
            import dev.parley.*;
            import dev.parley.protocol.*;
            import java.time.Duration;
            class Piece%d {
                void run(MessageClient<Message> client, Message request) {
            %s
                }
            }
            """;

    @TempDir
    Path dir;

    @Test
    void theCodeCompilesAndTheExamplePrintsWhatIsSaid() throws Exception {
        List<String> blocks = new ArrayList<>(blocks(README, "java"));
        blocks.addAll(blocks(LIMITS, "java"));
        List<Path> files = new ArrayList<>();
        String example = "";
        for (String block : blocks) {
            boolean whole = block.contains("public class ");
            String name = whole ? block.replaceAll("(?s).*public class (\\w+).*", "$1") : "Piece" + files.size();
            example = whole ? name : example;
            String source = whole ? block : AROUND.formatted(files.size(), block);
            files.add(Files.writeString(dir.resolve(name + ".java"), source));
        }
        assertEquals("", compile(files));

        assertEquals(blocks(README, "text").get(0), run(example));
    }

    private String compile(List<Path> files) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of(
                    "--release",
                    "17",
                    "-proc:none",
                    "-d",
                    dir.toString(),
                    "-cp",
                    System.getProperty("java.class.path"));
            compiler.getTask(said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
        }
        return said.toString();
    }

    private String run(String className) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        try (URLClassLoader loader = new URLClassLoader(
                        new URL[] {dir.toUri().toURL()}, getClass().getClassLoader());
                PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            loader.loadClass(className).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** The blocks of code in that language, in order. */
    private static List<String> blocks(Path paper, String language) throws IOException {
        Pattern block = Pattern.compile("(?s)\n```" + language + "\n(.*?)```\n");
        return block.matcher(Files.readString(paper))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void theLimitsAreTheDefaults() throws Exception {
        Map<String, String> told = new TreeMap<>();
        for (MatchResult row : LIMIT.matcher(Files.readString(LIMITS)).results().toList()) {
            told.put(row.group(1), row.group(2));
        }
        Map<String, String> set = new TreeMap<>();
        for (Method method : Limits.class.getMethods()) {
            if (method.getDeclaringClass() == Limits.class
                    && method.getParameterCount() == 0
                    && !Modifier.isStatic(method.getModifiers())) {
                set.put(method.getName(), method.invoke(Limits.defaults()).toString());
            }
        }

        assertEquals(set, told);
    }

    @Test
    void linksLeadToFiles() throws IOException {
        List<Path> papers = new ArrayList<>();
        try (Stream<Path> top = Files.list(PROJECT);
                Stream<Path> docs = Files.list(PROJECT.resolve("docs"))) {
            Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .forEach(papers::add);
        }
        List<String> broken = new ArrayList<>();
        for (Path paper : papers) {
            LINK.matcher(Files.readString(paper))
                    .results()
                    .map(found -> found.group(1))
                    .filter(link -> !Files.exists(paper.resolveSibling(link)))
                    .forEach(link -> broken.add(paper.getFileName() + ": " + link));
        }

        assertTrue(papers.size() >= 5, papers.toString());
        assertEquals(List.of(), broken);
    }
}
