package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.ChannelMachine.Action;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.ParleyException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ChannelMachineTest {
    private enum Event {
        END_OUTPUT,
        CLOSE,
        OUTPUT_ENDED,
        INPUT_ENDED,
        OUTPUT_FAILED,
        FAILED,
        CLOSE_NOW;

        Action apply(ChannelMachine machine) {
            return switch (this) {
                case END_OUTPUT -> machine.endOutput();
                case CLOSE -> machine.close(new CloseReason.Local());
                case OUTPUT_ENDED -> machine.outputEnded();
                case INPUT_ENDED -> machine.inputEnded();
                case OUTPUT_FAILED -> machine.outputFailed(new ParleyException("fault"));
                case FAILED -> machine.failed(new ParleyException("fault"));
                case CLOSE_NOW -> machine.closeNow(new CloseReason.Local());
            };
        }
    }

    private static void forEveryOrder(int length, List<Event> prefix, Consumer<List<Event>> check) {
        check.accept(prefix);
        if (prefix.size() < length) {
            for (Event event : Event.values()) {
                List<Event> longer = new ArrayList<>(prefix);
                longer.add(event);
                forEveryOrder(length, longer, check);
            }
        }
    }

    @Test
    void inEveryOrderOfSixEventsItClosesOnceAndThenDoesNothing() {
        int[] orders = new int[1];
        forEveryOrder(6, List.of(), events -> {
            orders[0]++;
            ChannelMachine machine = new ChannelMachine();
            int closes = 0;
            int drains = 0;
            int finishes = 0;
            for (Event event : events) {
                Action action = event.apply(machine);
                if (closes > 0) {
                    assertEquals(Action.NONE, action, () -> "after the close: " + events);
                }
                closes += action == Action.CLOSE ? 1 : 0;
                drains += action == Action.DRAIN ? 1 : 0;
                finishes += action == Action.FINISH_OUTPUT ? 1 : 0;
                assertEquals(closes == 1, machine.isClosed(), () -> "closed exactly when told so: " + events);
            }
            assertTrue(closes <= 1 && drains <= 1 && finishes <= 1, () -> "each at most once: " + events);
            boolean wanted = events.contains(Event.FAILED) || events.contains(Event.CLOSE_NOW);
            if (wanted) {
                assertEquals(1, closes, () -> "these close at once: " + events);
            }
        });
        assertEquals(137_257, orders[0]);
    }

    @Test
    void inEveryOrderADrainEndsWhenBothDirectionsHaveEnded() {
        forEveryOrder(5, List.of(), events -> {
            if (events.contains(Event.FAILED)
                    || events.contains(Event.OUTPUT_FAILED)
                    || events.contains(Event.CLOSE_NOW)) {
                return;
            }
            ChannelMachine machine = new ChannelMachine();
            events.forEach(event -> event.apply(machine));
            boolean all = events.contains(Event.CLOSE)
                    && events.contains(Event.OUTPUT_ENDED)
                    && events.contains(Event.INPUT_ENDED);
            assertEquals(all, machine.isClosed(), events::toString);
        });
    }

    @Test
    void inEveryOrderTheFirstReasonStays() {
        forEveryOrder(5, List.of(), events -> {
            ChannelMachine machine = new ChannelMachine();
            CloseReason first = null;
            for (Event event : events) {
                boolean ends = event == Event.CLOSE
                        || event == Event.OUTPUT_FAILED
                        || event == Event.FAILED
                        || event == Event.CLOSE_NOW;
                boolean open = !machine.isClosed() && first == null;
                event.apply(machine);
                if (ends && open) {
                    first = machine.reason();
                }
                if (first != null) {
                    assertEquals(first, machine.reason(), events::toString);
                }
            }
        });
    }

    @Test
    void whatCameBeforeIsStillReadWhenNothingMoreCanBeSent() {
        ChannelMachine machine = new ChannelMachine();
        assertEquals(Action.STOP_OUTPUT, machine.outputFailed(new ParleyException("broken pipe")));
        assertFalse(machine.acceptsOutput());
        assertEquals(Action.CLOSE, machine.inputEnded());
        assertEquals("broken pipe", machine.reason().toString());
    }

    @Test
    void withItsOutputFailedNothingIsLeftThatACloseCouldWaitFor() {
        ChannelMachine machine = new ChannelMachine();
        machine.outputFailed(new ParleyException("broken pipe"));
        assertEquals(Action.CLOSE, machine.close(new CloseReason.Local()));
        assertEquals("broken pipe", machine.reason().toString());
    }

    @Test
    void thePeersEndAloneClosesNothing() {
        ChannelMachine machine = new ChannelMachine();
        assertEquals(Action.NONE, machine.inputEnded());
        assertTrue(machine.acceptsOutput());
        assertFalse(machine.isClosed());
    }

    @Test
    void aLocalCloseAfterThePeersEndIsPutDownToThePeer() {
        ChannelMachine machine = new ChannelMachine();
        machine.inputEnded();
        assertEquals(Action.DRAIN, machine.close(new CloseReason.Local()));
        assertEquals(Action.CLOSE, machine.outputEnded());
        assertInstanceOf(CloseReason.PeerEnded.class, machine.reason());
    }

    @Test
    void nothingIsTakenOnOnceTheOutputIsEnding() {
        ChannelMachine machine = new ChannelMachine();
        assertEquals(Action.FINISH_OUTPUT, machine.endOutput());
        assertFalse(machine.acceptsOutput());
        assertEquals(Action.NONE, machine.endOutput());
        assertEquals(Action.DRAIN, machine.close(new CloseReason.Local()));
    }
}
