package dev.parley;

import static dev.parley.RoundTrip.BYTES;
import static dev.parley.RoundTrip.DEADLINE;
import static dev.parley.RoundTrip.connect;
import static dev.parley.RoundTrip.get;
import static dev.parley.RoundTrip.port;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.RoundTrip.On;
import dev.parley.RoundTrip.PlainPeer;
import dev.parley.protocol.ByteSink;
import dev.parley.protocol.Decoder;
import dev.parley.protocol.Framing;
import dev.parley.protocol.Limits;
import dev.parley.protocol.Protocol;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Other protocols than the default one, from end to end: bytes with a length before them, and a user's own. */
@Timeout(60)
class RoundTripProtocolTest {

    /** Eight bytes, and a decoder that leaves them unread until all have come. */
    private static final class Temperature implements Protocol<Double> {
        @Override
        public Decoder<Double> newDecoder(Limits limits) {
            return in -> in.remaining() < Double.BYTES ? null : in.getDouble();
        }

        @Override
        public void encode(Double degrees, ByteSink out) {
            out.writeLong(Double.doubleToLongBits(degrees));
        }
    }

    /** The same in the other byte order, by a decoder that turns the view that it was given round. */
    private static final class LittleTemperature implements Protocol<Double> {
        @Override
        public Decoder<Double> newDecoder(Limits limits) {
            return in -> in.remaining() < Double.BYTES
                    ? null
                    : in.order(ByteOrder.LITTLE_ENDIAN).getDouble();
        }

        @Override
        public void encode(Double degrees, ByteSink out) {
            out.writeLong(Long.reverseBytes(Double.doubleToLongBits(degrees)));
        }
    }

    /** Two bytes, each of which it asks for in the order that the contract promises, then turns round. */
    private static final class Turning implements Protocol<Short> {
        @Override
        public Decoder<Short> newDecoder(Limits limits) {
            return in -> {
                if (in.remaining() < Short.BYTES) {
                    return null;
                }
                short value = in.getShort();
                in.order(ByteOrder.LITTLE_ENDIAN);
                return value;
            };
        }

        @Override
        public void encode(Short value, ByteSink out) {
            out.writeShort(value);
        }
    }

    @AfterEach
    void nothingIsLeft() {
        RoundTrip.awaitNoThreads(DEADLINE);
    }

    @ParameterizedTest
    @CsvSource({"1, 255", "2, 65535", "3, 100000", "4, 1000000", "8, 1000000"})
    void bytes_with_a_length_of_any_width(int width, int max) throws Exception {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            Protocol<byte[]> protocol = Protocol.bytes(Framing.lengthPrefixed(width, order, max));
            Random random = new Random(width);
            try (var server = On.DEFAULT
                            .server(protocol)
                            .answer((request, peer) -> request)
                            .bind(RoundTrip.HOST, 0);
                    var client = connect(On.DEFAULT.client(protocol), server)) {
                List<byte[]> requests = new ArrayList<>(List.of(new byte[0], new byte[1], new byte[max]));
                IntStream.range(0, 100).forEach(i -> requests.add(new byte[random.nextInt(Math.min(max, 5_000))]));
                requests.forEach(random::nextBytes);
                List<CompletableFuture<byte[]>> answers =
                        requests.stream().map(client::send).toList();
                for (int i = 0; i < requests.size(); i++) {
                    assertArrayEquals(requests.get(i), get(answers.get(i)), "width " + width + ", request " + i);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_users_own_protocol_between_client_and_server(On on) throws Exception {
        try (var server = on.server(new Temperature())
                        .answer((degrees, peer) -> degrees + 273.15)
                        .bind(RoundTrip.HOST, 0);
                var client = connect(on.client(new Temperature()), server)) {
            List<CompletableFuture<Double>> answers = IntStream.range(0, 1_000)
                    .mapToObj(i -> client.send((double) i))
                    .toList();
            for (int i = 0; i < answers.size(); i++) {
                assertEquals(i + 273.15, get(answers.get(i)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_decoder_that_leaves_bytes_unread_sees_them_again_at_every_split(On on) throws Exception {
        byte[] three = ByteBuffer.allocate(24)
                .putDouble(1.5)
                .putDouble(-2.25)
                .putDouble(1e300)
                .array();
        try (var server = on.server(new Temperature())
                        .answer((degrees, peer) -> -degrees)
                        .bind(RoundTrip.HOST, 0);
                PlainPeer client = PlainPeer.connect(port(server))) {
            for (int first = 0; first <= three.length; first++) {
                for (int second = first; second <= three.length; second++) {
                    client.out.write(three, 0, first);
                    client.out.write(three, first, second - first);
                    client.out.write(three, second, three.length - second);
                    assertEquals(-1.5, client.in.readDouble());
                    assertEquals(2.25, client.in.readDouble());
                    assertEquals(-1e300, client.in.readDouble());
                }
            }
            for (byte one : three) { // each alone: the one before it was read, or the answer would have come
                client.out.write(one);
            }
            assertEquals(-1.5, client.in.readDouble());
            client.socket.shutdownOutput();
            assertEquals(2.25, client.in.readDouble());
            assertEquals(-1e300, client.in.readDouble());
            assertTrue(client.isEnded());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_decoder_is_always_shown_big_endian_bytes(On on) throws Exception {
        try (var server =
                        on.server(new Turning()).answer((value, peer) -> value).bind(RoundTrip.HOST, 0);
                PlainPeer client = PlainPeer.connect(port(server))) {
            client.out.write(new byte[] {0, 1, 0, 2, 0, 3, 0, 4});
            for (int i = 1; i <= 4; i++) {
                assertEquals(i, client.in.readShort());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void protocols_of_different_byte_order_do_not_disturb_each_other(On on) throws Exception {
        try (var little = on.server(new LittleTemperature())
                        .answer((degrees, peer) -> degrees)
                        .bind(RoundTrip.HOST, 0);
                var big = on.server(new Temperature())
                        .answer((degrees, peer) -> degrees)
                        .bind(RoundTrip.HOST, 0)) {
            for (int i = 0; i < 20; i++) {
                try (var one = connect(on.client(new LittleTemperature()), little);
                        var other = connect(on.client(new Temperature()), big)) {
                    assertEquals(20.5, get(one.send(20.5)));
                    assertEquals(20.5, get(other.send(20.5)));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_array_may_be_changed_once_it_was_sent(On on) throws Exception {
        try (var server = on.server(BYTES).answer((request, peer) -> request).bind(RoundTrip.HOST, 0);
                var client = connect(on.client(BYTES), server)) {
            byte[] array = new byte[1 << 20];
            List<CompletableFuture<byte[]>> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                array[array.length - 1] = (byte) i;
                answers.add(client.send(array));
            }
            for (int i = 0; i < 4; i++) {
                assertEquals(i, get(answers.get(i))[array.length - 1]);
            }
        }
    }
}
