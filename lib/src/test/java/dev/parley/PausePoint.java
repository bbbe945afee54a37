package dev.parley;

/**
 * Where another thread might come between: reached, in classes that a {@link Woven} world loaded, before each access to
 * what threads share. Under a monitor nothing comes between that needs it, so nothing is let happen there.
 *
 * <p>All in one world is done by one thread, so this needs no lock.
 */
public final class PausePoint {
    private static Runnable pause = () -> {};
    private static int monitors;

    private PausePoint() {}

    static void become(Runnable what) {
        pause = what;
        monitors = 0;
    }

    /** Something shared is about to be read, written or called. */
    public static void reached() {
        if (monitors == 0) {
            pause.run();
        }
    }

    /** A monitor was entered. */
    public static void entered() {
        monitors++;
    }

    /** A monitor is left. */
    public static void left() {
        monitors--;
    }
}
