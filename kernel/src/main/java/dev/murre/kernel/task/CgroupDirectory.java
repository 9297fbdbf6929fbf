package dev.murre.kernel.task;

import dev.murre.abi.Errno;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.Permissions;
import dev.murre.kernel.fs.Vfs;

/// The inode of a cgroup's directory, which clone3(2) takes for CLONE_INTO_CGROUP.
public interface CgroupDirectory {
    Cgroup shown();

    /// Its file `cgroup.procs`: who may write to it may add members.
    Inode members();

    /// The cgroup that a child is to be born in.
    ///
    /// @throws dev.murre.abi.ErrnoException EBADF, EACCES, EBUSY, ENOENT for one that was removed
    static Cgroup forBirth(Task t, OpenFile file) {
        if (!(file.inode() instanceof CgroupDirectory directory)) {
            throw Errno.EBADF.exception();
        }
        Cgroup group = directory.shown();
        if (group.removed()) {
            throw Errno.ENOENT.exception();
        }
        int error = Permissions.check(directory.members(), Permissions.MAY_WRITE, t.creds());
        if (error != 0) {
            throw Vfs.exception(error);
        }
        if (group.parent() != null && !group.distributed().isEmpty()) {
            throw Errno.EBUSY.exception();
        }
        return group;
    }
}
