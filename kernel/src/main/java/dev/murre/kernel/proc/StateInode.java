package dev.murre.kernel.proc;

import dev.murre.abi.Errno;
import dev.murre.kernel.fs.Attr;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.SuperBlock;
import dev.murre.kernel.task.Task;
import org.jspecify.annotations.Nullable;

/// A file that shows kernel state; where it belongs to a task it lives and is owned as that does.
class StateInode extends Inode {
    private final @Nullable Task task;

    StateInode(SuperBlock sb, long ino, int mode, @Nullable Task task) {
        super(sb, ino, mode);
        this.task = task;
        long now = sb.nowNanos();
        atimeNanos = now;
        mtimeNanos = now;
        ctimeNanos = now;
        btimeNanos = now;
    }

    @Override
    public boolean stillValid() {
        return task == null || task.pidStruct().task() == task;
    }

    /// Whether the task it belongs to is still there.
    final void requireTask() {
        if (!stillValid()) {
            throw Errno.ESRCH.exception();
        }
    }

    /// Has only those look who could trace the task, proc(5).
    final void requireTracer(FsSubject who) {
        if (task != null && task.mmOrNull() != null && !TaskMemory.mayTrace(who, task)) {
            throw Errno.EACCES.exception();
        }
    }

    @Override
    public int uid() {
        return task != null && task.options().dumpable ? task.creds().euid() : 0;
    }

    @Override
    public int gid() {
        return task != null && task.options().dumpable ? task.creds().egid() : 0;
    }

    @Override
    public long blocks() {
        return 0;
    }

    @Override
    public void setattr(Attr attr) {
        throw Errno.EPERM.exception();
    }

    @Override
    public void touchAtime(long nowNanos) {}

    @Override
    public void truncate(FsSubject who, long newSize) {}
}
