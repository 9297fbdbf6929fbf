package dev.murre.kernel.task;

import static dev.murre.abi.CloneFlags.*;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.fs.FsContext;
import dev.murre.kernel.fs.MountNamespace;

/// A task stops sharing what it shares, unshare(2).
public final class TaskUnshare {
    private static final int NAMESPACES =
            CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWPID;
    private static final int NOT_SUPPORTED = CLONE_NEWUSER | CLONE_NEWCGROUP;

    private TaskUnshare() {}

    /// Unshares what `flags` name; all of it or, with an error, nothing.
    public static long unshare(Task t, int flags) {
        boolean alone = t.threadGroup.isEmpty();
        boolean needsAlone =
                (flags & (CLONE_THREAD | CLONE_NEWUSER)) != 0 && !alone
                        || (flags & (CLONE_SIGHAND | CLONE_VM)) != 0 && t.sigHand.users() > 1
                        || (flags & CLONE_VM) != 0 && t.mm().users() > 1;
        if (needsAlone || (flags & NOT_SUPPORTED) != 0) {
            return Errno.EINVAL.result();
        }
        if ((flags & NAMESPACES) != 0 && !t.creds.capable(Capability.SYS_ADMIN)) {
            return Errno.EPERM.result();
        }
        if ((flags & (CLONE_FS | CLONE_NEWNS)) != 0 && t.fs().users() > 1) {
            FsContext own = t.fs().copy();
            t.fs().put();
            t.fs = own;
        }
        if ((flags & CLONE_FILES) != 0 && t.files().users() > 1) {
            FdTable own = t.files().copy();
            t.files().put(t);
            t.files = own;
        }
        if ((flags & CLONE_NEWNS) != 0) {
            MountNamespace.unshare(t.fs());
        }
        t.namespaces = t.namespaces.copy(t.kernel(), flags);
        if ((flags & CLONE_NEWPID) != 0) {
            t.pidNamespaceForChildren = new PidNamespace(t.pidNamespaceForChildren);
        }
        return 0;
    }
}
