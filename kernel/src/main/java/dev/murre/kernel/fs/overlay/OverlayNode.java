package dev.murre.kernel.fs.overlay;

import dev.murre.abi.Errno;
import dev.murre.abi.StatMode;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.tmpfs.TmpInode;

/// A lower symbolic link, device node, FIFO or socket. Devices and FIFOs lead to this machine's own
/// drivers, never to the host's.
final class OverlayNode extends TmpInode {
    private final LowerNode lower;
    private final long size;

    OverlayNode(OverlayFs fs, long ino, LowerNode lower, LowerAttributes a) {
        super(fs, ino, a.mode());
        this.lower = lower;
        this.size = isSymlink() ? a.size() : 0;
        adopt(a.uid(), a.gid(), a.nlink(), a.rdev());
        adoptTimes(a.atimeNanos(), a.mtimeNanos(), a.ctimeNanos());
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long blocks() {
        return 0;
    }

    @Override
    public String readlink(FsSubject who) {
        if (type() != StatMode.S_IFLNK) {
            throw Errno.EINVAL.exception();
        }
        return lower.target();
    }
}
