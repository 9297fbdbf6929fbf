package dev.murre.kernel.net;

import static dev.murre.abi.PollEvents.*;
import static dev.murre.kernel.net.SocketConstants.*;

import dev.murre.abi.Errno;
import dev.murre.kernel.fs.FsSubject;
import org.jspecify.annotations.Nullable;

/// A UNIX socket of type `SOCK_DGRAM`: reliable, in order, each send a datagram.
final class UnixDatagramSock extends UnixSock {
    private @Nullable UnixDatagramSock peer;
    private int inTransit;
    private boolean closed;

    UnixDatagramSock(NetNamespace net) {
        super(net, SOCK_DGRAM);
    }

    static void pair(FsSubject who, UnixDatagramSock a, UnixDatagramSock b) {
        a.peer = b;
        b.peer = a;
        a.peerCredentials = PeerCredentials.of(who);
        b.peerCredentials = a.peerCredentials;
    }

    @Override
    @Nullable UnixSock peer() {
        return peer;
    }

    @Override
    public int connect(FsSubject who, SocketName to) {
        if (to instanceof SocketName.Unspecified) {
            disconnect();
            return 0;
        }
        SocketName.Unix wanted = unix(to);
        nameForCredentials();
        UnixDatagramSock target = find(who, wanted);
        if (target.peer != null && target.peer != this) {
            throw Errno.EPERM.exception();
        }
        disconnect();
        peer = target;
        return 0;
    }

    private void disconnect() {
        peer = null;
        stopAwaitingRoom();
    }

    private UnixDatagramSock find(FsSubject who, SocketName.Unix wanted) {
        if (net.unix().find(who, wanted, SOCK_DGRAM) instanceof UnixDatagramSock found) {
            return found;
        }
        throw Errno.ECONNREFUSED.exception();
    }

    @Override
    public long send(FsSubject who, Message message) {
        if (message.has(MSG_OOB)) {
            return -Errno.EOPNOTSUPP.number;
        }
        Errno failed = takeError();
        if (failed != null) {
            return -failed.number;
        }
        UnixDatagramSock target = target(who, message);
        if (target == null) {
            return -Errno.ENOTCONN.number;
        }
        long length = message.data.remaining();
        if (length > options.sendBuffer - 32) {
            return -Errno.EMSGSIZE.number;
        }
        if (writeShut) {
            return brokenPipe(who, message);
        }
        if (target.closed) {
            if (target == peer) {
                disconnect();
            }
            return -Errno.ECONNREFUSED.number;
        }
        if (target.peer != null && target.peer != this) {
            return -Errno.EPERM.number;
        }
        if (target.readShut) {
            return -Errno.EPIPE.number;
        }
        nameForCredentials();
        if (target.isFull() && target.peer != this || inTransit + length > options.sendBuffer) {
            awaitRoomAt(target);
            return wouldBlock();
        }
        enqueue(who, message, target, (int) length);
        return length;
    }

    private @Nullable UnixDatagramSock target(FsSubject who, Message message) {
        SocketName to = message.name;
        if (to == null) {
            return peer;
        }
        if (to instanceof SocketName.Unix wanted) {
            return find(who, wanted);
        }
        throw Errno.EINVAL.exception();
    }

    private void enqueue(FsSubject who, Message message, UnixDatagramSock target, int length) {
        UnixPacket packet = net.packets().take();
        packet.reserve(length);
        message.data.get(packet.data, 0, length);
        packet.end = length;
        packet.owner = this;
        attach(who, message, packet, target);
        inTransit += length;
        target.queue.add(packet);
        target.wakeReadable();
    }

    private boolean isFull() {
        return queue.packets() > net.unix().maximumDatagrams();
    }

    @Override
    void consumed(int bytes) {
        inTransit -= bytes;
        wakeWritable();
    }

    @Override
    public long receive(FsSubject who, Message message) {
        if (message.has(MSG_OOB)) {
            return -Errno.EOPNOTSUPP.number;
        }
        UnixPacket packet = queue.first();
        if (packet == null) {
            Errno failed = takeError();
            if (failed != null) {
                return -failed.number;
            }
            return readShut ? 0 : wouldBlock();
        }
        detach(message, packet);
        message.name = packet.from;
        int length = packet.length();
        int count = (int) Math.min(message.data.remaining(), length);
        message.data.put(packet.data, packet.start, count);
        if (count < length) {
            message.resultFlags |= MSG_TRUNC;
        }
        if (!message.has(MSG_PEEK)) {
            queue.remove();
            UnixSock owner = packet.owner;
            if (owner != null) {
                owner.consumed(length);
            }
            net.packets().give(packet);
            roomQueue.wakeAll();
        }
        return message.has(MSG_TRUNC) ? length : count;
    }

    @Override
    public long unsent() {
        return inTransit;
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
        if (readShut && writeShut) {
            ready |= POLLHUP;
        }
        if (!queue.isEmpty()) {
            ready |= POLLIN | POLLRDNORM;
        }
        boolean writable = inTransit * 4L <= options.sendBuffer;
        UnixDatagramSock other = peer;
        if (writable && other != null && other.peer != this && other.isFull()) {
            awaitRoomAt(other);
            writable = false;
        }
        return writable ? ready | POLLOUT | POLLWRNORM | POLLWRBAND : ready;
    }

    @Override
    public void shutdown(FsSubject who, int how) {
        readShut |= how != SHUT_WR;
        writeShut |= how != SHUT_RD;
        wakeEverybody();
    }

    @Override
    protected void release() {
        closed = true;
        stopAwaitingRoom();
        unbind();
        UnixDatagramSock other = peer;
        if (other != null && other.peer == this) {
            other.wakeEverybody();
        }
        discardQueue();
        roomQueue.wakeAll();
        net.unix().collectGarbage();
    }
}
