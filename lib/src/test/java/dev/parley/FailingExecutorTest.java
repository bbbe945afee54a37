package dev.parley;

import static dev.parley.RoundTrip.bytes;
import static dev.parley.RoundTrip.connect;
import static dev.parley.RoundTrip.get;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An executor may fail as it likes: nothing is left pending, and nothing runs twice. */
class FailingExecutorTest {
    static List<Supplier<Throwable>> failures() {
        return List.of(
                () -> new OutOfMemoryError("unable to create native thread"),
                () -> new IllegalStateException("not today"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void oneThatStartsNoThreads(Supplier<Throwable> failure) throws Exception {
        roundTrip(task -> FailingExecutorTest.<RuntimeException>raise(failure.get()));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void oneThatRunsTheTaskAndFailsThen(Supplier<Throwable> failure) throws Exception {
        roundTrip(task -> {
            task.run();
            FailingExecutorTest.<RuntimeException>raise(failure.get());
        });
    }

    private static void roundTrip(Executor failing) throws Exception {
        try (MessageServer<byte[]> server = MessageServer.builder(RoundTrip.BYTES)
                .executor(failing)
                .answer((request, peer) -> request)
                .bind(RoundTrip.HOST, 0)) {
            MessageClient<byte[]> client =
                    connect(MessageClient.builder(RoundTrip.BYTES).executor(failing), server);
            for (int i = 0; i < 10; i++) {
                assertArrayEquals(bytes(i), get(client.send(bytes(i))));
            }
            get(client.closeAsync());
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void raise(Throwable failure) throws E {
        throw (E) failure;
    }
}
