package dev.murre.kernel.net;

import dev.murre.abi.OpenFlags;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;

/// The file through which a program holds a [Sock].
public final class SocketFile extends OpenFile {
    private static final int FIONREAD = 0x541b;
    private static final int SIOCOUTQ = 0x5411;

    private final Sock sock;
    private final SocketLevel level;

    private SocketFile(Inode inode, Sock sock) {
        super(inode);
        this.sock = sock;
        level = new SocketLevel(sock);
    }

    /// Gives a socket its file; `statusFlags` are those of open(2), of which `O_NONBLOCK` counts.
    public static SocketFile open(FsSubject who, Inode inode, Sock sock, int statusFlags) {
        var file = new SocketFile(inode, sock);
        file.initAnonymous(
                "socket:[" + inode.ino() + "]",
                OpenFlags.O_RDWR | statusFlags & OpenFlags.O_NONBLOCK,
                who.creds());
        sock.file = file;
        sock.net.opened(file);
        return file;
    }

    public Sock sock() {
        return sock;
    }

    /// The options of level `SOL_SOCKET`.
    public SocketLevel level() {
        return level;
    }

    /// The given message flags with `MSG_DONTWAIT` where the file does not block.
    public int messageFlags(int flags) {
        return isNonBlocking() ? flags | SocketConstants.MSG_DONTWAIT : flags;
    }

    @Override
    public long read(FsSubject who, IoBuf to, long at) {
        if (to.remaining() == 0) {
            return 0;
        }
        return sock.receive(who, sock.net.message().reset(to, messageFlags(0)));
    }

    @Override
    public long write(FsSubject who, IoBuf from, long at) {
        return sock.send(who, sock.net.message().reset(from, messageFlags(0)));
    }

    @Override
    public int poll() {
        return sock.poll();
    }

    @Override
    public WaitQueue waitQueue() {
        return sock.waitQueue;
    }

    @Override
    public long readDeadline(long beganNanos) {
        return sock.receiveDeadline(beganNanos);
    }

    @Override
    public long writeDeadline(long beganNanos) {
        return sock.sendDeadline(beganNanos);
    }

    @Override
    public long ioctl(FsSubject who, int command, long argument) {
        long value;
        switch (command) {
            case FIONREAD -> value = sock.readable();
            case SIOCOUTQ -> value = sock.unsent();
            default -> {
                return sock.ioctl(who, command, argument);
            }
        }
        if (value >= 0) {
            who.memory().putInt(argument, (int) value);
            return 0;
        }
        return value;
    }

    /// Whether the kernel can put notices of its own into this socket: a netlink socket.
    public boolean acceptsNotices() {
        return sock instanceof NetlinkSock;
    }

    /// Puts a notice of the kernel's into the socket.
    public void notice(byte[] bytes) {
        if (sock instanceof NetlinkSock netlink) {
            netlink.deliver(bytes);
        }
    }

    void signalOwner(int code) {
        signalReady(sock.net.kernel(), code);
    }

    void signalUrgent() {
        signalUrgent(sock.net.kernel());
    }

    @Override
    protected void release() {
        sock.net.closed(this);
        sock.file = null;
        sock.release();
    }
}
