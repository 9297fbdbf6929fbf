package dev.murre.kernel.net;

import static dev.murre.abi.PollEvents.*;

import dev.murre.abi.Errno;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.SigCodes;
import dev.murre.abi.Signal;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.base.Timers;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.FsSubject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// A protocol's side of a socket, Linux's `struct sock`; [SocketFile] is the file that programs
/// hold.
///
/// Nothing here blocks: what would block returns `-EAGAIN` and wakes [#waitQueue] when it is worth
/// another try.
public abstract class Sock {
    protected final NetNamespace net;
    final int family;
    final int type;
    final int protocol;
    final SockOptions options = new SockOptions();
    final WaitQueue waitQueue = new WaitQueue("sk_wait");

    /// An error that came asynchronously and is reported once.
    private @Nullable Errno error;

    protected boolean readShut;
    protected boolean writeShut;

    /// The file that holds this socket; null before accept(2) and after close(2).
    @Nullable SocketFile file;

    protected Sock(NetNamespace net, int family, int type, int protocol) {
        this.net = net;
        this.family = family;
        this.type = type;
        this.protocol = protocol;
    }

    // Names and connections. Errors are thrown.

    public abstract void bind(FsSubject who, SocketName name);

    /// Connects, or begins to: 0, `-EINPROGRESS` ([#finishConnect] tells the end), or `-EAGAIN`:
    /// ask again
    /// after a wake-up.
    public abstract int connect(FsSubject who, SocketName name);

    /// How a connection in progress stands: 0, `-EAGAIN` or another `-errno`.
    public int finishConnect() {
        return 0;
    }

    public void listen(FsSubject who, int backlog) {
        throw Errno.EOPNOTSUPP.exception();
    }

    /// Takes a connection off the queue; null when there is none yet.
    public @Nullable Sock accept(FsSubject who) {
        throw Errno.EOPNOTSUPP.exception();
    }

    public abstract SocketName localName();

    /// @throws dev.murre.abi.ErrnoException ENOTCONN
    public abstract SocketName peerName();

    /// The peer's name for accept(2), which does not mind a peer that has gone already.
    public SocketName peerNameOrNone() {
        return peerName();
    }

    public abstract void shutdown(FsSubject who, int how);

    // Data: a count or `-errno`.

    public abstract long send(FsSubject who, Message message);

    public abstract long receive(FsSubject who, Message message);

    public abstract int poll();

    /// Bytes a receive would find (`FIONREAD`), or `-errno`.
    public abstract long readable();

    /// What waits here as `ss` and `/proc/net` count it: bytes, or a listener's connections.
    public long receiveQueue() {
        return Math.max(0, readable());
    }

    /// How many connections a listener lets wait.
    int backlog() {
        return 0;
    }

    /// Bytes sent and not yet received by the other side (`SIOCOUTQ`).
    public long unsent() {
        return 0;
    }

    /// The file has been closed.
    protected abstract void release();

    public long ioctl(FsSubject who, int command, long argument) {
        return net.interfaces().ioctl(who, command, argument);
    }

    /// Sets an option of a level other than `SOL_SOCKET`.
    public int setProtocolOption(FsSubject who, int level, int name, OptionValue value) {
        return -Errno.ENOPROTOOPT.number;
    }

    public int getProtocolOption(FsSubject who, int level, int name, OptionValue value) {
        return -Errno.ENOPROTOOPT.number;
    }

    /// What `SO_PEERCRED` tells.
    PeerCredentials peerCredentials() {
        return PeerCredentials.NONE;
    }

    boolean isListening() {
        return false;
    }

    boolean isConnected() {
        return false;
    }

    final SocketFile requireFile() {
        SocketFile f = file;
        if (f == null) {
            throw new IllegalStateException("no file");
        }
        return f;
    }

    // Help for protocols.

    final void setError(Errno errno) {
        error = errno;
    }

    final boolean hasError() {
        return error != null;
    }

    final @Nullable Errno takeError() {
        Errno taken = error;
        error = null;
        return taken;
    }

    final @Nullable Errno pendingError() {
        return error;
    }

    /// The end of a send on a connection that is gone: `-EPIPE`, with SIGPIPE unless it is not
    /// wanted.
    static long brokenPipe(FsSubject who, Message message) {
        if (!message.has(SocketConstants.MSG_NOSIGNAL)) {
            who.sendSignal(
                    SigInfo.user(
                            Signal.SIGPIPE,
                            0,
                            who.tgid(),
                            who.creds().seenUser(who.creds().uid())));
        }
        return -Errno.EPIPE.number;
    }

    /// Says when a datagram arrived, to a socket that asked for it (`SO_TIMESTAMP`,
    /// `SO_TIMESTAMPNS`).
    final void addTimestamp(FsSubject who, Message message, long realtimeNanos) {
        int kind = options.timestamps;
        if (kind == 0) {
            return;
        }
        long fraction = realtimeNanos % 1_000_000_000L;
        if (kind == SocketConstants.SO_TIMESTAMP) {
            fraction /= 1000;
        }
        int word = who.abi().wordSize;
        ByteBuffer time = ByteBuffer.allocate(2 * word).order(ByteOrder.LITTLE_ENDIAN);
        if (who.abi().is64()) {
            time.putLong(realtimeNanos / 1_000_000_000L).putLong(fraction);
        } else {
            time.putInt((int) (realtimeNanos / 1_000_000_000L)).putInt((int) fraction);
        }
        message.controls.add(new Message.Control(SocketConstants.SOL_SOCKET, kind, time.array()));
    }

    static long wouldBlock() {
        return -Errno.EAGAIN.number;
    }

    final void wakeReadable() {
        waitQueue.wakeOne(POLLIN | POLLRDNORM | POLLRDBAND);
        notifyOwner(SigCodes.POLL_IN);
    }

    final void wakeWritable() {
        waitQueue.wakeOne(POLLOUT | POLLWRNORM | POLLWRBAND);
        notifyOwner(SigCodes.POLL_OUT);
    }

    final void wakeEverybody() {
        waitQueue.wakeAll();
        notifyOwner(SigCodes.POLL_HUP);
    }

    private void notifyOwner(int code) {
        SocketFile f = file;
        if (f != null && (f.flags() & OpenFlags.O_ASYNC) != 0) {
            f.signalOwner(code);
        }
    }

    /// When a blocking receive that began at `beganNanos` gives up (`SO_RCVTIMEO`).
    public final long receiveDeadline(long beganNanos) {
        return deadline(beganNanos, options.receiveTimeoutNanos);
    }

    public final long sendDeadline(long beganNanos) {
        return deadline(beganNanos, options.sendTimeoutNanos);
    }

    private static long deadline(long beganNanos, long timeoutNanos) {
        return timeoutNanos == 0 ? Timers.NEVER : beganNanos + timeoutNanos;
    }

    public final WaitQueue waitQueue() {
        return waitQueue;
    }

    /// The state as `/proc/net/tcp` numbers it, for all protocols.
    public int stateNumber() {
        if (isListening()) {
            return TcpState.LISTEN.number;
        }
        return (isConnected() ? TcpState.ESTABLISHED : TcpState.CLOSE).number;
    }

    public final int family() {
        return family;
    }

    public final int type() {
        return type;
    }

    public final int protocol() {
        return protocol;
    }
}
