package dev.parley;

import java.lang.reflect.Field;

/** Looks at private numbers where they have to be back at zero, and nobody but a test would want to know. */
final class Inside {
    private Inside() {}

    /**
     * The number at the end of a path of fields.
     *
     * @param path such as {@code connection.outbound.queue.backlog.messages}
     */
    static long number(Object root, String path) {
        return ((Number) value(root, path)).longValue();
    }

    /** What is at the end of a path of fields. */
    static Object value(Object root, String path) {
        Object at = root;
        for (String name : path.split("\\.", -1)) {
            at = field(at, name);
        }
        return at;
    }

    private static Object field(Object of, String name) {
        try {
            Field field = of.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(of);
        } catch (ReflectiveOperationException gone) {
            throw new LinkageError(of.getClass() + " has no " + name, gone);
        }
    }
}
