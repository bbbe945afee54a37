package dev.parley.soak;

/** Sums of what {@link FaultClients} tell. */
final class Tally {
    private long right;
    private long failed;
    private long deeds;
    private long kills;

    /** Adds an answer: right answers, failed futures, deeds of plain sockets. */
    synchronized void add(String answer) {
        String[] figures = answer.split(" ", -1);
        right += Long.parseLong(figures[0]);
        failed += Long.parseLong(figures[1]);
        deeds += Long.parseLong(figures[2]);
    }

    synchronized void killed() {
        kills++;
    }

    synchronized long right() {
        return right;
    }

    synchronized long failed() {
        return failed;
    }

    synchronized long deeds() {
        return deeds;
    }

    synchronized long kills() {
        return kills;
    }

    @Override
    public synchronized String toString() {
        return right + " right answers, " + failed + " failed futures, " + deeds + " misbehaviours, " + kills
                + " processes killed";
    }
}
