package dev.parley;

import static dev.parley.RoundTrip.BYTES;
import static dev.parley.RoundTrip.DEADLINE;
import static dev.parley.RoundTrip.bytes;
import static dev.parley.RoundTrip.connect;
import static dev.parley.RoundTrip.failure;
import static dev.parley.RoundTrip.get;
import static dev.parley.RoundTrip.number;
import static dev.parley.RoundTrip.port;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.RoundTrip.On;
import dev.parley.RoundTrip.PlainPeer;
import dev.parley.protocol.ChannelClosedException;
import dev.parley.protocol.CloseReason;
import dev.parley.protocol.Delivery;
import dev.parley.protocol.Framing;
import dev.parley.protocol.MessageTooLargeException;
import dev.parley.protocol.ParleyException;
import dev.parley.protocol.Protocol;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A handler that fails harms only its own connection, and only what comes after the failed request. */
@Timeout(60)
class RoundTripHandlerTest {
    private static final int BAD = 7;

    /** How a handler can leave a request without an answer. */
    enum Failing {
        THROWS,
        THROWS_AN_ERROR,
        FAILS_ITS_STAGE,
        ANSWERS_NULL,
        RETURNS_NO_STAGE,
        ANSWERS_TOO_MUCH;

        CompletableFuture<byte[]> answer(byte[] request) throws Exception {
            if (number(request) != BAD) {
                return CompletableFuture.completedFuture(request);
            }
            return switch (this) {
                case THROWS -> throw new Exception("on purpose");
                case THROWS_AN_ERROR -> throw new StackOverflowError("on purpose");
                case FAILS_ITS_STAGE ->
                    CompletableFuture.supplyAsync(() -> {
                        throw new IllegalStateException("on purpose");
                    });
                case ANSWERS_NULL -> CompletableFuture.completedFuture(null);
                case RETURNS_NO_STAGE -> null;
                case ANSWERS_TOO_MUCH -> CompletableFuture.completedFuture(new byte[101]);
            };
        }

        Class<? extends Throwable> failure() {
            return switch (this) {
                case THROWS -> Exception.class;
                case THROWS_AN_ERROR -> StackOverflowError.class;
                case FAILS_ITS_STAGE -> IllegalStateException.class;
                case ANSWERS_NULL, RETURNS_NO_STAGE -> NullPointerException.class;
                case ANSWERS_TOO_MUCH -> MessageTooLargeException.class;
            };
        }
    }

    private static final Protocol<byte[]> SMALL =
            Protocol.bytes(Framing.lengthPrefixed(Integer.BYTES, ByteOrder.BIG_ENDIAN, 100));

    static Stream<Arguments> failures() {
        return Stream.of(On.values()).flatMap(on -> Stream.of(Failing.values()).map(how -> Arguments.of(on, how)));
    }

    @AfterEach
    void nothingIsLeft() {
        RoundTrip.awaitNoThreads(DEADLINE);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void earlier_answers_arrive_then_that_connection_closes_alone(On on, Failing how) throws Exception {
        BlockingQueue<CompletableFuture<CloseReason>> reasons = new LinkedBlockingQueue<>();
        try (var server = on.server(SMALL)
                        .answerAsync((request, peer) -> {
                            if (number(request) == BAD) {
                                reasons.add(peer.closed());
                            }
                            return how.answer(request);
                        })
                        .bind(RoundTrip.HOST, 0);
                var other = connect(on.client(SMALL), server);
                var client = connect(on.client(SMALL), server)) {
            assertArrayEquals(bytes(1), get(other.send(bytes(1))));
            List<CompletableFuture<byte[]>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(client.send(bytes(i)));
            }
            for (int i = 0; i < BAD; i++) {
                assertArrayEquals(bytes(i), get(answers.get(i)));
            }
            for (int i = BAD; i < 20; i++) {
                ChannelClosedException closed = failure(ChannelClosedException.class, answers.get(i));
                assertEquals(new CloseReason.PeerEnded(), closed.reason());
                assertEquals(i == BAD ? Delivery.MAYBE_SENT : closed.delivery(), closed.delivery());
            }
            failure(ChannelClosedException.class, client.send(bytes(1)));
            assertArrayEquals(bytes(2), get(other.send(bytes(2))));

            CompletableFuture<CloseReason> reason = reasons.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            CloseReason.Failed failed = assertInstanceOf(CloseReason.Failed.class, get(reason));
            assertInstanceOf(ParleyException.class, failed.cause());
            assertInstanceOf(how.failure(), failed.cause().getCause());
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void an_error_handler_answers_in_its_place(On on, Failing how) throws Exception {
        BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
        try (var server = on.server(SMALL)
                        .answerAsync((request, peer) -> how.answer(request))
                        .onError((request, failure) -> {
                            failures.add(failure);
                            return bytes(-number(request));
                        })
                        .bind(RoundTrip.HOST, 0);
                var client = connect(on.client(SMALL), server)) {
            List<CompletableFuture<byte[]>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(client.send(bytes(i)));
            }
            for (int i = 0; i < 20; i++) {
                assertArrayEquals(bytes(i == BAD ? -BAD : i), get(answers.get(i)));
            }
            assertInstanceOf(how.failure(), failures.poll());
            assertTrue(failures.isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_error_handler_that_fails_as_well_closes_the_connection(On on) throws Exception {
        CompletableFuture<CloseReason> reason = new CompletableFuture<>();
        IllegalStateException again = new IllegalStateException("again");
        try (var server = on.server(SMALL)
                        .answer((request, peer) -> {
                            peer.closed().thenAccept(reason::complete);
                            throw new IllegalArgumentException("first");
                        })
                        .onError((request, failure) -> {
                            throw again;
                        })
                        .bind(RoundTrip.HOST, 0);
                var client = connect(on.client(SMALL), server)) {
            failure(ChannelClosedException.class, client.send(bytes(1)));
            CloseReason.Failed failed = assertInstanceOf(CloseReason.Failed.class, get(reason));
            assertSame(again, failed.cause().getCause());
            assertEquals("first", again.getSuppressed()[0].getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothing_is_sent_behind_the_answer_that_is_missing(On on) throws Exception {
        byte[] large = new byte[16 << 20]; // more than sockets hold: it is still being written when the others are done
        BlockingQueue<CompletableFuture<byte[]>> asked = new LinkedBlockingQueue<>();
        try (var server = on.server(BYTES)
                        .answerAsync((request, from) -> {
                            CompletableFuture<byte[]> answer = new CompletableFuture<>();
                            asked.add(answer);
                            return answer;
                        })
                        .bind(RoundTrip.HOST, 0);
                PlainPeer client = PlainPeer.connect(port(server))) {
            List<CompletableFuture<byte[]>> answers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                client.write(bytes(i));
                answers.add(asked.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS));
            }
            answers.get(0).complete(large);
            answers.get(1).completeExceptionally(new IllegalStateException("on purpose"));
            answers.get(2).complete(bytes(2));
            assertEquals(large.length, client.read().length);
            assertTrue(client.isEnded(), "the answer to the third request came as that to the second");
        }
    }
}
