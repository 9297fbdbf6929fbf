package dev.murre.kernel.fs;

import dev.murre.abi.AtFlags;
import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.Rlimit;
import dev.murre.abi.SigCodes;
import dev.murre.abi.Signal;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.base.SigInfo;

/// An open regular file over [FileData].
public class DataFile extends OpenFile {
    private static final int KEEP_SIZE = 1;
    private static final int PUNCH_HOLE = 2;
    private static final int ZERO_RANGE = 0x10;

    private final FileData data;

    public DataFile(Inode inode, FileData data) {
        super(inode);
        this.data = data;
    }

    @Override
    public boolean isSeekable() {
        return true;
    }

    @Override
    public FileData pages() {
        return data;
    }

    @Override
    public long read(FsSubject who, IoBuf to, long at) {
        long offset = at == AT_POSITION ? pos : at;
        long before = to.done();
        try {
            data.read(to, offset, to.remaining());
        } catch (ErrnoException e) {
            if (to.done() == before) {
                return -e.errno.number;
            }
        }
        long n = to.done() - before;
        if (at == AT_POSITION) {
            pos += n;
        }
        accessed();
        return n;
    }

    @Override
    public long write(FsSubject who, IoBuf from, long at) {
        long offset = isAppend() ? data.size() : at == AT_POSITION ? pos : at;
        long room = room(who, offset, from.remaining());
        if (room <= 0) {
            return room;
        }
        long before = from.done();
        try {
            data.write(from, offset, room);
        } catch (ErrnoException e) {
            if (from.done() == before) {
                return -e.errno.number;
            }
        }
        long n = from.done() - before;
        if (at == AT_POSITION) {
            pos = offset + n;
        }
        Inode inode = inode();
        inode.contentChanged();
        FileCapabilities.drop(inode);
        if (Permissions.withoutSetId(inode.mode()) != inode.mode()) {
            inode.superBlock().vfs().names().dropSetId(who, inode);
        }
        inode.superBlock().vfs().notifyFile(this, FsNotify.MODIFY);
        return n;
    }

    /// How much of `wanted` may be written at `offset`: generic_write_checks. 0 or `-errno` for
    /// nothing.
    private long room(FsSubject who, long offset, long wanted) {
        if (wanted == 0) {
            return 0;
        }
        long most = Long.MAX_VALUE - offset;
        long limit = who.limits().soft(Rlimit.FSIZE);
        if (limit >= 0) {
            if (offset >= limit) {
                who.sendSignal(
                        SigInfo.user(
                                Signal.SIGXFSZ,
                                SigCodes.SI_USER,
                                who.pid(),
                                who.creds().seenUser(who.creds().uid())));
                return -Errno.EFBIG.number;
            }
            most = limit - offset;
        }
        int refused = inode().mayWrite(offset, wanted);
        if (refused != 0) {
            return refused;
        }
        return most <= 0 ? -Errno.EFBIG.number : Math.min(most, wanted);
    }

    /// Content was read: maybe a new access time, mount(8) "relatime".
    private void accessed() {
        inode().superBlock().vfs().notifyFile(this, FsNotify.ACCESS);
        touchAtime();
    }

    private void touchAtime() {
        if ((flags() & OpenFlags.O_NOATIME) == 0) {
            inode().superBlock().vfs().touchAtime(mount(), inode());
        }
    }

    /// Counts as reading, though nobody is told of it: mm/filemap.c, generic_file_mmap.
    @Override
    public void mapped() {
        touchAtime();
    }

    @Override
    public long seek(FsSubject who, long offset, int whence) {
        long to =
                switch (whence) {
                    case AtFlags.SEEK_SET -> offset;
                    case AtFlags.SEEK_CUR -> pos + offset;
                    case AtFlags.SEEK_END -> data.size() + offset;
                    case AtFlags.SEEK_DATA ->
                            offset < 0 || offset >= data.size() ? -1 : data.nextData(offset);
                    case AtFlags.SEEK_HOLE ->
                            offset < 0 || offset >= data.size() ? -1 : data.nextHole(offset);
                    default -> -1;
                };
        if (to < 0) {
            boolean sparse = whence == AtFlags.SEEK_DATA || whence == AtFlags.SEEK_HOLE;
            return sparse ? -Errno.ENXIO.number : -Errno.EINVAL.number;
        }
        pos = to;
        return to;
    }

    @Override
    public int fsync(FsSubject who, boolean dataOnly) {
        return 0;
    }

    @Override
    public int fallocate(FsSubject who, int how, long offset, long length) {
        int known = KEEP_SIZE | PUNCH_HOLE | (inode().superBlock().zeroesRanges() ? ZERO_RANGE : 0);
        if ((how & ~known) != 0 || (how & PUNCH_HOLE) != 0 && how != (PUNCH_HOLE | KEEP_SIZE)) {
            return -Errno.EOPNOTSUPP.number;
        }
        long end = offset + length;
        if (end < 0) {
            return -Errno.EFBIG.number;
        }
        int refused = inode().mayWrite(offset, length);
        if (refused != 0) {
            return refused;
        }
        if ((how & (PUNCH_HOLE | ZERO_RANGE)) != 0) {
            data.punchHole(offset, length);
        }
        if ((how & KEEP_SIZE) == 0 && end > data.size()) {
            if (who.limits().exceeded(Rlimit.FSIZE, end)) {
                return -Errno.EFBIG.number;
            }
            data.truncate(end);
        }
        inode().contentChanged();
        return 0;
    }
}
