package dev.murre.kernel.net;

import static dev.murre.kernel.net.SocketConstants.*;

import dev.murre.abi.Errno;

/// What the header of a datagram says beside its addresses.
///
/// @param hopLimit time to live, or hop limit
/// @param serviceClass type of service, or traffic class
record IpRoute(int hopLimit, int serviceClass) {
    /// Of a datagram from outside the machine.
    static final IpRoute USUAL = new IpRoute(64, 0);

    /// As the socket's options and the message's ancillary data ask.
    ///
    /// @throws dev.murre.abi.ErrnoException EINVAL for ancillary data of a wrong size or value
    static IpRoute of(InetSock sock, Message message, IpAddress to) {
        int hopLimit = sock.ip.hopLimit(to);
        int serviceClass = sock.ip.serviceClass(to);
        for (Message.Control control : message.controls) {
            if (control.level() == IPPROTO_IPV6 && control.type() == IPV6_HOPLIMIT
                    || control.level() == IPPROTO_IP && control.type() == IP_TTL) {
                int given = number(control, Integer.BYTES);
                hopLimit = given == -1 ? hopLimit : given;
            } else if (control.level() == IPPROTO_IPV6 && control.type() == IPV6_TCLASS) {
                int given = number(control, Integer.BYTES);
                serviceClass = given == -1 ? 0 : given;
            } else if (control.level() == IPPROTO_IP && control.type() == IP_TOS) {
                serviceClass = number(control, Byte.BYTES);
            }
        }
        return new IpRoute(hopLimit, serviceClass);
    }

    private static int number(Message.Control control, int leastSize) {
        byte[] data = control.data();
        boolean whole = data.length == Integer.BYTES;
        if (!whole && data.length != leastSize) {
            throw Errno.EINVAL.exception();
        }
        int value = data[0] & 0xff;
        for (int i = 1; whole && i < Integer.BYTES; i++) {
            value |= (data[i] & 0xff) << 8 * i;
        }
        if (value < -1 || value > 255) {
            throw Errno.EINVAL.exception();
        }
        return value;
    }
}
