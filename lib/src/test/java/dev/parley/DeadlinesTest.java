package dev.parley;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.observe.Observer;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Limits;
import dev.parley.protocol.Message;
import dev.parley.protocol.PeerTimeoutException;
import dev.parley.protocol.PeerTimeoutException.Kind;
import dev.parley.protocol.Protocol;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** A peer that is late loses its connection, to the nanosecond; one that is in time does not. */
class DeadlinesTest {
    private static final Duration NANO = Duration.ofNanos(1);

    private static final Limits LIMITS = Limits.builder()
            .headerTimeout(Duration.ofSeconds(10))
            .messageTimeout(Duration.ofMinutes(1))
            .writeTimeout(Duration.ofSeconds(30))
            .idleTimeout(Duration.ofMinutes(10))
            .drainIdle(Duration.ofSeconds(5))
            .drainTotal(Duration.ofSeconds(40))
            .build();

    private final VirtualTime time = new VirtualTime();
    private final ScriptedLink link = new ScriptedLink();
    private CloseReason reason;

    private Settings settings(Executor user) {
        Observer observer = new Observer() {
            @Override
            public void closed(SocketAddress remote, CloseReason why) {
                reason = why;
            }
        };
        return new Settings(LIMITS, new UserExecutor(user, link.loop()), time.timer(), observer);
    }

    private <M> ServerConnection<M> serve(Protocol<M> protocol, AsyncRequestHandler<M> handler, Executor user) {
        ServerConnection<M> server = new ServerConnection<>(
                link, new Service<>(protocol, handler, null, ConnectionUse.PIPELINED), settings(user), over -> {});
        server.start();
        return server;
    }

    private void echo() {
        serve(Frames.PROTOCOL, (request, peer) -> CompletableFuture.completedFuture(request), Runnable::run);
    }

    /** It ends exactly that much later, for that reason, and leaves no timeout behind. */
    private void endsAfter(Duration wait, Kind kind) {
        time.pass(wait.minus(NANO));
        assertNull(reason, "too early");
        time.pass(NANO);
        link.runLoop();
        if (kind == Kind.IDLE) {
            assertEquals(1, link.shutdowns, "in order");
            link.completeShutdown();
            link.arriveEnd();
        }
        assertTrue(link.closed);
        assertEquals(0, time.left());
        PeerTimeoutException late = assertInstanceOf(
                PeerTimeoutException.class,
                assertInstanceOf(CloseReason.Failed.class, reason).cause());
        assertEquals(kind, late.kind());
        assertEquals(link.remote(), late.remote().orElseThrow());
    }

    private void drip(byte[] bytes, Duration each) {
        for (byte next : bytes) {
            link.arrive(new byte[] {next});
            time.pass(each);
        }
    }

    @Test
    void a_length_that_does_not_come_to_its_end_has_the_time_of_a_header() {
        echo();
        drip(new byte[] {0, 0, 0}, Duration.ofSeconds(3));
        endsAfter(Duration.ofSeconds(1), Kind.HEADER);
    }

    @Test
    void a_header_that_does_not_come_to_its_end_has_its_time_from_its_first_byte_on() {
        serve(Protocol.jsonHeader(), (request, peer) -> CompletableFuture.completedFuture(request), Runnable::run);
        time.pass(Duration.ofSeconds(100)); // silence before it does not count
        drip(new byte[] {0, 90, '{', '"', 'a'}, Duration.ofSeconds(1));
        endsAfter(Duration.ofSeconds(5), Kind.HEADER);
    }

    @Test
    void a_message_has_its_time_from_its_first_byte_on_however_it_drips() {
        echo();
        byte[] announced = ByteBuffer.allocate(54).putInt(100).array();
        drip(announced, Duration.ofSeconds(1));
        endsAfter(Duration.ofSeconds(6), Kind.MESSAGE);
    }

    @Test
    void a_json_header_in_time_leaves_its_content_the_time_of_a_message() throws Exception {
        serve(Protocol.jsonHeader(), (request, peer) -> CompletableFuture.completedFuture(request), Runnable::run);
        byte[] whole = encoded(Message.binary("x/y", new byte[100]));
        link.arrive(Arrays.copyOf(whole, 3));
        time.pass(Duration.ofSeconds(9));
        link.arrive(Arrays.copyOfRange(whole, 3, whole.length - 1));
        endsAfter(Duration.ofSeconds(51), Kind.MESSAGE);
    }

    private static byte[] encoded(Message message) throws Exception {
        Frame frame = Frame.of(Protocol.jsonHeader(), message);
        byte[] bytes = new byte[(int) frame.size()];
        frame.moveTo(ByteBuffer.wrap(bytes));
        return bytes;
    }

    @Test
    void the_clock_starts_anew_with_each_message() {
        echo();
        byte[] frames = Frames.of(Frames.number(1), Frames.number(2), Frames.number(3));
        link.arrive(Arrays.copyOf(frames, 6));
        time.pass(Duration.ofSeconds(59));
        link.arrive(Arrays.copyOfRange(frames, 6, 14)); // the end of the first, and 6 bytes of the second
        time.pass(Duration.ofSeconds(59));
        assertFalse(link.closed);
        endsAfter(Duration.ofSeconds(1), Kind.MESSAGE);
    }

    @Test
    void the_clock_stands_still_while_this_side_is_busy_and_does_not_read() {
        ScriptedLink other = new ScriptedLink(); // only for its queue of tasks
        serve(
                Frames.PROTOCOL,
                (request, peer) -> CompletableFuture.completedFuture(request),
                task -> other.loopTasks.add(task));
        byte[] frames = Frames.of(Frames.number(1), Frames.number(2));
        link.arrive(Arrays.copyOf(frames, 10));
        assertFalse(link.isReading());
        time.pass(Duration.ofSeconds(500)); // the handler's turn does not come
        assertFalse(link.closed);
        other.runLoop();
        assertTrue(link.isReading());
        endsAfter(Duration.ofSeconds(10), Kind.HEADER);
    }

    @Test
    void a_peer_that_takes_nothing_has_the_time_of_a_write_from_the_last_byte_it_took() {
        link.takes = 0;
        echo();
        link.arrive(Frames.of(new byte[1_000]));
        time.pass(Duration.ofSeconds(29));
        link.completeWrite(1);
        time.pass(Duration.ofSeconds(29));
        link.completeWrite(1);
        endsAfter(Duration.ofSeconds(30), Kind.WRITE);
    }

    @Test
    void a_write_in_time_is_forgotten() {
        link.takes = 0;
        echo();
        link.arrive(Frames.of(Frames.number(1)));
        time.pass(Duration.ofSeconds(29));
        link.completeWrite(8);
        endsAfter(Duration.ofMinutes(10), Kind.IDLE);
    }

    @Test
    void a_channel_whose_peer_takes_nothing_is_closed_too() {
        link.takes = 0;
        var channel = ConnectedChannel.over(link, Frames.PROTOCOL, settings(Runnable::run), () -> {});
        CompletableFuture<Void> sent = channel.send(Frames.number(1));
        endsAfter(Duration.ofSeconds(30), Kind.WRITE);
        assertTrue(sent.isCompletedExceptionally());
    }

    @Test
    void a_silent_client_is_closed_in_order() {
        echo();
        endsAfter(Duration.ofMinutes(10), Kind.IDLE);
    }

    @Test
    void silence_counts_from_the_last_byte_in_either_direction() {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        serve(Frames.PROTOCOL, (request, peer) -> answer, Runnable::run);
        time.pass(Duration.ofSeconds(599));
        link.arrive(Frames.of(Frames.number(1)));
        time.pass(Duration.ofMinutes(25)); // it waits for its answer: that is not idle
        assertFalse(link.closed);
        answer.complete(Frames.number(1));
        assertArrayEquals(Frames.of(Frames.number(1)), link.written.toByteArray());
        endsAfter(Duration.ofMinutes(10), Kind.IDLE);
    }

    @Test
    void a_channel_and_a_client_may_be_silent_for_ever() {
        ConnectedChannel.over(link, Frames.PROTOCOL, settings(Runnable::run), () -> {});
        ScriptedLink other = new ScriptedLink();
        PipelinedClient.over(other, Frames.PROTOCOL, settings(Runnable::run), () -> {});
        time.pass(Duration.ofDays(10_000));
        assertFalse(link.closed || other.closed);
        assertEquals(0, time.left());
    }

    @Test
    void a_drain_ends_after_the_last_byte_and_in_all() {
        var channel = ConnectedChannel.over(link, Frames.PROTOCOL, settings(Runnable::run), () -> {});
        var unused = channel.closeAsync();
        for (int second = 0; second < 36; second += 4) {
            time.pass(Duration.ofSeconds(4));
            link.arrive(new byte[1]);
        }
        time.pass(Duration.ofSeconds(4).minus(NANO));
        assertFalse(link.closed);
        time.pass(NANO);
        assertTrue(link.closed, "40 s in all");
        assertEquals(0, time.left());
    }

    @Test
    void a_drain_that_nothing_moves_in_ends_sooner() {
        var channel = ConnectedChannel.over(link, Frames.PROTOCOL, settings(Runnable::run), () -> {});
        var unused = channel.closeAsync();
        time.pass(Duration.ofSeconds(5).minus(NANO));
        assertFalse(link.closed);
        time.pass(NANO);
        assertTrue(link.closed);
        assertEquals(0, time.left());
    }

    @Test
    void what_comes_in_time_costs_the_timer_nothing() {
        echo();
        byte[] frame = Frames.of(new byte[100]);
        for (int i = 0; i < 10_000; i++) {
            link.arrive(Arrays.copyOf(frame, 2));
            time.pass(Duration.ofMillis(1));
            link.arrive(Arrays.copyOfRange(frame, 2, 50));
            time.pass(Duration.ofMillis(1));
            link.arrive(Arrays.copyOfRange(frame, 50, frame.length));
        }
        assertFalse(link.closed);
        assertEquals(1, time.left());
        assertTrue(time.set <= 10, "10,000 messages in 20 s set " + time.set + " timeouts");
    }

    @Test
    void a_time_without_end_does_not_end() {
        Duration forEver = java.time.temporal.ChronoUnit.FOREVER.getDuration();
        Limits endless = Limits.builder()
                .headerTimeout(forEver)
                .messageTimeout(forEver)
                .writeTimeout(forEver)
                .drainIdle(forEver)
                .drainTotal(forEver)
                .build();
        Deadlines deadlines = new Deadlines(endless, forEver, 7);
        deadlines.awaiting(8, true);
        deadlines.writing(9);
        deadlines.drainWithin(10, forEver);
        assertEquals(Deadlines.NEVER, deadlines.next());
        deadlines.draining(11);
        assertEquals(Deadlines.NEVER, deadlines.next());
        assertNull(deadlines.expired(Long.MAX_VALUE - 1));
        assertFalse(deadlines.isDrained(Long.MAX_VALUE - 1));
    }
}
