package dev.murre.kernel.tty;

import static dev.murre.abi.PollEvents.*;
import static dev.murre.kernel.tty.TtyIoctls.*;

import dev.murre.abi.Errno;
import dev.murre.abi.Signal;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;

/// The master end of a pseudo-terminal: an open `/dev/ptmx`.
public final class PtyMaster extends OpenFile {
    private final PtyRegistry registry;
    private final PtyPair pair;
    private final byte[] chunk = new byte[4096];

    PtyMaster(Inode inode, PtyRegistry registry, PtyPair pair) {
        super(inode);
        this.registry = registry;
        this.pair = pair;
    }

    @Override
    public long read(FsSubject who, IoBuf to, long at) {
        if (to.remaining() == 0) {
            return 0;
        }
        if (pair.hasStatus()) {
            chunk[0] = (byte) pair.takeStatus();
            to.put(chunk, 0, 1);
            return 1;
        }
        if (pair.toMaster().isEmpty()) {
            return pair.isSlaveGone() ? -Errno.EIO.number : -Errno.EAGAIN.number;
        }
        int prefix = 0;
        if (pair.packetMode) {
            chunk[0] = 0;
            prefix = to.put(chunk, 0, 1);
        }
        int count = pair.toMaster().take(to);
        pair.masterRead();
        return prefix + count;
    }

    @Override
    public long write(FsSubject who, IoBuf from, long at) {
        long total = 0;
        while (from.remaining() > 0 && pair.roomToSlave() > 0) {
            int count = from.get(chunk, 0, Math.min(chunk.length, pair.roomToSlave()));
            total += pair.writeToSlave(chunk, 0, count);
        }
        return total == 0 && from.remaining() > 0 ? -Errno.EAGAIN.number : total;
    }

    @Override
    public int poll() {
        int ready = pair.toMaster().isEmpty() ? 0 : POLLIN | POLLRDNORM;
        if (pair.hasStatus()) {
            ready |= POLLPRI | POLLIN | POLLRDNORM;
        }
        if (pair.isSlaveGone()) {
            ready |= POLLHUP;
        }
        return pair.roomToSlave() > 0 ? ready | POLLOUT | POLLWRNORM : ready;
    }

    @Override
    public WaitQueue waitQueue() {
        return pair.masterQueue();
    }

    @Override
    public long ioctl(FsSubject who, int command, long argument) {
        UserMemory memory = who.memory();
        switch (command) {
            case TIOCGPTN -> memory.putInt(argument, pair.index());
            case TIOCSPTLCK -> pair.locked = memory.getInt(argument) != 0;
            case TIOCGPTLCK -> memory.putInt(argument, pair.locked ? 1 : 0);
            case TIOCPKT -> pair.packetMode = memory.getInt(argument) != 0;
            case TIOCGPKT -> memory.putInt(argument, pair.packetMode ? 1 : 0);
            case FIONREAD -> memory.putInt(argument, pair.toMaster().size());
            case TIOCOUTQ -> memory.putInt(argument, 0);
            case TIOCSIG -> {
                return signal((int) argument);
            }
            case TCFLSH -> {
                return flush((int) argument);
            }
            case TIOCGPGRP -> {
                memory.putInt(argument, Math.max(pair.slave().foregroundGroup(), 0));
            }
            case TIOCGPTPEER -> {
                return TtyDrivers.openPeer(who, pair, (int) argument);
            }
            default -> {
                return TtyControl.ioctl(who, pair.slave(), command, argument);
            }
        }
        return 0;
    }

    private long signal(int number) {
        Signal signal = Signal.of(number);
        if (signal != Signal.SIGINT && signal != Signal.SIGQUIT && signal != Signal.SIGTSTP) {
            return -Errno.EINVAL.number;
        }
        pair.slave().signalForeground(signal);
        return 0;
    }

    /// Flushing the master's output is what the slave has not read; its input, what the slave has
    /// written.
    private long flush(int which) {
        if (which < 0 || which > 2) {
            return -Errno.EINVAL.number;
        }
        if (which != 1) {
            pair.discard();
            pair.masterRead();
        }
        if (which != 0) {
            pair.flushToSlave();
        }
        return 0;
    }

    @Override
    protected void release() {
        registry.free(pair);
        pair.masterClosed();
    }
}
