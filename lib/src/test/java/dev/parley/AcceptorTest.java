package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptorTest {
    @Test
    void pausesDoubleFromFiveMillisecondsToOneSecondAndStartAnewAfterASuccess() {
        Acceptor acceptor = new Acceptor(10, 10);
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            pauses.add(acceptor.failed().toMillis());
        }
        assertEquals(List.of(5L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 1000L, 1000L), pauses);
        acceptor.accepted();
        assertEquals(5, acceptor.failed().toMillis());
    }

    @Test
    void aNetworkHasRoomUpToItsLimitAndIsForgottenWithItsLastConnection() throws Exception {
        Acceptor acceptor = new Acceptor(10, 2);
        ByteBuffer one = network("192.0.2.1");
        ByteBuffer other = network("192.0.2.2");
        assertTrue(acceptor.enter(one));
        assertTrue(acceptor.enter(one));
        assertFalse(acceptor.enter(one));
        assertTrue(acceptor.enter(other));
        acceptor.leave(one);
        assertTrue(acceptor.enter(one));
        acceptor.leave(one);
        acceptor.leave(one);
        acceptor.leave(other);
        assertEquals(0, acceptor.networks());
    }

    @Test
    void anAddressOfVersionSixIsOneWithThoseOfItsFirst64Bits() throws Exception {
        assertEquals(network("2001:db8:0:1::1"), network("2001:db8:0:1:ffff::2"));
        assertNotEquals(network("2001:db8:0:1::1"), network("2001:db8:0:2::1"));
        assertEquals(network("::ffff:192.0.2.1"), network("192.0.2.1"));
    }

    private static ByteBuffer network(String address) throws Exception {
        return Addresses.network(new InetSocketAddress(InetAddress.getByName(address), 1));
    }

    @Test
    void aLineIsDueOnceAPeriodAndCountsThoseWithheld() {
        Seldom lines = new Seldom(Duration.ofSeconds(10));
        assertEquals(1, lines.happened(5));
        assertEquals(0, lines.happened(6));
        assertEquals(0, lines.happened(Duration.ofSeconds(10).toNanos()));
        assertEquals(3, lines.happened(Duration.ofSeconds(10).toNanos() + 5));
        assertEquals(1, lines.happened(Duration.ofSeconds(30).toNanos()));
    }

    @Test
    void thereIsRoomUpToTheLimitAndAgainOnceOneCloses() {
        Acceptor acceptor = new Acceptor(2, 2);
        acceptor.accepted();
        assertTrue(acceptor.hasRoom());
        acceptor.accepted();
        assertFalse(acceptor.hasRoom());
        acceptor.closed();
        assertTrue(acceptor.hasRoom());
        assertEquals(1, acceptor.connections());
    }
}
