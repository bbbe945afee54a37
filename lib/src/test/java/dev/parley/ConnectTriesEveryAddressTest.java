package dev.parley;

import static dev.parley.RoundTrip.BYTES;
import static dev.parley.RoundTrip.DEADLINE;
import static dev.parley.RoundTrip.failure;
import static dev.parley.RoundTrip.get;
import static dev.parley.RoundTrip.port;
import static dev.parley.RoundTrip.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.net.Link;
import dev.parley.protocol.ConnectFailedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Promise 20: connecting tries every address that a name stands for, within one deadline; when all are bad there is one
 * error, with the others suppressed in it; and whatever comes too late is closed.
 *
 * <pre>
 *     127.0.0.1  a listener whose queue is full: no answer       127.0.0.3, .4  nobody: refused
 *     127.0.0.2  a server                                        224.0.0.1      not to be connected to: fails at once
 * </pre>
 */
@Timeout(60)
@EnabledOnOs(OS.LINUX) // all of 127.x.x.x is the machine's there
class ConnectTriesEveryAddressTest {
    private static final Duration TIME = Duration.ofMillis(600);

    /** What a busy machine may add. */
    private static final Duration SLACK = Duration.ofSeconds(3);

    private FullListener full;
    private InetAddress silent;
    private InetAddress good;
    private InetAddress refusing;
    private InetAddress alsoRefusing;
    private InetAddress unreachable;
    private MessageServer<byte[]> server;
    private Resources.Lease lease;

    @BeforeEach
    void open() throws Exception {
        silent = InetAddress.getLoopbackAddress();
        good = address(127, 2);
        refusing = address(127, 3);
        alsoRefusing = address(127, 4);
        unreachable = address(224, 1);
        server = MessageServer.builder(BYTES).answer((request, peer) -> request).bind(good.getHostAddress(), 0);
        full = new FullListener(silent, port(server));
        lease = Resources.lease();
    }

    @AfterEach
    void close() throws IOException {
        lease.giveBack();
        server.close();
        full.close();
        RoundTrip.awaitNoThreads(DEADLINE);
    }

    private static InetAddress address(int first, int last) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {(byte) first, 0, 0, (byte) last});
    }

    private CompletableFuture<Link> connect(Duration timeout, InetAddress... addresses) {
        return connect(timeout, name -> addresses);
    }

    private CompletableFuture<Link> connect(Duration timeout, Connecting.Names names) {
        return Connecting.connect("name", port(server), timeout, lease.loop(), lease.timer(), lease.lookUps(), names);
    }

    private void assertReachesServer(CompletableFuture<Link> connecting) throws Exception {
        Link link = get(connecting);
        assertEquals(server.address(), link.remote());
        until(() -> server.peers().size() == 1);
        link.close();
        until(() -> server.peers().isEmpty());
    }

    /** The failures in the order of the attempts: the last one is the cause. */
    private static List<Throwable> failures(ConnectFailedException failed) {
        List<Throwable> all = new ArrayList<>(Arrays.asList(failed.getSuppressed()));
        all.add(failed.getCause());
        assertEquals(failed.attempts(), all.size());
        return all;
    }

    private static void assertNoAnswer(Throwable failure) {
        assertTrue(failure.getMessage().startsWith("no answer within "), failure::toString);
    }

    @Test
    void a_good_address_behind_all_kinds_of_bad_ones_is_reached() throws Exception {
        assertReachesServer(connect(DEADLINE, refusing, unreachable, alsoRefusing, good));
        assertReachesServer(connect(TIME.multipliedBy(4), refusing, silent, unreachable, good));
        assertReachesServer(connect(DEADLINE, good, silent));
    }

    @Test
    void all_bad_is_one_error_with_each_failure_in_order() {
        ConnectFailedException failed = failure(
                ConnectFailedException.class,
                connect(TIME.multipliedBy(3), refusing, silent, unreachable, alsoRefusing));
        List<Throwable> failures = failures(failed);
        assertInstanceOf(ConnectException.class, failures.get(0));
        assertNoAnswer(failures.get(1));
        assertInstanceOf(IOException.class, failures.get(2));
        assertInstanceOf(ConnectException.class, failures.get(3));
        assertEquals(
                new InetSocketAddress(alsoRefusing, port(server)),
                failed.remote().orElseThrow());
        assertTrue(failed.getMessage().startsWith("connecting to name:" + port(server)), failed.getMessage());
        assertTrue(failed.getMessage().endsWith("(the last of 4 addresses)"), failed.getMessage());
    }

    @Test
    void an_address_of_a_kind_that_cannot_be_is_a_failure_like_any_other() {
        assertEquals(
                2,
                failures(failure(ConnectFailedException.class, connect(DEADLINE, unreachable, unreachable)))
                        .size());
    }

    @Test
    void silent_addresses_share_the_time() throws Exception {
        try (FullListener another = new FullListener(refusing, port(server))) {
            long start = System.nanoTime();
            ConnectFailedException failed =
                    failure(ConnectFailedException.class, connect(TIME, silent, refusing, alsoRefusing));
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            List<Throwable> failures = failures(failed);
            assertNoAnswer(failures.get(0));
            assertNoAnswer(failures.get(1));
            assertInstanceOf(ConnectException.class, failures.get(2));
            assertEquals(3, failed.attempts(), "the one behind the silent ones had its turn");
            assertTrue(took.compareTo(TIME.dividedBy(2)) >= 0 && took.compareTo(TIME.plus(SLACK)) < 0, took::toString);
            assertEquals(0, another.strangersWithin(1_500));
        }
    }

    @Test
    void a_look_up_that_never_ends_costs_the_timeout_and_connects_nowhere_afterwards() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Void> answered = new CompletableFuture<>();
        long start = System.nanoTime();
        ConnectFailedException failed =
                failure(ConnectFailedException.class, connect(TIME, name -> lookUpAfter(release, answered)));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(TIME) >= 0 && took.compareTo(TIME.plus(SLACK)) < 0, took::toString);
        assertEquals(0, failed.attempts());
        release.countDown();
        assertConnectsNowhere(answered);
    }

    @Test
    void a_cancelled_look_up_connects_nowhere_afterwards() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Void> answered = new CompletableFuture<>();
        CompletableFuture<Link> connecting = connect(DEADLINE, name -> lookUpAfter(release, answered));
        assertTrue(connecting.cancel(true));
        release.countDown();
        assertConnectsNowhere(answered);
    }

    private InetAddress[] lookUpAfter(CountDownLatch release, CompletableFuture<Void> answered) {
        try {
            release.await();
        } catch (InterruptedException never) {
            throw new IllegalStateException(never);
        }
        answered.complete(null);
        return new InetAddress[] {good};
    }

    /** What connects later than this client, on the same look-ups, finds itself alone. */
    private void assertConnectsNowhere(CompletableFuture<Void> answered) throws Exception {
        get(answered);
        assertReachesServer(connect(DEADLINE, good));
    }

    @Test
    void cancelled_during_any_attempt_leaves_no_connection_and_tries_no_further() throws Exception {
        for (InetAddress[] addresses :
                new InetAddress[][] {{silent, good}, {refusing, silent, good}, {unreachable, refusing, silent, good}}) {
            CompletableFuture<Void> lookedUp = new CompletableFuture<>();
            CompletableFuture<Link> connecting = connect(DEADLINE, name -> {
                lookedUp.complete(null);
                return addresses;
            });
            get(lookedUp);
            assertTrue(connecting.cancel(true));
        }
        assertReachesServer(connect(DEADLINE, good));
        assertEquals(0, full.strangersWithin(1_500)); // one still being made would come within 1 s
    }

    @Test
    void an_address_that_answers_after_its_share_is_closed() throws Exception {
        assertReachesServer(connect(TIME, silent, good));
        assertEquals(0, full.strangersWithin(1_500));
    }

    @Test
    void a_link_that_came_before_its_cancellation_is_its_owners() throws Exception {
        CompletableFuture<Link> connecting = connect(DEADLINE, good);
        Link link = get(connecting);
        assertTrue(!connecting.cancel(true));
        until(() -> server.peers().size() == 1);
        link.close();
    }

    @Test
    void a_name_that_stands_for_no_address_is_unknown() {
        ConnectFailedException failed = failure(ConnectFailedException.class, connect(DEADLINE));
        assertEquals("unknown host name", failed.getMessage());
        assertEquals(0, failed.attempts());
    }

    @Test
    void names_that_throw_anything_fail_the_attempt() {
        for (Throwable thrown : List.of(new UnknownHostException("x"), new SecurityException("x"), new Error("x"))) {
            ConnectFailedException failed = failure(ConnectFailedException.class, connect(DEADLINE, name -> {
                if (thrown instanceof UnknownHostException unknown) {
                    throw unknown;
                }
                if (thrown instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) thrown;
            }));
            assertEquals(thrown, failed.getCause());
            assertEquals(0, failed.attempts());
        }
    }
}
