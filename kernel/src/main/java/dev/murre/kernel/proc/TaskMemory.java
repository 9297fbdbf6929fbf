package dev.murre.kernel.proc;

import dev.murre.abi.AtFlags;
import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.StatMode;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.task.Task;
import org.jspecify.annotations.Nullable;

/// `/proc/PID/mem`: another process's memory by address.
final class TaskMemory extends StateInode {
    private final Task task;

    TaskMemory(TaskDirectory dir, long ino) {
        super(dir.fs, ino, StatMode.S_IFREG | 0600, dir.task);
        this.task = dir.task;
    }

    @Override
    public OpenFile open(FsSubject who, int flags) {
        Mm mm = task.mmOrNull();
        if (mm == null) {
            return new MemoryFile(this, null);
        }
        if (!mayTrace(who, task)) {
            throw Errno.EACCES.exception();
        }
        return new MemoryFile(this, mm);
    }

    /// Whether `who` may look into `task` as a tracer may: ptrace(2), "Ptrace access mode
    /// checking".
    static boolean mayTrace(FsSubject who, Task task) {
        if (who instanceof Task t && t.threadGroup() == task.threadGroup()) {
            return true;
        }
        Credentials mine = who.creds();
        Credentials its = task.creds();
        boolean same =
                mine.fsuid() == its.uid()
                        && mine.fsuid() == its.euid()
                        && mine.fsuid() == its.suid()
                        && mine.fsgid() == its.gid()
                        && mine.fsgid() == its.egid()
                        && mine.fsgid() == its.sgid();
        return same && task.options().dumpable || mine.capableIn(its.user(), Capability.SYS_PTRACE);
    }

    private static final class MemoryFile extends OpenFile {
        private static final int CHUNK = 65536;

        private final @Nullable Mm mm;

        MemoryFile(TaskMemory inode, @Nullable Mm mm) {
            super(inode);
            this.mm = mm;
        }

        @Override
        public boolean isSeekable() {
            return true;
        }

        @Override
        public long read(FsSubject who, IoBuf to, long at) {
            Mm memory = mm;
            if (memory == null || memory.users() == 0) {
                return 0;
            }
            long address = at == AT_POSITION ? pos : at;
            byte[] bytes = new byte[(int) Math.min(to.remaining(), CHUNK)];
            long done = 0;
            while (to.remaining() > 0) {
                int wanted = (int) Math.min(to.remaining(), bytes.length);
                int n = memory.forced().read(address + done, bytes, 0, wanted);
                done += to.put(bytes, 0, n);
                if (n < wanted) {
                    break;
                }
            }
            return finish(done, at);
        }

        private long finish(long done, long at) {
            if (done == 0) {
                return -Errno.EIO.number;
            }
            if (at == AT_POSITION) {
                pos += done;
            }
            return done;
        }

        @Override
        public long write(FsSubject who, IoBuf from, long at) {
            Mm memory = mm;
            if (memory == null || memory.users() == 0) {
                return 0;
            }
            long address = at == AT_POSITION ? pos : at;
            byte[] bytes = new byte[(int) Math.min(from.remaining(), CHUNK)];
            int got = from.get(bytes, 0, bytes.length);
            return finish(memory.forced().write(address, bytes, 0, got), at);
        }

        @Override
        public long seek(FsSubject who, long offset, int whence) {
            switch (whence) {
                case AtFlags.SEEK_SET -> pos = offset;
                case AtFlags.SEEK_CUR -> pos += offset;
                default -> {
                    return -Errno.EINVAL.number;
                }
            }
            return pos;
        }
    }
}
