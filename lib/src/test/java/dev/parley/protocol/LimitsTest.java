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
        assertEquals(100, limits.maxHeaderFields());
        assertEquals(Overflow.FAIL, limits.overflow());
        assertEquals(10_000, limits.maxConnectionsPerAddress());
        assertEquals(Duration.ofSeconds(10), limits.connectTimeout());
        assertEquals(Duration.ofSeconds(30), limits.requestTimeout());
        assertEquals(Duration.ofSeconds(10), limits.headerTimeout());
        assertEquals(Duration.ofSeconds(60), limits.messageTimeout());
        assertEquals(Duration.ofSeconds(30), limits.writeTimeout());
        assertEquals(Duration.ofMinutes(10), limits.idleTimeout());
        assertEquals(Duration.ofSeconds(5), limits.drainIdle());
        assertEquals(Duration.ofSeconds(30), limits.drainTotal());
    }

    @Test
    void each_limit_can_be_set() {
        assertEquals(1, Limits.builder().maxHeader(1).build().maxHeader());
        assertEquals(5, Limits.builder().maxHeaderFields(5).build().maxHeaderFields());
        assertEquals(2, Limits.builder().maxContent(2).build().maxContent());
        assertEquals(3, Limits.builder().maxJsonDepth(3).build().maxJsonDepth());
        assertEquals(4, Limits.builder().maxQueuedMessages(4).build().maxQueuedMessages());
        assertEquals(5, Limits.builder().maxQueuedBytes(5).build().maxQueuedBytes());
        assertEquals(
                Overflow.WAIT, Limits.builder().overflow(Overflow.WAIT).build().overflow());
        assertEquals(6, Limits.builder().maxInFlight(6).build().maxInFlight());
        assertEquals(7, Limits.builder().maxConnections(7).build().maxConnections());
        assertEquals(8, Limits.builder().maxConnectionsPerAddress(8).build().maxConnectionsPerAddress());
        assertEquals(9, Limits.builder().backlog(9).build().backlog());
    }

    @Test
    void each_time_can_be_set() {
        Duration time = Duration.ofMillis(7);
        assertEquals(time, Limits.builder().connectTimeout(time).build().connectTimeout());
        assertEquals(time, Limits.builder().requestTimeout(time).build().requestTimeout());
        assertEquals(time, Limits.builder().headerTimeout(time).build().headerTimeout());
        assertEquals(time, Limits.builder().messageTimeout(time).build().messageTimeout());
        assertEquals(time, Limits.builder().writeTimeout(time).build().writeTimeout());
        assertEquals(time, Limits.builder().idleTimeout(time).build().idleTimeout());
        assertEquals(time, Limits.builder().drainIdle(time).build().drainIdle());
        assertEquals(time, Limits.builder().drainTotal(time).build().drainTotal());
    }

    @Test
    void one_address_may_have_no_more_connections_than_all() {
        assertEquals(3, Limits.builder().maxConnections(3).build().maxConnectionsPerAddress());
    }

    @Test
    void nothing_is_unlimited_or_nothing() {
        LimitsBuilder builder = Limits.builder();
        refused("maxHeader", () -> builder.maxHeader(0));
        refused("maxHeader", () -> builder.maxHeader(65_536));
        refused("maxContent", () -> builder.maxContent(-1));
        refused("maxJsonDepth", () -> builder.maxJsonDepth(0));
        refused("maxJsonDepth", () -> builder.maxJsonDepth(501));
        refused("maxQueuedMessages", () -> builder.maxQueuedMessages(0));
        refused("maxQueuedBytes", () -> builder.maxQueuedBytes(0));
        refused("maxInFlight", () -> builder.maxInFlight(0));
        refused("maxConnections", () -> builder.maxConnections(0));
        refused("maxHeaderFields", () -> builder.maxHeaderFields(3));
        refused("maxConnectionsPerAddress", () -> builder.maxConnectionsPerAddress(0));
        refused("backlog", () -> builder.backlog(0));
        refused("connectTimeout", () -> builder.connectTimeout(Duration.ZERO));
        refused("requestTimeout", () -> builder.requestTimeout(Duration.ZERO));
        refused("headerTimeout", () -> builder.headerTimeout(Duration.ZERO));
        refused("messageTimeout", () -> builder.messageTimeout(Duration.ZERO));
        refused("writeTimeout", () -> builder.writeTimeout(Duration.ZERO));
        refused("idleTimeout", () -> builder.idleTimeout(Duration.ZERO));
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
