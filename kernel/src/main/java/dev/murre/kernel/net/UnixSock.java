package dev.murre.kernel.net;

import static dev.murre.kernel.net.SocketConstants.*;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.WaitEntry;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.OpenFile;
import org.jspecify.annotations.Nullable;

/// What UNIX sockets of all types share: names, ancillary data and the queue of packets; unix(7).
abstract sealed class UnixSock extends Sock permits UnixStreamSock, UnixDatagramSock {
    /// The most descriptors one message carries (`SCM_MAX_FD`).
    static final int MAX_FILES = 253;

    final UnixQueue queue = new UnixQueue();
    SocketName.Unix name = SocketName.Unix.UNNAMED;

    /// Senders that wait for room at this socket.
    final dev.murre.kernel.base.WaitQueue roomQueue =
            new dev.murre.kernel.base.WaitQueue("unix_room");

    /// Whom to compare credentials against at the other end.
    PeerCredentials peerCredentials = PeerCredentials.NONE;

    private final RoomRelay relay = new RoomRelay();

    UnixSock(NetNamespace net, int type) {
        super(net, AF_UNIX, type, 0);
    }

    @Override
    public final void bind(FsSubject who, SocketName to) {
        SocketName.Unix wanted = unix(to);
        if (wanted.unnamed()) {
            autobind();
            return;
        }
        if (!name.unnamed()) {
            boolean taken = !wanted.isAbstract() && net.unix().exists(who, wanted.path());
            throw (taken ? Errno.EADDRINUSE : Errno.EINVAL).exception();
        }
        net.unix().bind(who, wanted, this);
        name = wanted;
    }

    /// A name of this family.
    ///
    /// @throws dev.murre.abi.ErrnoException EINVAL for another family's
    static SocketName.Unix unix(SocketName given) {
        if (given instanceof SocketName.Unix name) {
            return name;
        }
        throw Errno.EINVAL.exception();
    }

    /// Whoever passes credentials has a name: takes one if there is none yet, unix(7).
    final void nameForCredentials() {
        if (options.passCredentials) {
            autobind();
        }
    }

    /// Takes a free abstract name of five hexadecimal digits, unix(7), "Autobind feature".
    final void autobind() {
        if (name.unnamed()) {
            name = net.unix().autobind(this);
        }
    }

    @Override
    public final SocketName localName() {
        return name;
    }

    @Override
    public final SocketName peerName() {
        UnixSock other = peer();
        if (other == null) {
            throw Errno.ENOTCONN.exception();
        }
        return other.name;
    }

    @Override
    public final SocketName peerNameOrNone() {
        UnixSock other = peer();
        return other == null ? SocketName.Unix.UNNAMED : other.name;
    }

    @Override
    final PeerCredentials peerCredentials() {
        return peerCredentials;
    }

    @Override
    public final int setProtocolOption(FsSubject who, int level, int option, OptionValue value) {
        return -Errno.EOPNOTSUPP.number;
    }

    @Override
    public final int getProtocolOption(FsSubject who, int level, int option, OptionValue value) {
        return -Errno.EOPNOTSUPP.number;
    }

    /// Puts what travels beside the bytes into a packet.
    final void attach(FsSubject who, Message message, UnixPacket packet, UnixSock receiver) {
        PeerCredentials named = message.credentials;
        packet.hasCredentials =
                named != null || options.passCredentials || receiver.options.passCredentials;
        if (named != null) {
            packet.sender = named;
        } else if (packet.hasCredentials) {
            packet.sender = PeerCredentials.ofSender(who);
        }
        OpenFile[] files = message.files;
        if (files != null) {
            packet.files = files.clone();
            for (OpenFile file : files) {
                file.share();
                net.unix().inFlight(file, this);
            }
        }
        packet.from = name;
    }

    /// Hands the receiver what travelled beside the bytes of a packet.
    final void detach(Message message, UnixPacket packet) {
        if (options.passCredentials) {
            message.credentials = packet.sender;
        }
        OpenFile[] files = packet.files;
        if (files == null) {
            return;
        }
        message.files = files;
        if (message.has(MSG_PEEK)) {
            for (OpenFile file : files) {
                file.share();
            }
        } else {
            packet.files = null;
            for (OpenFile file : files) {
                net.unix().landed(file);
            }
        }
    }

    /// Drops everything that waits here.
    final void discardQueue() {
        while (!queue.isEmpty()) {
            UnixPacket packet = queue.remove();
            OpenFile[] files = packet.files;
            if (files != null) {
                for (OpenFile file : files) {
                    net.unix().landed(file);
                    file.put();
                }
            }
            UnixSock owner = packet.owner;
            if (owner != null) {
                owner.consumed(packet.length());
            }
            net.packets().give(packet);
        }
    }

    /// A datagram of ours has been received or dropped.
    void consumed(int bytes) {}

    @Override
    public final long readable() {
        if (isListening()) {
            return -Errno.EINVAL.number;
        }
        UnixPacket first = queue.first();
        return type == SOCK_STREAM ? queue.bytes() : first == null ? 0 : first.length();
    }

    /// Wants to be woken as writable when `other` has room again.
    final void awaitRoomAt(UnixSock other) {
        if (relay.queue() != other.roomQueue) {
            relay.leave();
            other.roomQueue.add(relay, -1);
        }
    }

    final void stopAwaitingRoom() {
        relay.leave();
    }

    final void unbind() {
        if (!name.unnamed()) {
            net.unix().unbind(name, this);
        }
    }

    abstract @Nullable UnixSock peer();

    @Override
    boolean isConnected() {
        return peer() != null;
    }

    private final class RoomRelay extends WaitEntry {
        @Override
        protected boolean onWake(int key) {
            leave();
            wakeWritable();
            return true;
        }
    }
}
