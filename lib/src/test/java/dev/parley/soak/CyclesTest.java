package dev.parley.soak;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Promise 12: what a connection took is given back, however it ended. */
@Timeout(120)
class CyclesTest {
    @ParameterizedTest
    @CsvSource({
        "EXCHANGE, 5000",
        "CHANNEL_ENDS_ITS_OUTPUT, 1000",
        "PEER_ENDS_ITS_OUTPUT, 1000",
        "PEER_RESETS, 1000",
        "PEER_SENDS_GARBAGE, 1000",
        "CONNECT_IS_CANCELLED, 1000",
        "CLOSED_WITH_A_REQUEST_OUTSTANDING, 1000",
        "SERVER_COMES_AND_GOES, 200"
    })
    void leaveNothing(Cycle cycle, int count) throws Exception {
        Cycles.leaveNothing(cycle, count / 5, count);
    }
}
