package dev.parley;

import static dev.parley.RoundTrip.bytes;
import static dev.parley.RoundTrip.connect;
import static dev.parley.RoundTrip.get;

import dev.parley.RoundTrip.PlainServer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OneExchangeCloseTest {
    private static final int ROUNDS = 1_000;

    @Test
    void closingAtOnceReachesARequestThatIsJustBeingStarted() throws Exception {
        try (PlainServer silent = new PlainServer(4_000)) {
            for (int round = 0; round < ROUNDS; round++) {
                MessageClient<byte[]> client =
                        connect(MessageClient.builder(RoundTrip.BYTES).use(ConnectionUse.ONE_EXCHANGE), silent.port());
                CompletableFuture<CompletableFuture<byte[]>> sending =
                        CompletableFuture.supplyAsync(() -> client.send(bytes(1)));
                for (int spin = round % 100 * 20; spin > 0; spin--) {
                    Thread.onSpinWait();
                }
                client.closeNow();
                get(get(sending).handle((answer, failure) -> true));
                get(client.closeAsync());
            }
        }
    }
}
