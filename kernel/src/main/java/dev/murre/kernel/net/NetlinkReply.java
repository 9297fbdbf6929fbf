package dev.murre.kernel.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Queue;

/// Puts answers to one netlink request together, netlink(7). Messages of a dump share packets.
final class NetlinkReply {
    private static final int NLMSG_ERROR = 2;
    private static final int NLMSG_DONE = 3;
    private static final int NLM_F_MULTI = 2;
    private static final int PACKET_LIMIT = 16384;

    /// Where a packet of a dump ends and the next one begins.
    private static final int PACKET_FULL = 8192;

    private final NetlinkRequest request;
    private final Queue<byte[]> answers;
    private ByteBuffer out = buffer();

    NetlinkReply(NetlinkRequest request, Queue<byte[]> answers) {
        this.request = request;
        this.answers = answers;
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.allocate(PACKET_LIMIT).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// The packet so far.
    ByteBuffer out() {
        return out;
    }

    boolean isEmpty() {
        return out.position() == 0;
    }

    /// Begins a message and says where; [#end] wants to know.
    int begin(int type) {
        return begin(type, request.isDump() ? NLM_F_MULTI : 0);
    }

    private int begin(int type, int flags) {
        if (out.position() > PACKET_FULL) {
            flush();
        }
        int at = out.position();
        out.putInt(0).putShort((short) type).putShort((short) flags);
        out.putInt(request.sequence()).putInt(request.port());
        return at;
    }

    void end(int at) {
        out.putInt(at, out.position() - at);
        pad();
    }

    void attribute(int type, byte[] value) {
        out.putShort((short) (4 + value.length)).putShort((short) type).put(value);
        pad();
    }

    void attribute(int type, int value) {
        out.putShort((short) 8).putShort((short) type).putInt(value);
    }

    /// Begins an attribute that holds others and says where; [#endNest] wants to know.
    int beginNest(int type) {
        int at = out.position();
        out.putShort((short) 0).putShort((short) type);
        return at;
    }

    void endNest(int at) {
        out.putShort(at, (short) (out.position() - at));
    }

    private void pad() {
        while ((out.position() & 3) != 0) {
            out.put((byte) 0);
        }
    }

    /// Hands over what has been put together.
    void flush() {
        byte[] packet = new byte[out.position()];
        out.get(0, packet);
        out = buffer();
        answers.add(packet);
    }

    /// An answer of its own: what came of the request, 0 or `-errno`.
    void result(int code) {
        int at = begin(NLMSG_ERROR, 0);
        out.putInt(code).put(request.header());
        end(at);
        flush();
    }

    /// Ends a dump.
    void done() {
        done(0);
    }

    /// The last message of a dump that ended with an error.
    ///
    /// @param result 0, or a negative error number
    void done(int result) {
        if (!isEmpty()) {
            flush();
        }
        int at = begin(NLMSG_DONE, NLM_F_MULTI);
        out.putInt(result);
        end(at);
        flush();
    }
}
