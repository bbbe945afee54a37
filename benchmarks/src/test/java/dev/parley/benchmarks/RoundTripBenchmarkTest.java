package dev.parley.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.protocol.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each benchmark, once, without JMH's measuring. */
class RoundTripBenchmarkTest {

    @ParameterizedTest
    @CsvSource({"json-header,default", "json-header,direct", "length-prefixed,default", "length-prefixed,direct"})
    void requestsAreAnsweredWithThemselves(String protocol, String executor) throws Exception {
        RoundTripBenchmark benchmark = new RoundTripBenchmark();
        benchmark.protocol = protocol;
        benchmark.executor = executor;
        benchmark.start();
        try {
            Object answer = benchmark.sequential();
            byte[] content =
                    answer instanceof Message message ? message.asBytes() : assertInstanceOf(byte[].class, answer);
            assertArrayEquals(new byte[RoundTripBenchmark.CONTENT_LENGTH], content);
            assertEquals(RoundTripBenchmark.IN_FLIGHT, benchmark.inFlight64());
        } finally {
            benchmark.stop();
        }
    }

    @Test
    void jmhFindsBothBenchmarks() throws IOException {
        try (InputStream in = RoundTripBenchmark.class.getResourceAsStream("/META-INF/BenchmarkList")) {
            String list = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(list.contains("sequential"), list);
            assertTrue(list.contains("inFlight64"), list);
        }
    }
}
