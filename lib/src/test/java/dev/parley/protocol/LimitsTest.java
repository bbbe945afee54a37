package dev.parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class LimitsTest {
    @Test
    void defaults_are_as_documented() {
        Limits limits = Limits.defaults();

        assertEquals(16_384, limits.maxHeader());
        assertEquals(1_048_576, limits.maxContent());
        assertEquals(32, limits.maxJsonDepth());
        assertEquals(10_000, limits.maxQueuedMessages());
        assertEquals(8_388_608, limits.maxQueuedBytes());
        assertEquals(128, limits.maxInFlight());
        assertEquals(10_000, limits.maxConnections());
        assertEquals(1_024, limits.backlog());
        assertEquals(Duration.ofSeconds(5), limits.drainIdle());
        assertEquals(Duration.ofSeconds(30), limits.drainTotal());
    }

    @Test
    void each_limit_can_be_set() {
        Limits limits = Limits.builder()
                .maxHeader(1)
                .maxContent(2)
                .maxJsonDepth(3)
                .maxQueuedMessages(4)
                .maxQueuedBytes(5)
                .maxInFlight(6)
                .maxConnections(7)
                .backlog(8)
                .drainIdle(Duration.ofSeconds(9))
                .drainTotal(Duration.ofSeconds(10))
                .build();

        assertEquals(
                List.of(1, 2, 3, 4, 5L, 6, 7, 8, Duration.ofSeconds(9), Duration.ofSeconds(10)),
                List.of(
                        limits.maxHeader(),
                        limits.maxContent(),
                        limits.maxJsonDepth(),
                        limits.maxQueuedMessages(),
                        limits.maxQueuedBytes(),
                        limits.maxInFlight(),
                        limits.maxConnections(),
                        limits.backlog(),
                        limits.drainIdle(),
                        limits.drainTotal()));
    }

    @Test
    void nothing_is_unlimited_or_nothing() {
        Limits.Builder builder = Limits.builder();
        refused("maxHeader", () -> builder.maxHeader(0));
        refused("maxHeader", () -> builder.maxHeader(65_536));
        refused("maxContent", () -> builder.maxContent(-1));
        refused("maxJsonDepth", () -> builder.maxJsonDepth(0));
        refused("maxJsonDepth", () -> builder.maxJsonDepth(501));
        refused("maxQueuedMessages", () -> builder.maxQueuedMessages(0));
        refused("maxQueuedBytes", () -> builder.maxQueuedBytes(0));
        refused("maxInFlight", () -> builder.maxInFlight(0));
        refused("maxConnections", () -> builder.maxConnections(0));
        refused("backlog", () -> builder.backlog(0));
        refused("drainIdle", () -> builder.drainIdle(Duration.ZERO));
        refused("drainTotal", () -> builder.drainTotal(Duration.ofSeconds(-1)));
        assertEquals(
                "drainIdle",
                assertThrows(NullPointerException.class, () -> builder.drainIdle(null))
                        .getMessage());
    }

    private static void refused(String name, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.startsWith(name + ": "), message);
    }

    @Test
    void the_deepest_json_that_can_be_allowed_is_read() throws Exception {
        Limits limits = Limits.builder().maxJsonDepth(500).build();
        String json = "[".repeat(500) + "]".repeat(500);
        String header =
                Wire.header("\"little\"", "\"text/json\"", "\"utf-8\"", "1000", ", \"a\": " + json.substring(1, 999));

        Message message =
                Protocol.jsonHeader().newDecoder(limits).decode(java.nio.ByteBuffer.wrap(Wire.message(header, json)));

        assertEquals(1, message.as(List.class).size());
        assertEquals(1, message.headers().get("a", List.class).orElseThrow().size());
    }
}
