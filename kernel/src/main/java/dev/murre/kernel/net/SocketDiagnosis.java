package dev.murre.kernel.net;

import static dev.murre.kernel.net.SocketConstants.*;

import dev.murre.abi.Errno;
import dev.murre.kernel.fs.FsSubject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Queue;

/// Answers to questions about the open sockets of a network, sock_diag(7), as `ss` asks them. A
/// filter that comes as a program is not run: `ss` filters again by itself.
final class SocketDiagnosis implements NetlinkAnswers {
    private static final int SOCK_DIAG_BY_FAMILY = 20;
    private static final int AF_LIMIT = 45;

    private static final int INET_REQUEST = 56;
    private static final int INET_DIAG_REQ_PROTOCOL = 3;
    private static final int INET_DIAG_MEMINFO = 1;
    private static final int INET_DIAG_INFO = 2;
    private static final int INET_DIAG_CONG = 4;
    private static final int INET_DIAG_SKMEMINFO = 7;
    private static final int INET_DIAG_SHUTDOWN = 8;
    private static final int INET_DIAG_SKV6ONLY = 11;

    private static final int UNIX_REQUEST = 24;
    private static final int UNIX_DIAG_NAME = 0;
    private static final int UNIX_DIAG_PEER = 2;
    private static final int UNIX_DIAG_RQLEN = 4;
    private static final int UNIX_DIAG_SHUTDOWN = 6;

    private static final int NO_STATES = (1 << TcpState.LISTEN.number) | 1 << TcpState.CLOSE.number;

    private final NetNamespace net;

    SocketDiagnosis(NetNamespace net) {
        this.net = net;
    }

    @Override
    public void answer(FsSubject who, NetlinkRequest request, Queue<byte[]> answers) {
        var reply = new NetlinkReply(request, answers);
        int result = -Errno.EINVAL.number;
        if (request.type() == SOCK_DIAG_BY_FAMILY && request.body().remaining() >= 2) {
            result =
                    switch (request.family()) {
                        case AF_INET, AF_INET6 -> internet(who, request, reply);
                        case AF_UNIX -> unix(request, reply);
                        default ->
                                -(request.family() < AF_LIMIT ? Errno.ENOENT : Errno.EINVAL).number;
                    };
        }
        if (result != 0 || request.wantsAcknowledgement()) {
            reply.result(result);
        }
    }

    private static int finish(NetlinkRequest request, NetlinkReply reply) {
        if (request.isDump()) {
            reply.done();
            return 0;
        }
        if (reply.isEmpty()) {
            return -Errno.ENOENT.number;
        }
        reply.flush();
        return 0;
    }

    // Internet sockets.

    /// `struct inet_diag_req_v2`.
    private record InetQuestion(
            int family, int protocol, int extensions, int states, int port, int peerPort) {
        static InetQuestion of(ByteBuffer body) {
            int at = body.position();
            return new InetQuestion(
                    body.get(at) & 0xff,
                    // too large a number for a byte comes as an attribute
                    NetlinkAttributes.after(INET_REQUEST, body)
                            .number(INET_DIAG_REQ_PROTOCOL, body.get(at + 1) & 0xff),
                    body.get(at + 2) & 0xff,
                    body.getInt(at + 4),
                    Short.reverseBytes(body.getShort(at + 8)) & 0xffff,
                    Short.reverseBytes(body.getShort(at + 10)) & 0xffff);
        }

        boolean fits(InetSock sock) {
            return sock.family == family
                    && sock.protocol == protocol
                    && (port == 0 || sock.localPort == port)
                    && (peerPort == 0 || sock.remotePort == peerPort);
        }

        boolean asks(int attribute) {
            return (extensions & 1 << attribute - 1) != 0;
        }
    }

    private int internet(FsSubject who, NetlinkRequest request, NetlinkReply reply) {
        if (request.body().remaining() < INET_REQUEST) {
            return -Errno.EINVAL.number;
        }
        var question = InetQuestion.of(request.body());
        if (question.protocol != IPPROTO_TCP
                && question.protocol != IPPROTO_UDP
                && question.protocol != IPPROTO_UDPLITE) {
            if (request.isDump()) {
                reply.done(-Errno.ENOENT.number);
                return 0;
            }
            return -Errno.ENOENT.number;
        }
        for (SocketFile file : net.sockets()) {
            // a socket without a port is in no table that could be searched
            if (file.sock() instanceof InetSock sock
                    && sock.localPort != 0
                    && question.fits(sock)
                    && (!request.isDump() || (question.states >> sock.stateNumber() & 1) != 0)) {
                describe(who, file, sock, question, reply);
                if (!request.isDump()) {
                    break;
                }
            }
        }
        return finish(request, reply);
    }

    /// One `struct inet_diag_msg` with its attributes.
    private static void describe(
            FsSubject who, SocketFile file, InetSock sock, InetQuestion asked, NetlinkReply reply) {
        int at = reply.begin(SOCK_DIAG_BY_FAMILY);
        ByteBuffer out = reply.out();
        out.put((byte) sock.family).put((byte) sock.stateNumber()).putShort((short) 0);
        out.putShort(Short.reverseBytes((short) sock.localPort));
        out.putShort(Short.reverseBytes((short) sock.remotePort));
        address(out, sock, sock.localAddress);
        address(out, sock, sock.remoteAddress);
        out.putInt(0).putLong(file.inode().ino()); // interface, cookie
        out.putInt(0).putInt((int) sock.receiveQueue());
        out.putInt(sock.isListening() ? sock.backlog() : (int) sock.unsent());
        out.putInt(who.creds().seenUser(file.inode().uid())).putInt((int) file.inode().ino());
        reply.attribute(INET_DIAG_SHUTDOWN, shutdown(sock));
        if (sock.family == AF_INET6 && (NO_STATES >> sock.stateNumber() & 1) != 0) {
            reply.attribute(INET_DIAG_SKV6ONLY, new byte[] {(byte) (sock.v6Only ? 1 : 0)});
        }
        if (asked.asks(INET_DIAG_MEMINFO)) {
            int[] memory = {(int) sock.receiveQueue(), (int) sock.unsent(), 0, 0};
            reply.attribute(INET_DIAG_MEMINFO, words(out, memory));
        }
        if (asked.asks(INET_DIAG_SKMEMINFO)) {
            reply.attribute(INET_DIAG_SKMEMINFO, words(out, memory(sock)));
        }
        if (sock instanceof TcpSock tcp) {
            if (asked.asks(INET_DIAG_INFO)) {
                reply.attribute(INET_DIAG_INFO, tcp.tcp.info(tcp));
            }
            if (asked.asks(INET_DIAG_CONG)) {
                reply.attribute(INET_DIAG_CONG, bytes(tcp.tcp.congestion() + "\0"));
            }
        }
        reply.end(at);
    }

    private static void address(ByteBuffer out, InetSock sock, IpAddress address) {
        if (sock.family == AF_INET) {
            out.put(address.bytes()).put(new byte[12]);
        } else {
            out.put(address.bytes16());
        }
    }

    /// sock_diag(7), INET_DIAG_SKMEMINFO: received, its limit, sent, its limit; nothing is kept
    /// ahead, in a backlog or in options.
    private static int[] memory(InetSock sock) {
        int unsent = Math.max(0, (int) sock.unsent());
        int received = (int) sock.receiveQueue();
        SockOptions options = sock.options;
        return new int[] {
            received, options.receiveBuffer, unsent, options.sendBuffer, 0, unsent, 0, 0, 0
        };
    }

    private static byte[] words(ByteBuffer like, int... numbers) {
        byte[] content = new byte[numbers.length * Integer.BYTES];
        ByteBuffer.wrap(content).order(like.order()).asIntBuffer().put(numbers);
        return content;
    }

    private static byte[] shutdown(Sock sock) {
        return new byte[] {(byte) ((sock.readShut ? 1 : 0) | (sock.writeShut ? 2 : 0))};
    }

    // UNIX sockets.

    /// `struct unix_diag_req`.
    private record UnixQuestion(int states, int ino, int show) {
        static UnixQuestion of(ByteBuffer body) {
            int at = body.position();
            return new UnixQuestion(body.getInt(at + 4), body.getInt(at + 8), body.getInt(at + 12));
        }

        boolean asks(int attribute) {
            return (show & 1 << attribute) != 0;
        }
    }

    private int unix(NetlinkRequest request, NetlinkReply reply) {
        if (request.body().remaining() < UNIX_REQUEST) {
            return -Errno.EINVAL.number;
        }
        var question = UnixQuestion.of(request.body());
        if (!request.isDump() && question.ino == 0) {
            return -Errno.EINVAL.number;
        }
        for (SocketFile file : net.sockets()) {
            if (file.sock() instanceof UnixSock sock && wanted(request, question, file)) {
                describe(file, sock, question, reply);
            }
        }
        return finish(request, reply);
    }

    private static boolean wanted(NetlinkRequest request, UnixQuestion question, SocketFile file) {
        return request.isDump()
                ? (question.states >> file.sock().stateNumber() & 1) != 0
                : question.ino == (int) file.inode().ino();
    }

    /// One `struct unix_diag_msg` with its attributes.
    private static void describe(
            SocketFile file, UnixSock sock, UnixQuestion asked, NetlinkReply reply) {
        int at = reply.begin(SOCK_DIAG_BY_FAMILY);
        ByteBuffer out = reply.out();
        out.put((byte) AF_UNIX).put((byte) sock.type);
        out.put((byte) sock.stateNumber()).put((byte) 0);
        out.putInt((int) file.inode().ino()).putLong(file.inode().ino());
        if (asked.asks(UNIX_DIAG_NAME) && !sock.name.unnamed()) {
            boolean ends = !sock.name.isAbstract();
            reply.attribute(UNIX_DIAG_NAME, bytes(sock.name.path() + (ends ? "\0" : "")));
        }
        UnixSock peer = sock.peer();
        if (asked.asks(UNIX_DIAG_PEER) && peer != null) {
            SocketFile other = peer.file;
            reply.attribute(UNIX_DIAG_PEER, other == null ? 0 : (int) other.inode().ino());
        }
        if (asked.asks(UNIX_DIAG_RQLEN)) {
            byte[] lengths = new byte[8];
            ByteBuffer.wrap(lengths)
                    .order(out.order())
                    .putInt((int) sock.receiveQueue())
                    .putInt(sock.isListening() ? sock.backlog() : (int) sock.unsent());
            reply.attribute(UNIX_DIAG_RQLEN, lengths);
        }
        reply.attribute(UNIX_DIAG_SHUTDOWN, shutdown(sock));
        reply.end(at);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
