package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The exported API, held to src/test/resources/api.txt, so that every change to it shows in a review. */
class ApiTextTest {
    private static final Path TEXT = Sources.MODULE.resolve("src/test/resources/api.txt");
    private static final String WRITE = "parley.api.write";

    @Test
    void apiIsAsWrittenDown() throws Exception {
        String now = api();
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(TEXT, now);
        }
        List<String> difference =
                difference(Files.readString(TEXT).lines().toList(), now.lines().toList());

        if (!difference.isEmpty()) {
            fail("the API is not what " + TEXT
                    + " says; if that is wanted, run\n    mvn -pl lib test -Dtest=ApiTextTest" + " -D" + WRITE
                    + "=true\nand commit the file.\n" + String.join("\n", difference));
        }
    }

    @Test
    void differenceShowsEachLineOnce() {
        assertEquals(List.of("- b", "+ x", "+ y"), difference(List.of("a", "b", "c"), List.of("a", "x", "c", "y")));
        assertEquals(List.of(), difference(List.of("a"), List.of("a")));
    }

    private static String api() throws Exception {
        Path classes = classes();
        Set<String> exported = new TreeSet<>();
        try (InputStream descriptor = Files.newInputStream(classes.resolve("module-info.class"))) {
            ModuleDescriptor.read(descriptor).exports().stream()
                    .filter(exports -> !exports.isQualified())
                    .forEach(exports -> exported.add(exports.source()));
        }
        List<String> texts = new ArrayList<>();
        for (String packageName : exported) {
            texts.add("package " + packageName + "\n\n" + ApiText.of(types(classes, packageName)));
        }
        return String.join("\n", texts);
    }

    private static Path classes() throws URISyntaxException {
        return Path.of(MessageClient.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    /** The types at the top of a package. */
    private static Stream<Class<?>> types(Path classes, String packageName) throws IOException {
        List<Class<?>> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(classes.resolve(packageName.replace('.', '/')))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class") && !name.contains("$") && !name.equals("package-info.class")) {
                    found.add(load(packageName + "." + name.substring(0, name.length() - ".class".length())));
                }
            }
        }
        return found.stream();
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ApiTextTest.class.getClassLoader());
        } catch (ClassNotFoundException gone) {
            throw new IllegalStateException(gone);
        }
    }

    /** The lines to take out and to put in, in order, by their longest common subsequence. */
    private static List<String> difference(List<String> before, List<String> after) {
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<String> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                i++;
                j++;
            } else if (j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
                lines.add("- " + before.get(i++));
            } else {
                lines.add("+ " + after.get(j++));
            }
        }
        return lines;
    }
}
