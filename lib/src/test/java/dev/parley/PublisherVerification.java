package dev.parley;

import dev.parley.net.MemoryLink;
import dev.parley.net.Timer;
import dev.parley.observe.Observer;
import dev.parley.protocol.Framing;
import dev.parley.protocol.Limits;
import dev.parley.protocol.Protocol;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;

/** The reactive-streams TCK over a channel's messages, which a channel at the other end of a memory link sends. */
abstract class PublisherVerification extends FlowPublisherVerification<byte[]> {
    private static final long TIMEOUT_MILLIS = 1_000;
    private static final long NOTHING_COMES_MILLIS = 50;
    private static final long COLLECTED_MILLIS = 300;

    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final Timer timer = Timer.start("tck-timer");
    private final Settings settings;
    private final Protocol<byte[]> protocol = Protocol.bytes(Framing.lengthPrefixed(2, ByteOrder.BIG_ENDIAN, 1_000));
    private final Queue<ConnectedChannel<byte[]>> opened = new ConcurrentLinkedQueue<>();

    PublisherVerification(Executor user) {
        super(new TestEnvironment(TIMEOUT_MILLIS, NOTHING_COMES_MILLIS), COLLECTED_MILLIS);
        settings = new Settings(Limits.defaults(), user, timer, Observer.none());
    }

    @Override
    public Flow.Publisher<byte[]> createFlowPublisher(long elements) {
        List<MemoryLink> pair = MemoryLink.pair(loop);
        send(open(pair.get(0)), elements);
        return open(pair.get(1)).messages();
    }

    /** A channel whose messages go to somebody else already. */
    @Override
    public Flow.Publisher<byte[]> createFailedFlowPublisher() {
        ConnectedChannel<byte[]> channel = open(MemoryLink.pair(loop).get(0));
        channel.receive();
        return channel.messages();
    }

    private ConnectedChannel<byte[]> open(MemoryLink link) {
        ConnectedChannel<byte[]> channel = ConnectedChannel.over(link, protocol, settings, () -> {});
        opened.add(channel);
        return channel;
    }

    /** Sends one message after the other, then the end; a reader that takes none holds it up. */
    private static void send(ConnectedChannel<byte[]> channel, long left) {
        if (left == 0) {
            channel.endOutput();
        } else {
            channel.send(new byte[100]).thenRun(() -> send(channel, left - 1));
        }
    }

    /** Only after all tests: what a closed channel tells the subscriber of one test would count against the next. */
    @AfterClass
    public void closeChannels() {
        opened.forEach(ConnectedChannel::closeNow);
        loop.shutdown();
        timer.stop();
    }
}
