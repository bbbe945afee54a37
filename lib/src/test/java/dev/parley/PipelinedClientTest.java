package dev.parley;

import static org.junit.jupiter.api.Assertions.assertNull;

import dev.parley.net.Timer;
import dev.parley.observe.Observer;
import dev.parley.protocol.Limits;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PipelinedClientTest {
    private final ScriptedLink link = new ScriptedLink();
    private final Timer timer = Timer.start("pipelined-client-test-timer");
    private final PipelinedClient<byte[]> client = PipelinedClient.over(
            link,
            RawBytes.PROTOCOL,
            new Settings(Limits.defaults(), new UserExecutor(Runnable::run, link.loop()), timer, Observer.none()),
            () -> {});

    @AfterEach
    void stop() {
        client.closeNow();
        timer.stop();
    }

    @Test
    void aRequestGivenUpBehindAWriteThatIsStuckIsForgotten() {
        link.takes = 0;
        var stuck = client.send(new byte[1]);
        WeakReference<byte[]> message = sendAndCancel();
        RoundTrip.until(() -> {
            System.gc();
            return message.get() == null;
        });
        assertNull(message.get());
        stuck.cancel(false);
    }

    private WeakReference<byte[]> sendAndCancel() {
        byte[] message = new byte[1 << 20];
        client.send(message).cancel(false);
        return new WeakReference<>(message);
    }
}
