package dev.parley;

import dev.parley.protocol.Delivery;
import dev.parley.protocol.ParleyException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The numbered messages of one direction: what was sent, what became of it, and what the other side saw. */
final class Ledger {
    private static final int MIN_FILLING = 3;
    private static final int MAX_FILLING = 60;
    private static final int MAX_NUMBER = 1 << 15;

    /** One message. Only one whose send had returned before another's began is to be seen before it. */
    private static final class Sent {
        private final int number;
        private final long began;
        private long returned = Long.MAX_VALUE;
        private CompletableFuture<?> future;
        private boolean abandoned;
        private int completions;
        private int stages;
        private Throwable failure;

        Sent(int number, long began) {
            this.number = number;
            this.began = began;
        }

        boolean isKnownNotSent() {
            return failure instanceof ParleyException known && known.delivery() == Delivery.NOT_SENT;
        }
    }

    private final Simulation simulation;
    private final String name;
    private final List<Sent> sent = new ArrayList<>();
    private final List<Integer> seen = new ArrayList<>();

    Ledger(Simulation simulation, String name) {
        this.simulation = simulation;
        this.name = name;
    }

    private void require(boolean condition, String what) {
        simulation.require(condition, name + ": " + what);
    }

    /** A message: its number, and a filling that tells whether it is whole. */
    byte[] message(int number) {
        byte[] bytes = new byte[Integer.BYTES + MIN_FILLING + simulation.below(MAX_FILLING)];
        ByteBuffer.wrap(bytes).putInt(number);
        for (int i = Integer.BYTES; i < bytes.length; i++) {
            bytes[i] = filling(number, i);
        }
        return bytes;
    }

    /** What is at that place in that message; never negative, as all garbage is. */
    private static byte filling(int number, int at) {
        return (byte) (((number + at) * 0x9E3779B1) >>> 25);
    }

    /** Whether it is as it was made. */
    static boolean isWhole(byte[] message) {
        if (message.length < Integer.BYTES + MIN_FILLING) {
            return false;
        }
        int number = Frames.number(message);
        for (int i = Integer.BYTES; i < message.length; i++) {
            if (message[i] != filling(number, i)) {
                return false;
            }
        }
        return number >= 0 && number < MAX_NUMBER;
    }

    int number(byte[] message) {
        int number = Frames.number(message);
        require(isWhole(message), "message " + number + " is damaged");
        return number;
    }

    <T> void send(Function<byte[], CompletableFuture<T>> send, BiConsumer<Integer, T> onResult) {
        Sent message = new Sent(sent.size(), simulation.stamp());
        sent.add(message);
        CompletableFuture<T> future = send.apply(message(message.number));
        message.returned = simulation.stamp();
        message.future = future;
        var unused = future.whenComplete((result, failure) -> {
            message.completions++;
            message.failure = failure;
            if (failure == null) {
                onResult.accept(message.number, result);
            }
            simulation.mischief.maybe();
        });
        var unusedToo = future.whenCompleteAsync((result, failure) -> message.stages++);
    }

    /** Gives one up, at whatever point it is. */
    void abandonOne() {
        if (!sent.isEmpty()) {
            Sent message = sent.get(simulation.below(sent.size()));
            if (message.future != null && !message.future.isDone()) {
                message.abandoned |= message.future.cancel(false);
            }
        }
    }

    /** The other side's user has this one; gives its number. */
    int saw(byte[] message) {
        int number = number(message);
        seen.add(number);
        return number;
    }

    boolean hasSeen(int number) {
        return seen.contains(number);
    }

    /** Nothing is outstanding, as long as nobody closed anything. */
    void checkAllDone() {
        sent.forEach(message -> require(message.completions == 1, "message " + message.number + " is stuck"));
    }

    /** Whoever waits has got all that was sent. */
    void checkAllSeen() {
        for (Sent message : sent) {
            boolean excused = message.abandoned || message.isKnownNotSent();
            require(excused || seen.contains(message.number), "message " + message.number + " did not arrive");
        }
    }

    /** What holds at the end, whatever happened. */
    void check(FrameLog wire) {
        long last = checkOrder();
        for (Sent message : sent) {
            boolean excused = message.abandoned || message.isKnownNotSent();
            require(
                    excused || message.returned >= last || seen.contains(message.number),
                    "message " + message.number + " was lost before one that was seen");
        }
        checkEach(wire);
    }

    /** What holds at the end where each message may have a connection of its own. */
    void checkEach(FrameLog wire) {
        require(new HashSet<>(seen).size() == seen.size(), "a message was seen twice");
        for (Sent message : sent) {
            String which = "message " + message.number;
            require(message.completions == 1, which + " completed " + message.completions + " times");
            require(message.stages == 1, which + " ran its stage " + message.stages + " times");
            if (message.isKnownNotSent()) {
                require(!wire.begun.contains(message.number), which + " was written, and said not to be");
                require(!seen.contains(message.number), which + " was seen, and said not to be sent");
            } else if (!message.abandoned) {
                require(
                        message.failure == null || message.failure instanceof ParleyException,
                        which + " failed with " + message.failure);
                require(message.failure != null || wire.whole.contains(message.number), which + " was not written");
            }
        }
    }

    /** Checks the order of what was seen; gives when the latest of it was begun to be sent. */
    private long checkOrder() {
        Set<Integer> before = new HashSet<>();
        long last = 0;
        for (int number : seen) {
            require(number < sent.size(), "message " + number + " was never sent");
            require(before.add(number), "message " + number + " was seen twice");
            Sent message = sent.get(number);
            require(message.returned >= last, "message " + number + " was seen too late: " + seen);
            last = Math.max(last, message.began);
        }
        return last;
    }
}
