package dev.murre.kernel.tty;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;

/// An open terminal: the slave of a pty, or the console.
public final class TtyFile extends OpenFile {
    private final Tty tty;
    private final Controlling controlling;

    /// A hang-up ends this file for good, even when the terminal is opened anew.
    private boolean hungUp;

    private boolean attached;

    /// Whether opening may give the caller a controlling terminal.
    enum Controlling {
        IF_FREE,
        NO
    }

    TtyFile(Inode inode, Tty tty, Controlling controlling) {
        super(inode);
        this.tty = tty;
        this.controlling = controlling;
    }

    public Tty tty() {
        return tty;
    }

    @Override
    public int finishOpen(FsSubject who) {
        if (tty.isExclusive() && !who.creds().capable(Capability.SYS_ADMIN)) {
            return -Errno.EBUSY.number;
        }
        attach();
        if (controlling == Controlling.IF_FREE) {
            tty.offerTo(who);
        }
        return 0;
    }

    private void attach() {
        if (!attached) {
            attached = true;
            tty.opened();
        }
    }

    @Override
    public long read(FsSubject who, IoBuf to, long at) {
        return isDead() ? 0 : tty.read(who, to, isNonBlocking());
    }

    @Override
    public long write(FsSubject who, IoBuf from, long at) {
        return isDead() ? -Errno.EIO.number : tty.write(who, from);
    }

    private boolean isDead() {
        hungUp |= tty.isHungUp();
        return hungUp;
    }

    @Override
    public long readDeadline(long beganNanos) {
        return tty.readDeadline(beganNanos);
    }

    @Override
    public long readTimedOut(FsSubject who, IoBuf to) {
        return tty.readWhatIsThere(to);
    }

    @Override
    public int poll() {
        return tty.poll();
    }

    @Override
    public WaitQueue waitQueue() {
        return tty.waitQueue();
    }

    @Override
    public long ioctl(FsSubject who, int command, long argument) {
        return isDead() ? -Errno.EIO.number : TtyControl.ioctl(who, tty, command, argument);
    }

    @Override
    protected void release() {
        if (attached) {
            tty.closed();
        }
    }
}
