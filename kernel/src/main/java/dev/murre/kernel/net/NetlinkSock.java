package dev.murre.kernel.net;

import static dev.murre.abi.PollEvents.*;
import static dev.murre.kernel.net.SocketConstants.*;

import dev.murre.abi.Errno;
import dev.murre.kernel.fs.FsSubject;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// A netlink socket, netlink(7): a line to a part of the kernel, which knows the answers.
final class NetlinkSock extends Sock {
    private static final int NETLINK_ROUTE = 0;
    private static final int NETLINK_SOCK_DIAG = 4;
    private static final int NETLINK_KOBJECT_UEVENT = 15;

    private final ArrayDeque<byte[]> queue = new ArrayDeque<>();
    private final @Nullable NetlinkAnswers kernel;
    private int port;
    private int groups;
    private int peerPort;
    private boolean connected;

    NetlinkSock(NetNamespace net, int type, int protocol) {
        super(net, AF_NETLINK, type, protocol);
        kernel =
                switch (protocol) {
                    case NETLINK_ROUTE -> new RouteMessages(net);
                    case NETLINK_SOCK_DIAG -> new SocketDiagnosis(net);
                    default -> null;
                };
    }

    /// Whether there is a part of the kernel behind a protocol. Devices are told of by one that
    /// never listens.
    static boolean isKnown(int protocol) {
        return protocol == NETLINK_ROUTE
                || protocol == NETLINK_SOCK_DIAG
                || protocol == NETLINK_KOBJECT_UEVENT;
    }

    @Override
    public void bind(FsSubject who, SocketName name) {
        if (!(name instanceof SocketName.Netlink wanted)) {
            throw Errno.EINVAL.exception();
        }
        if (port != 0 && wanted.port() != 0 && wanted.port() != port) {
            throw Errno.EINVAL.exception();
        }
        groups = wanted.groups();
        if (wanted.port() != 0) {
            port = wanted.port();
        }
        autobind(who);
    }

    private void autobind(FsSubject who) {
        if (port == 0) {
            port = net.netlinkPort(who.tgid());
        }
    }

    @Override
    public int connect(FsSubject who, SocketName name) {
        if (name instanceof SocketName.Unspecified) {
            connected = false;
            return 0;
        }
        if (!(name instanceof SocketName.Netlink to)) {
            throw Errno.EINVAL.exception();
        }
        autobind(who);
        peerPort = to.port();
        connected = true;
        return 0;
    }

    @Override
    public SocketName localName() {
        return new SocketName.Netlink(port, groups);
    }

    @Override
    public SocketName peerName() {
        return new SocketName.Netlink(peerPort, 0);
    }

    @Override
    public void shutdown(FsSubject who, int how) {
        throw Errno.EOPNOTSUPP.exception();
    }

    @Override
    public long send(FsSubject who, Message message) {
        if (message.has(MSG_OOB)) {
            return -Errno.EOPNOTSUPP.number;
        }
        int to = connected ? peerPort : 0;
        if (message.name != null) {
            if (!(message.name instanceof SocketName.Netlink named)) {
                return -Errno.EINVAL.number;
            }
            to = named.port();
        }
        autobind(who);
        byte[] request = new byte[(int) Math.min(message.data.remaining(), 1 << 20)];
        message.data.get(request, 0, request.length);
        if (to != 0 || kernel == null) {
            return -Errno.ECONNREFUSED.number;
        }
        for (NetlinkRequest each : NetlinkRequest.parse(request, port)) {
            kernel.answer(who, each, queue);
        }
        if (!queue.isEmpty()) {
            wakeReadable();
        }
        return request.length;
    }

    /// A notice from another part of the kernel.
    void deliver(byte[] bytes) {
        queue.add(bytes.clone());
        wakeReadable();
    }

    @Override
    public long receive(FsSubject who, Message message) {
        byte[] packet = queue.peek();
        if (packet == null) {
            return wouldBlock();
        }
        int count = (int) Math.min(message.data.remaining(), packet.length);
        message.data.put(packet, 0, count);
        if (count < packet.length) {
            message.resultFlags |= MSG_TRUNC;
        }
        message.name = new SocketName.Netlink(0, 0);
        if (options.passCredentials) {
            message.credentials = new PeerCredentials(null, 0, 0);
        }
        if (!message.has(MSG_PEEK)) {
            queue.remove();
        }
        return message.has(MSG_TRUNC) ? packet.length : count;
    }

    @Override
    public int setProtocolOption(FsSubject who, int level, int name, OptionValue value) {
        // membership, PKTINFO, EXT_ACK and the like change nothing where nothing is ever announced
        return level == SOL_NETLINK && name >= 1 && name <= 12 ? 0 : -Errno.ENOPROTOOPT.number;
    }

    @Override
    public int poll() {
        int ready = POLLOUT | POLLWRNORM | POLLWRBAND;
        return queue.isEmpty() ? ready : ready | POLLIN | POLLRDNORM;
    }

    @Override
    public long readable() {
        byte[] first = queue.peek();
        return first == null ? 0 : first.length;
    }

    @Override
    protected void release() {
        net.netlinkReleased(port);
        queue.clear();
    }
}
