package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptorTest {
    @Test
    void pausesDoubleFromFiveMillisecondsToOneSecondAndStartAnewAfterASuccess() {
        Acceptor acceptor = new Acceptor(10);
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            pauses.add(acceptor.failed().toMillis());
        }
        assertEquals(List.of(5L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 1000L, 1000L), pauses);
        acceptor.accepted();
        assertEquals(5, acceptor.failed().toMillis());
    }

    @Test
    void aRowOfFailuresIsLoggedAtItsStartAndThenOnceASecond() {
        Acceptor acceptor = new Acceptor(10);
        List<Boolean> lines = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            lines.add(acceptor.isWorthALine(acceptor.failed()));
        }
        assertEquals(List.of(true, false, false, false, false, false, false, false, true, true), lines);
    }

    @Test
    void thereIsRoomUpToTheLimitAndAgainOnceOneCloses() {
        Acceptor acceptor = new Acceptor(2);
        acceptor.accepted();
        assertTrue(acceptor.hasRoom());
        acceptor.accepted();
        assertFalse(acceptor.hasRoom());
        acceptor.closed();
        assertTrue(acceptor.hasRoom());
        assertEquals(1, acceptor.connections());
    }
}
