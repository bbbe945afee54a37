package dev.parley.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Promise 18: any bytes on a connection of the JSON-header protocol. */
final class JsonHeaderFuzzTest {
    static Stream<byte[]> seeds() {
        return Fuzzing.seeds(vector -> vector.setting().equals("json-header"));
    }

    @MethodSource("seeds")
    @FuzzTest
    void any_stream_gives_messages_or_malformed_however_it_is_cut(byte[] stream) throws Exception {
        Splits.Outcome outcome =
                Fuzzing.assertNoSplitMatters(() -> new JsonHeaderDecoder(Fuzzing.LIMITS), message -> message, stream);

        Fuzzing.assertOneOfOurs(outcome.end());
        for (Object message : outcome.messages()) {
            Fuzzing.assertComesBack((Message) message);
        }
    }
}
