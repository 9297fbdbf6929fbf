package dev.murre.kernel.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class IpAddressTest {
    @Test
    void keepsVersion4InMappedForm() {
        IpAddress loopback = IpAddress.of(new byte[] {127, 0, 0, 1});
        assertEquals(IpAddress.LOOPBACK4, loopback);
        assertArrayEquals(new byte[] {127, 0, 0, 1}, loopback.bytes());
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 127, 0, 0, 1};
        assertArrayEquals(mapped, loopback.bytes16());
        assertEquals(loopback, IpAddress.of(mapped));
    }

    @Test
    void knowsSpecialAddresses() {
        assertTrue(IpAddress.v4(0x7f123456).isLoopback());
        assertTrue(IpAddress.LOOPBACK6.isLoopback());
        assertFalse(IpAddress.v4(0x80000001).isLoopback());
        assertTrue(IpAddress.ANY4.isAny() && IpAddress.ANY6.isAny());
        assertTrue(IpAddress.v4(0xe0000001).isMulticast());
        assertTrue(new IpAddress(0xff02L << 48, 1).isMulticast());
        assertTrue(IpAddress.v4(-1).isBroadcast());
    }
}
