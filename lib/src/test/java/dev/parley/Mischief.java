package dev.parley;

import java.io.IOException;

/** Users' code that throws: whatever can be thrown, in some simulations never, in others now and then. */
final class Mischief {
    private final Simulation simulation;
    private final int often;

    Mischief(Simulation simulation) {
        this.simulation = simulation;
        this.often = simulation.oneIn(2) ? 0 : 8 << simulation.below(4);
    }

    /** Whether users' code throws at all. */
    boolean isPlanned() {
        return often > 0;
    }

    /** Maybe throws; counts as nothing that anybody is told of. */
    void maybe() {
        if (often > 0 && simulation.oneIn(often)) {
            raise();
        }
    }

    void raise() {
        Happening.USER_CODE_THREW.count();
        Throwable thrown = switch (simulation.below(4)) {
            case 0 -> new IllegalStateException("by chance");
            case 1 -> new IOException("not declared");
            case 2 -> new StackOverflowError("by chance");
            default -> new AssertionError("by chance");
        };
        Mischief.<RuntimeException>sneak(thrown);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
