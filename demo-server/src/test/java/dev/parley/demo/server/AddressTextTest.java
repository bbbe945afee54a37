package dev.parley.demo.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1:80",
        "0.0.0.0, 0.0.0.0:80",
        "::1, [::1]:80",
        "::, [::]:80",
        "fe80::1%7, [fe80::1%7]:80",
        "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:80",
        "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]:80",
        "1:0:0:2:0:0:0:3, [1:0:0:2::3]:80",
        "1::, [1::]:80",
    })
    void an_address_is_written_as_people_write_it(String address, String text) throws UnknownHostException {
        assertEquals(text, AddressText.of(new InetSocketAddress(InetAddress.getByName(address), 80)));
    }

    @Test
    void a_name_that_was_not_looked_up_stays_a_name() {
        assertEquals("search.internal:80", AddressText.of(InetSocketAddress.createUnresolved("search.internal", 80)));
    }
}
