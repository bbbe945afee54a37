package dev.parley;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.net.FaultyCalls;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each call of a channel fails once, in each way it can, with real sockets below: of the listener, of connecting, of the
 * connections' both ends; and so does each call of the loop, the timer and the users' executor. Or client or server are
 * closed at that very moment. Every future completes, and nothing is left: no channel, buffer, timeout, lease.
 */
class FailingChannelTest {
    private static final Duration IMPATIENT = Duration.ofMillis(250);

    @ParameterizedTest
    @EnumSource
    void everyCallMayFailOnOneConnection(FaultyCalls.Way way) throws Exception {
        everyCall(ConnectionUse.PIPELINED, call -> new FaultyCalls(way, call));
    }

    @ParameterizedTest
    @EnumSource
    void everyCallMayFailOnAConnectionForEachRequest(FaultyCalls.Way way) throws Exception {
        everyCall(ConnectionUse.ONE_EXCHANGE, call -> new FaultyCalls(way, call));
    }

    @ParameterizedTest
    @EnumSource
    void bothMayBeClosedAtAnyMoment(ConnectionUse use) throws Exception {
        List<Consumer<OwnRoundTrip>> closes = List.of(
                trip -> trip.server.closeNow(),
                trip -> trip.server.closeAsync(),
                trip -> trip.client.closeNow(),
                trip -> trip.client.closeAsync());
        for (Consumer<OwnRoundTrip> close : closes) {
            OwnRoundTrip[] trip = new OwnRoundTrip[1];
            everyCall(trip, use, call -> FaultyCalls.doingAt(call, () -> ifThere(close, trip[0])));
        }
    }

    private static void ifThere(Consumer<OwnRoundTrip> close, OwnRoundTrip trip) {
        if (trip.server != null && trip.client != null) {
            close.accept(trip);
        }
    }

    private static void everyCall(ConnectionUse use, IntFunction<FaultyCalls> failing) throws Exception {
        everyCall(new OwnRoundTrip[1], use, failing);
    }

    private static void everyCall(OwnRoundTrip[] trip, ConnectionUse use, IntFunction<FaultyCalls> failing)
            throws Exception {
        for (boolean inPlace : new boolean[] {true, false}) {
            FaultyCalls none = FaultyCalls.doingAt(0, () -> {});
            new OwnRoundTrip(use, inPlace, RoundTrip.DEADLINE).run(none);
            assertTrue(none.count() > 10 * OwnRoundTrip.REQUESTS, "too few places to fail: " + none.count());
            try (Quiet quiet = new Quiet()) {
                for (int call = 1; call <= none.count(); call++) {
                    trip[0] = new OwnRoundTrip(use, inPlace, IMPATIENT);
                    trip[0].run(failing.apply(call));
                }
            }
        }
    }
}
