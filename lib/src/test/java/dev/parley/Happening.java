package dev.parley;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** What chance can bring about in a {@link Simulation}; counted, so that a kind that never comes is noticed. */
enum Happening {
    READ_IN_PLACE,
    READ_LATER,
    READ_SPLIT,
    WRITE_IN_PLACE,
    WRITE_LATER,
    WRITE_SPLIT,
    END_OF_STREAM,
    RESET,
    CALLBACK_NEVER,
    CALLBACK_AFTER_CLOSE,
    PEER_READS_NO_MORE,
    PEER_SENDS_NO_MORE,
    PEER_LATE,
    GARBAGE,
    CUT_OFF,
    MALFORMED,
    USER_CODE_THREW,
    EXECUTOR_REFUSED,
    EXECUTOR_FAILED_AFTER_RUNNING,
    EXECUTOR_LOST_TASKS,
    RAN_ELSEWHERE,
    TIME_PASSED,
    CONNECT_FAILED,
    CONNECTED_IN_PLACE,
    CONNECTED_LATER,
    CONNECTED_AFTER_CANCEL,
    CONNECT_NEVER;

    private static final Map<Happening, Integer> COUNTS = new EnumMap<>(Happening.class);

    void count() {
        COUNTS.merge(this, 1, Integer::sum);
    }

    static void forget() {
        COUNTS.clear();
    }

    /** Those that came fewer times than that. */
    static Set<Happening> rarerThan(int times) {
        Set<Happening> rare = EnumSet.allOf(Happening.class);
        rare.removeIf(happening -> COUNTS.getOrDefault(happening, 0) >= times);
        return rare;
    }
}
