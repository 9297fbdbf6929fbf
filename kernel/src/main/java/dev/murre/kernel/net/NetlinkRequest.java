package dev.murre.kernel.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One request to the kernel, netlink(7).
///
/// @param port the asking socket's
/// @param header the request's header as it came, which error reports quote
/// @param body what follows the header
record NetlinkRequest(int type, int flags, int sequence, int port, byte[] header, ByteBuffer body) {
    static final int HEADER = 16;
    private static final int NLM_F_ACK = 4;
    private static final int NLM_F_DUMP = 0x300;

    /// Of requests that make something: fail if there is one, and make it if there is none.
    static final int NLM_F_EXCL = 0x200;

    static final int NLM_F_CREATE = 0x400;

    /// The requests in a packet; what is cut off is left out.
    static List<NetlinkRequest> parse(byte[] packet, int port) {
        List<NetlinkRequest> found = new ArrayList<>(1);
        ByteBuffer in = ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN);
        while (in.remaining() >= HEADER) {
            int start = in.position();
            int length = in.getInt();
            if (length < HEADER || length > in.limit() - start) {
                break;
            }
            int type = in.getShort() & 0xffff;
            int flags = in.getShort() & 0xffff;
            int sequence = in.getInt();
            var body = ByteBuffer.wrap(packet, start + HEADER, length - HEADER);
            body.order(ByteOrder.LITTLE_ENDIAN);
            byte[] header = Arrays.copyOfRange(packet, start, start + HEADER);
            found.add(new NetlinkRequest(type, flags, sequence, port, header, body));
            in.position(Math.min(start + (length + 3 & ~3), in.limit()));
        }
        return found;
    }

    boolean isDump() {
        return (flags & NLM_F_DUMP) == NLM_F_DUMP;
    }

    boolean wantsAcknowledgement() {
        return (flags & NLM_F_ACK) != 0;
    }

    /// The address family with which the bodies of most requests begin.
    int family() {
        return body.hasRemaining() ? body.get(body.position()) & 0xff : 0;
    }
}
