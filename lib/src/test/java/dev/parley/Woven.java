package dev.parley;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A second copy of the library and its tests, in which other threads may come between wherever that can matter: the
 * library's classes have {@link PausePoint}s, of which the library that is shipped knows nothing.
 */
final class Woven extends ClassLoader {
    private static final String OURS = "dev.parley.";
    private final Path main;
    private final Set<String> shared = new HashSet<>();

    Woven() {
        super(Woven.class.getClassLoader());
        try {
            main = Path.of(Connection.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            for (Path file : classes()) {
                PauseWeaver.collectShared(Files.readAllBytes(file), shared);
            }
        } catch (IOException | URISyntaxException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /** Whether this is that copy. */
    static boolean isHere() {
        return Woven.class.getClassLoader().getClass().getName().equals(Woven.class.getName());
    }

    private List<Path> classes() throws IOException {
        try (Stream<Path> files = Files.walk(main)) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            return name.startsWith(OURS) ? define(name) : super.loadClass(name, resolve);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        String file = name.replace('.', '/') + ".class";
        try (InputStream in = getParent().getResourceAsStream(file)) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            byte[] woven = Files.exists(main.resolve(file)) ? PauseWeaver.weave(bytes, shared) : bytes;
            return defineClass(name, woven, 0, woven.length);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
