package dev.parley;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.net.SimulatedTimer;
import dev.parley.net.Timer;
import dev.parley.observe.Observer;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Limits;
import dev.parley.protocol.LimitsBuilder;
import dev.parley.protocol.MalformedMessageException;
import dev.parley.protocol.PeerTimeoutException;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A peer is late only with what this side still waits for; and what was once late is noticed, whatever the timer does. */
class WatchTest {
    private static final Duration FOR_EVER = ChronoUnit.FOREVER.getDuration();

    private final VirtualTime time = new VirtualTime();
    private final ScriptedLink link = new ScriptedLink();
    private final CompletableFuture<byte[]> answer = new CompletableFuture<>();
    private CloseReason reason;

    private Settings settings(LimitsBuilder limits) {
        Observer observer = new Observer() {
            @Override
            public void closed(SocketAddress remote, CloseReason why) {
                reason = why;
            }
        };
        return new Settings(limits.build(), new UserExecutor(Runnable::run, link.loop()), time.timer(), observer);
    }

    /** Serves by a handler that takes its time. */
    private ServerConnection<byte[]> serve(LimitsBuilder limits) {
        ServerConnection<byte[]> server = new ServerConnection<>(
                link,
                new Service<>(Frames.PROTOCOL, (request, peer) -> answer, null, ConnectionUse.PIPELINED),
                settings(limits),
                over -> {});
        server.start();
        return server;
    }

    /** A request that is being handled, and some bytes of the one behind it. */
    private void oneRequestAndAPart(int bytes) {
        byte[] two = Frames.of(Frames.number(1), Frames.number(2));
        link.arrive(Arrays.copyOf(two, 8 + bytes));
        link.runLoop();
        assertTrue(link.isReading());
    }

    /** The handler is done only after every deadline, and its answer leaves. */
    private void theAnswerStillLeaves() {
        time.pass(Duration.ofMinutes(2));
        link.runLoop();
        assertFalse(link.closed, "closed for " + reason);
        answer.complete(Frames.number(7));
        link.runLoop();
        assertArrayEquals(Frames.of(Frames.number(7)), link.written.toByteArray());
        assertEquals(1, link.shutdowns);
    }

    @Test
    void what_came_before_bad_input_is_answered_however_long_that_takes() {
        serve(Limits.builder());
        oneRequestAndAPart(0);
        link.arrive(new byte[] {-1});
        link.arrive(new byte[] {-1, -1, -1}); // a length above all limits
        theAnswerStillLeaves();
        link.completeShutdown();
        link.arriveEnd();
        assertInstanceOf(
                MalformedMessageException.class,
                assertInstanceOf(CloseReason.Failed.class, reason).cause());
    }

    @Test
    void what_came_before_a_message_that_was_cut_short_is_answered_however_long_that_takes() {
        serve(Limits.builder());
        oneRequestAndAPart(6);
        link.arriveEnd();
        theAnswerStillLeaves();
    }

    @Test
    void a_server_that_drains_waits_for_no_message_that_has_begun() {
        ServerConnection<byte[]> server = serve(Limits.builder());
        oneRequestAndAPart(5);
        server.drain();
        link.arrive(new byte[1]);
        assertFalse(link.isReading());
        theAnswerStillLeaves();
    }

    @Test
    void a_header_in_time_is_no_longer_awaited_where_messages_have_all_time() {
        serve(Limits.builder().messageTimeout(FOR_EVER).idleTimeout(FOR_EVER));
        byte[] frame = Frames.of(Frames.number(1));
        link.arrive(Arrays.copyOf(frame, 3));
        link.arrive(Arrays.copyOfRange(frame, 3, 8));
        time.pass(Duration.ofDays(1));
        link.runLoop();
        assertFalse(link.closed, "closed for " + reason);
    }

    @Test
    void a_header_that_drips_is_late_also_where_messages_have_all_time() {
        serve(Limits.builder().messageTimeout(FOR_EVER).headerTimeout(Duration.ofSeconds(10)));
        for (int i = 0; i < 3; i++) {
            assertFalse(link.closed);
            link.arrive(new byte[1]);
            time.pass(Duration.ofSeconds(4));
        }
        assertTrue(link.closed, "10 s after its first byte");
    }

    @Test
    void what_the_peer_sent_is_read_within_the_drain_time_whatever_a_failed_write_had_left() {
        link.takes = 0;
        LimitsBuilder limits =
                Limits.builder().writeTimeout(Duration.ofSeconds(2)).drainIdle(Duration.ofSeconds(5));
        var channel = ConnectedChannel.over(link, Frames.PROTOCOL, settings(limits), () -> {});
        var unused = channel.send(Frames.number(1));
        link.failWrite(new IOException("Broken pipe"));
        time.pass(Duration.ofSeconds(4));
        link.runLoop();
        assertFalse(link.closed, "4 s of 5 are over");
        var received = channel.receive();
        link.arrive(Frames.of(Frames.number(3)));
        link.runLoop();
        assertEquals(3, Frames.number(received.join().orElseThrow()));
    }

    @Test
    void a_ring_that_came_too_late_to_be_cancelled_does_not_take_the_next_one_with_it() {
        List<Runnable> rings = new ArrayList<>();
        long[] now = new long[1];
        Timer timer = SimulatedTimer.over(new SimulatedTimer.Clock() {
            @Override
            public Runnable schedule(long nanos, Runnable task) {
                rings.add(task);
                return () -> {}; // each is running already
            }

            @Override
            public long now() {
                return now[0];
            }
        });
        List<PeerTimeoutException> late = new ArrayList<>();
        Limits limits = Limits.builder().writeTimeout(Duration.ofNanos(10)).build();
        Watch watch = new Watch(timer, limits, Duration.ofNanos(100), link.remote(), new Watch.Owner() {
            @Override
            public boolean isQuiet() {
                return true;
            }

            @Override
            public void peerLate(PeerTimeoutException exception) {
                late.add(exception);
            }

            @Override
            public void drainOver() {}
        });
        watch.start(); // rings at 100
        now[0] = 50;
        watch.moved();
        watch.writing(); // rings at 60 instead
        watch.written();
        now[0] = 101;
        rings.get(1).run(); // finds nothing, and is set anew, to 150
        rings.get(0).run();
        now[0] = 150;
        rings.get(2).run();
        assertEquals(1, late.size());
    }

    @Test
    void whatCameWhileThisProcessStoodStillIsReadBeforeItCountsAsLate() {
        serve(Limits.builder().headerTimeout(Duration.ofSeconds(10)));
        link.arrive(new byte[] {0});
        time.standStill(Duration.ofMinutes(2));
        time.pass(Duration.ZERO);
        assertFalse(link.closed);
        link.arrive(new byte[] {0, 0, 4, 0, 0, 0, 1});
        time.pass(Duration.ofSeconds(5));
        assertFalse(link.closed);
    }

    @Test
    void aPeerThatIsLateAllTheSameHasOneMomentMore() {
        serve(Limits.builder().headerTimeout(Duration.ofSeconds(10)));
        link.arrive(new byte[] {0});
        time.standStill(Duration.ofMinutes(2));
        time.pass(Duration.ofMillis(999));
        assertFalse(link.closed);
        time.pass(Duration.ofMillis(1));
        assertTrue(link.closed);
    }

    @Test
    void aTimerThatIsAlwaysLateStillEndsWhatIsLate() {
        serve(Limits.builder().headerTimeout(Duration.ofSeconds(10)));
        link.arrive(new byte[] {0});
        time.standStill(Duration.ofMinutes(2));
        time.pass(Duration.ZERO);
        time.standStill(Duration.ofMinutes(2));
        time.pass(Duration.ZERO);
        assertTrue(link.closed);
    }
}
