package dev.parley;

import static dev.parley.RoundTrip.BYTES;
import static dev.parley.RoundTrip.HOST;
import static dev.parley.RoundTrip.bytes;
import static dev.parley.RoundTrip.connect;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.RoundTrip.On;
import dev.parley.observe.Observer;
import dev.parley.protocol.Protocol;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes no sense is refused at once, by name, and starts nothing. */
@Timeout(60)
class RoundTripArgumentsTest {

    @AfterEach
    void nothingIsLeft() {
        RoundTrip.awaitNoThreads(RoundTrip.DEADLINE);
    }

    @Test
    void null_is_refused_by_the_arguments_name() throws Exception {
        ClientBuilder<byte[]> client = MessageClient.builder(BYTES);
        ServerBuilder<byte[]> server = MessageServer.builder(BYTES).answer((request, peer) -> request);
        refuses(Map.ofEntries(
                Map.entry("protocol", () -> MessageClient.builder(null)),
                Map.entry("host", () -> client.connect(null, 1)),
                Map.entry("use", () -> client.use(null)),
                Map.entry("executor", () -> client.executor(null)),
                Map.entry("limits", () -> client.limits(null)),
                Map.entry("observer", () -> client.observer(null)),
                Map.entry("framing", () -> Protocol.bytes(null))));
        refuses(Map.of(
                "protocol", () -> MessageServer.builder(null),
                "host", () -> server.bind(null, 0),
                "use", () -> server.use(null),
                "executor", () -> server.executor(null),
                "limits", () -> server.limits(null),
                "observer", () -> server.observer((Observer) null),
                "handler", () -> server.onError(null)));
        refuses(Map.of("handler", () -> server.answer(null)));
        refuses(Map.of("handler", () -> server.answerAsync(null)));
        try (var bound = server.bind(HOST, 0);
                var connected = connect(client, bound);
                var single = connect(MessageClient.builder(BYTES).use(ConnectionUse.ONE_EXCHANGE), bound)) {
            refuses(Map.of("request", () -> connected.send(null), "drain", () -> connected.closeAsync(null)));
            refuses(Map.of("request", () -> single.send(null), "drain", () -> single.closeAsync(null)));
            refuses(Map.of("drain", () -> bound.closeAsync(null)));
            assertEquals(1, RoundTrip.get(connected.send(bytes(1)))[3]);
        }
    }

    private static void refuses(Map<String, Executable> calls) {
        calls.forEach((name, call) -> {
            NullPointerException refused = assertThrows(NullPointerException.class, call, name);
            assertEquals(name, refused.getMessage());
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void a_port_that_is_none_is_refused(int port) {
        for (ConnectionUse use : ConnectionUse.values()) {
            var client = MessageClient.builder(BYTES).use(use);
            String message = assertThrows(IllegalArgumentException.class, () -> client.connect(HOST, port))
                    .getMessage();
            assertTrue(message.contains(Integer.toString(port)), message);
        }
        var server = MessageServer.builder(BYTES).answer((request, peer) -> request);
        assertThrows(IllegalArgumentException.class, () -> server.bind(HOST, port));
    }

    @Test
    void a_client_cannot_connect_to_port_0() {
        assertThrows(IllegalArgumentException.class, () -> MessageClient.connect(HOST, 0));
    }

    @Test
    void a_server_without_a_handler_does_not_start() {
        assertThrows(IllegalStateException.class, () -> On.DEFAULT.server(BYTES).bind(HOST, 0));
    }
}
