package dev.murre.kernel.signal;

import static dev.murre.abi.PollEvents.POLLIN;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Takes signals by reading, signalfd(2). Whose signals is a matter of who asks, not of who opened
/// it.
public final class SignalFd extends OpenFile {
    private static final int ENTRY = 128;

    private final Task opener;
    private final ByteBuffer entry = ByteBuffer.allocate(ENTRY).order(ByteOrder.LITTLE_ENDIAN);
    private long wanted;

    public SignalFd(Inode inode, Task opener, long mask) {
        super(inode);
        this.opener = opener;
        setMask(mask);
    }

    /// Changes which signals are taken.
    public void setMask(long mask) {
        wanted = mask & ~TaskSignals.UNBLOCKABLE;
        asker().threadGroup().signalWaiters().wakeAll();
    }

    private Task asker() {
        Task current = opener.kernel().currentOrNull();
        return current == null || current.isKernelThread() ? opener : current;
    }

    @Override
    public long read(FsSubject who, IoBuf to, long at) {
        if (to.remaining() < ENTRY) {
            return -Errno.EINVAL.number;
        }
        long total = 0;
        while (to.remaining() >= ENTRY) {
            SigInfo info = SignalDelivery.dequeue((Task) who, ~wanted);
            if (info == null) {
                return total > 0 ? total : -Errno.EAGAIN.number;
            }
            encode(info);
            to.put(entry.array(), 0, ENTRY);
            total += ENTRY;
        }
        return total;
    }

    /// `struct signalfd_siginfo`.
    private void encode(SigInfo info) {
        java.util.Arrays.fill(entry.array(), (byte) 0);
        entry.putInt(0, info.signal().number);
        entry.putInt(4, info.errno());
        entry.putInt(8, info.code());
        entry.putInt(12, info.pid());
        entry.putInt(16, info.uid());
        entry.putInt(32, info.overrun());
        entry.putInt(40, info.status());
        entry.putInt(44, (int) info.value());
        entry.putLong(48, info.value());
        entry.putLong(56, info.userTime());
        entry.putLong(64, info.systemTime());
        entry.putLong(72, info.address());
        switch (info.signal()) {
            case SIGIO -> {
                entry.putInt(20, (int) info.userTime());
                entry.putInt(28, info.overrun());
            }
            default -> {
                if (info.code() == dev.murre.abi.SigCodes.SI_TIMER) {
                    entry.putInt(24, info.status());
                }
            }
        }
    }

    @Override
    public int poll() {
        Task t = asker();
        long pending = t.signals().pending.mask() | t.threadGroup().pending().mask();
        return (pending & wanted) != 0 ? POLLIN : 0;
    }

    @Override
    public WaitQueue waitQueue() {
        return asker().threadGroup().signalWaiters();
    }

    @Override
    public String fdinfo() {
        return "sigmask:\t%016x\n".formatted(wanted);
    }
}
