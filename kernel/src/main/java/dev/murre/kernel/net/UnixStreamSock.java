package dev.murre.kernel.net;

import static dev.murre.abi.PollEvents.*;
import static dev.murre.kernel.net.SocketConstants.*;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.fs.FsSubject;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// A connected UNIX socket: `SOCK_STREAM`, or `SOCK_SEQPACKET` where each send stays a packet.
final class UnixStreamSock extends UnixSock {
    private @Nullable UnixStreamSock peer;
    private boolean listening;
    private boolean wasConnected;
    private int backlog;
    private boolean senderBlocked;
    private final ArrayDeque<UnixStreamSock> pending = new ArrayDeque<>(0);

    UnixStreamSock(NetNamespace net, int type) {
        super(net, type);
    }

    /// Joins two new sockets, socketpair(2).
    static void pair(FsSubject who, UnixStreamSock a, UnixStreamSock b) {
        a.join(b);
        b.join(a);
        a.peerCredentials = PeerCredentials.of(who);
        b.peerCredentials = a.peerCredentials;
    }

    private void join(UnixStreamSock other) {
        peer = other;
        wasConnected = true;
    }

    @Override
    @Nullable UnixSock peer() {
        return peer;
    }

    @Override
    boolean isListening() {
        return listening;
    }

    @Override
    boolean isConnected() {
        return wasConnected;
    }

    // Connecting.

    @Override
    public void listen(FsSubject who, int wanted) {
        if (name.unnamed() || wasConnected) {
            throw Errno.EINVAL.exception();
        }
        int limited = Integer.compareUnsigned(wanted, SOMAXCONN) > 0 ? SOMAXCONN : wanted;
        listening = true;
        peerCredentials = PeerCredentials.of(who);
        if (limited > backlog) {
            roomQueue.wakeAll();
        }
        backlog = limited;
    }

    @Override
    public int connect(FsSubject who, SocketName to) {
        SocketName.Unix wanted = unix(to);
        if (listening) {
            throw Errno.EINVAL.exception();
        }
        if (wasConnected) {
            throw Errno.EISCONN.exception();
        }
        UnixSock found = net.unix().find(who, wanted, type);
        if (!(found instanceof UnixStreamSock listener) || !listener.listening) {
            throw Errno.ECONNREFUSED.exception();
        }
        if (listener.readShut) {
            throw Errno.ECONNREFUSED.exception();
        }
        if (listener.pending.size() > listener.backlog) {
            awaitRoomAt(listener);
            return -Errno.EAGAIN.number;
        }
        nameForCredentials();
        stopAwaitingRoom();
        var child = new UnixStreamSock(net, type);
        child.name = listener.name;
        child.options.inherit(listener.options);
        child.peerCredentials = PeerCredentials.of(who);
        peerCredentials = listener.peerCredentials;
        child.join(this);
        join(child);
        listener.pending.add(child);
        listener.wakeReadable();
        return 0;
    }

    @Override
    public @Nullable UnixStreamSock accept(FsSubject who) {
        if (!listening) {
            throw Errno.EINVAL.exception();
        }
        UnixStreamSock child = pending.poll();
        if (child == null && readShut) {
            throw Errno.EINVAL.exception();
        }
        if (child != null) {
            roomQueue.wakeAll();
        }
        return child;
    }

    // Data.

    @Override
    public long send(FsSubject who, Message message) {
        if (message.has(MSG_OOB)) {
            return -Errno.EOPNOTSUPP.number;
        }
        if (message.name != null && type == SOCK_STREAM) {
            return wasConnected ? -Errno.EISCONN.number : -Errno.EOPNOTSUPP.number;
        }
        Errno failed = takeError();
        if (failed != null) {
            return -failed.number;
        }
        if (!wasConnected) {
            return -Errno.ENOTCONN.number;
        }
        UnixStreamSock other = peer;
        if (writeShut || other == null || other.readShut) {
            return brokenPipe(who, message);
        }
        return type == SOCK_STREAM
                ? sendBytes(who, message, other)
                : sendPacket(who, message, other);
    }

    private long sendBytes(FsSubject who, Message message, UnixStreamSock other) {
        IoBuf data = message.data;
        long total = data.remaining();
        if (total == 0) {
            return 0;
        }
        long sent = 0;
        int room = options.sendBuffer - other.queue.bytes();
        while (sent < total && room > 0) {
            int count = appendToLast(message, other, room);
            if (count == 0) {
                count = addPacket(who, message, other, (int) Math.min(room, total - sent));
            }
            sent += count;
            room -= count;
        }
        if (sent == 0) {
            senderBlocked = true;
            return wouldBlock();
        }
        other.wakeReadable();
        return sent;
    }

    /// Adds to the packet the receiver would read last, when nobody could tell the difference.
    private int appendToLast(Message message, UnixStreamSock other, int room) {
        UnixPacket last = other.queue.last();
        if (last == null || last.files != null || message.files != null) {
            return 0;
        }
        boolean wantsCredentials = message.credentials != null || last.hasCredentials;
        if (wantsCredentials || options.passCredentials || other.options.passCredentials) {
            return 0;
        }
        int space = Math.min(last.data.length - last.end, room);
        int count = (int) Math.min(space, message.data.remaining());
        if (count > 0) {
            message.data.get(last.data, last.end, count);
            last.end += count;
            other.queue.grew(count);
        }
        return count;
    }

    private int addPacket(FsSubject who, Message message, UnixStreamSock other, int most) {
        UnixPacket packet = net.packets().take();
        int count = Math.min(most, 32768);
        packet.reserve(count);
        message.data.get(packet.data, 0, count);
        packet.end = count;
        attach(who, message, packet, other);
        message.files = null; // they travel with the first bytes
        other.queue.add(packet);
        return count;
    }

    private long sendPacket(FsSubject who, Message message, UnixStreamSock other) {
        long length = message.data.remaining();
        if (length > options.sendBuffer - 32) {
            return -Errno.EMSGSIZE.number;
        }
        if (other.queue.bytes() + length > options.sendBuffer) {
            senderBlocked = true;
            return wouldBlock();
        }
        UnixPacket packet = net.packets().take();
        packet.reserve((int) length);
        message.data.get(packet.data, 0, (int) length);
        packet.end = (int) length;
        attach(who, message, packet, other);
        other.queue.add(packet);
        other.wakeReadable();
        return length;
    }

    @Override
    public long receive(FsSubject who, Message message) {
        if (message.has(MSG_OOB)) {
            return -Errno.EOPNOTSUPP.number;
        }
        if (listening) {
            return -Errno.EINVAL.number;
        }
        if (!wasConnected) {
            return type == SOCK_STREAM ? -Errno.EINVAL.number : -Errno.ENOTCONN.number;
        }
        if (queue.isEmpty()) {
            Errno failed = takeError();
            if (failed != null) {
                return -failed.number;
            }
            return readShut ? 0 : wouldBlock();
        }
        long count = type == SOCK_STREAM ? receiveBytes(message) : receivePacket(message);
        UnixStreamSock other = peer;
        if (other != null && other.senderBlocked && other.isWritable()) {
            other.senderBlocked = false;
            other.wakeWritable();
        }
        return count;
    }

    private long receiveBytes(Message message) {
        boolean peek = message.has(MSG_PEEK);
        long received = 0;
        UnixPacket first = queue.first();
        UnixPacket packet = first;
        while (packet != null && message.data.remaining() > 0) {
            if (packet != first && !continues(message, packet)) {
                break;
            }
            boolean carriesFiles = packet.files != null;
            if (packet == first || carriesFiles) {
                detach(message, packet);
            }
            int count = (int) Math.min(message.data.remaining(), packet.length());
            message.data.put(packet.data, packet.start, count);
            received += count;
            UnixPacket next = packet.next;
            if (!peek) {
                consume(packet, count);
            }
            if (carriesFiles) {
                break; // descriptors end a receive
            }
            packet = next;
        }
        return received;
    }

    /// Whether a receive may go on into this packet: never across writers that can be told apart.
    private boolean continues(Message message, UnixPacket packet) {
        if (message.files != null && packet.files != null) {
            return false;
        }
        PeerCredentials seen = message.credentials;
        return !options.passCredentials || seen == null || seen.equals(packet.sender);
    }

    private void consume(UnixPacket packet, int count) {
        packet.start += count;
        queue.shrank(count);
        if (packet.length() == 0) {
            net.packets().give(queue.remove());
        }
    }

    private long receivePacket(Message message) {
        UnixPacket packet = queue.first();
        if (packet == null) {
            return wouldBlock();
        }
        detach(message, packet);
        int length = packet.length();
        int count = (int) Math.min(message.data.remaining(), length);
        message.data.put(packet.data, packet.start, count);
        message.resultFlags |= MSG_EOR;
        if (count < length) {
            message.resultFlags |= MSG_TRUNC;
        }
        if (!message.has(MSG_PEEK)) {
            net.packets().give(queue.remove());
        }
        return message.has(MSG_TRUNC) ? length : count;
    }

    private boolean isWritable() {
        UnixStreamSock other = peer;
        return other == null || other.queue.bytes() * 4L <= options.sendBuffer;
    }

    @Override
    public long receiveQueue() {
        return listening ? pending.size() : readable();
    }

    @Override
    int backlog() {
        return backlog;
    }

    @Override
    public long unsent() {
        UnixStreamSock other = peer;
        return listening ? -Errno.EINVAL.number : other == null ? 0 : other.queue.bytes();
    }

    @Override
    public int poll() {
        int ready = 0;
        if (hasError()) {
            ready |= POLLERR;
        }
        if (readShut) {
            ready |= POLLRDHUP | POLLIN | POLLRDNORM;
        }
        if (readShut && writeShut || !wasConnected && !listening) {
            ready |= POLLHUP;
        }
        if (!queue.isEmpty() || !pending.isEmpty()) {
            ready |= POLLIN | POLLRDNORM;
        }
        if (isWritable()) {
            ready |= POLLOUT | POLLWRNORM | POLLWRBAND;
        } else {
            senderBlocked = true;
        }
        return ready;
    }

    // The end.

    @Override
    public void shutdown(FsSubject who, int how) {
        boolean read = how != SHUT_WR;
        boolean write = how != SHUT_RD;
        readShut |= read;
        writeShut |= write;
        UnixStreamSock other = peer;
        if (other != null) {
            other.readShut |= write;
            other.writeShut |= read;
            other.wakeEverybody();
        }
        wakeEverybody();
    }

    @Override
    protected void release() {
        stopAwaitingRoom();
        unbind();
        UnixStreamSock other = peer;
        if (other != null) {
            other.readShut = true;
            other.writeShut = true;
            if (!queue.isEmpty()) {
                other.setError(Errno.ECONNRESET);
            }
            other.wakeEverybody();
            peer = null;
        }
        for (UnixStreamSock child = pending.poll(); child != null; child = pending.poll()) {
            UnixStreamSock client = child.peer;
            if (client != null) {
                client.setError(Errno.ECONNRESET);
            }
            child.release();
        }
        listening = false;
        readShut = true;
        roomQueue.wakeAll();
        discardQueue();
        net.unix().collectGarbage();
    }
}
