package dev.parley.benchmarks;

import dev.parley.protocol.Framing;
import dev.parley.protocol.Message;
import dev.parley.protocol.ParleyException;
import dev.parley.protocol.Protocol;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Requests of {@value #CONTENT_LENGTH} bytes and their answers over one loopback connection. */
@State(Scope.Benchmark)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RoundTripBenchmark {
    /** Bytes of content in each message. */
    static final int CONTENT_LENGTH = 64;

    /** How many requests {@link #inFlight64} sends before it waits. */
    static final int IN_FLIGHT = 64;

    private static final int MAX_LENGTH = 1 << 20;

    /** The protocol: {@code json-header} or {@code length-prefixed}, with four bytes of length. */
    @Param({"json-header", "length-prefixed"})
    public String protocol;

    /** Where completions and handlers run: {@code default}, or {@code direct}, which is on the event loop. */
    @Param({"default", "direct"})
    public String executor;

    private RoundTrips<?> trips;

    /** Starts the server and connects the client. */
    @Setup
    public void start() throws ParleyException {
        boolean direct = executor.equals("direct");
        byte[] content = new byte[CONTENT_LENGTH];
        trips = switch (protocol) {
            case "json-header" ->
                RoundTrips.start(Protocol.jsonHeader(), Message.binary("application/octet-stream", content), direct);
            case "length-prefixed" ->
                RoundTrips.start(
                        Protocol.bytes(Framing.lengthPrefixed(4, ByteOrder.BIG_ENDIAN, MAX_LENGTH)), content, direct);
            default -> throw new IllegalArgumentException("protocol: " + protocol);
        };
    }

    /** Closes both. */
    @TearDown
    public void stop() {
        trips.close();
    }

    /** One request after the other: the time from a request to its answer. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public Object sequential() {
        return trips.one();
    }

    /** Requests in groups of {@value #IN_FLIGHT}: answers a second. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    @OperationsPerInvocation(IN_FLIGHT)
    public int inFlight64() {
        return trips.many(IN_FLIGHT);
    }
}
