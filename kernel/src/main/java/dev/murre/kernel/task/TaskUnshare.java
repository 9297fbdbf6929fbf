package dev.murre.kernel.task;

import static dev.murre.abi.CloneFlags.*;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.base.UserNamespace;
import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.fs.FsContext;
import dev.murre.kernel.fs.MountNamespace;
import dev.murre.kernel.fs.Path;

/// A task stops sharing what it shares, unshare(2).
public final class TaskUnshare {
    private static final int NAMESPACES =
            CLONE_NEWNS
                    | CLONE_NEWUTS
                    | CLONE_NEWNET
                    | CLONE_NEWIPC
                    | CLONE_NEWPID
                    | CLONE_NEWCGROUP;

    private TaskUnshare() {}

    /// Unshares what `flags` name; all of it or, with an error, nothing.
    public static long unshare(Task t, int asked) {
        int flags = withImplied(asked);
        boolean alone = t.threadGroup.isEmpty();
        boolean needsAlone =
                (flags & (CLONE_THREAD | CLONE_NEWUSER)) != 0 && !alone
                        || (flags & (CLONE_SIGHAND | CLONE_VM)) != 0 && t.sigHand.users() > 1
                        || (flags & CLONE_VM) != 0 && t.mm().users() > 1;
        if (needsAlone) {
            return Errno.EINVAL.result();
        }
        if ((flags & NAMESPACES) != 0
                && (flags & CLONE_NEWUSER) == 0
                && !t.creds.capableAtHome(Capability.SYS_ADMIN)) {
            return Errno.EPERM.result();
        }
        Credentials creds = t.creds;
        if ((flags & CLONE_NEWUSER) != 0) {
            creds = creds.within(newUserNamespace(t));
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
            MountNamespace.unshare(t.fs(), creds.user());
        }
        t.kernel().lifeHooks().unshare(t, flags);
        t.namespaces = t.namespaces.copy(t, flags, creds.user());
        if ((flags & CLONE_NEWPID) != 0) {
            t.pidNamespaceForChildren = new PidNamespace(t.pidNamespaceForChildren, creds.user());
        }
        if (creds != t.creds) {
            t.setCreds(creds);
            t.options().dumpable = true;
        }
        return 0;
    }

    /// A user namespace for a task, which must not be in a chroot(2) environment.
    static UserNamespace newUserNamespace(Task t) {
        Path root = t.fs().root();
        MountNamespace mounts = root.mount().namespace();
        if (mounts == null || !mounts.top().is(root.mount(), root.dentry())) {
            throw Errno.EPERM.exception();
        }
        return new UserNamespace(t.creds);
    }

    /// What each flag brings with it, unshare(2).
    private static int withImplied(int asked) {
        int flags = asked;
        if ((flags & CLONE_NEWUSER) != 0) {
            flags |= CLONE_THREAD | CLONE_FS;
        }
        if ((flags & CLONE_VM) != 0) {
            flags |= CLONE_SIGHAND;
        }
        if ((flags & CLONE_SIGHAND) != 0) {
            flags |= CLONE_THREAD;
        }
        return (flags & CLONE_NEWNS) != 0 ? flags | CLONE_FS : flags;
    }

    /// Joins a namespace that a descriptor stands for, setns(2).
    ///
    /// @param type the `CLONE_NEW…` bit it must be of, 0 for any
    public static long join(Task t, NamespaceFile file, int type) {
        NamespaceKind kind = file.kind();
        if (type != 0 && type != kind.flag()) {
            return Errno.EINVAL.result();
        }
        return join(t, kind, file.namespace());
    }

    /// Joins namespaces of the process that a pidfd stands for, setns(2).
    ///
    /// @param types their `CLONE_NEW…` bits
    public static long join(Task t, PidFile file, int types) {
        int known = 0;
        for (NamespaceKind kind : NamespaceKind.values()) {
            known |= kind.flag();
        }
        if (types == 0 || (types & ~known) != 0) {
            return Errno.EINVAL.result();
        }
        Task other = file.target().task();
        if (other == null || other.exited()) {
            return Errno.ESRCH.result();
        }
        long result = 0;
        for (NamespaceKind kind : NamespaceKind.values()) {
            Object namespace = kind.of(other);
            boolean wanted = (types & kind.flag()) != 0 && kind != NamespaceKind.PID_FOR_CHILDREN;
            if (result == 0 && wanted && namespace != null) {
                result = join(t, kind, namespace);
            }
        }
        return result;
    }

    private static long join(Task t, NamespaceKind kind, Object namespace) {
        UserNamespace owner = kind.owner(namespace);
        if (kind == NamespaceKind.USER) {
            return joinUser(t, owner);
        }
        if (!t.creds.capableIn(owner, Capability.SYS_ADMIN)
                || !t.creds.capableAtHome(Capability.SYS_ADMIN)) {
            return Errno.EPERM.result();
        }
        switch (namespace) {
            case PidNamespace pids -> {
                if (!pids.isWithin(t.pidNamespace())) {
                    return Errno.EINVAL.result();
                }
                t.pidNamespaceForChildren = pids;
            }
            case MountNamespace mounts -> {
                if (!t.creds.capableAtHome(Capability.SYS_CHROOT)) {
                    return Errno.EPERM.result();
                }
                if (t.fs().users() > 1) {
                    return Errno.EINVAL.result();
                }
                t.fs().setRoot(mounts.top());
                t.fs().setCwd(mounts.top());
            }
            default -> t.namespaces = t.namespaces.with(namespace);
        }
        return 0;
    }

    private static long joinUser(Task t, UserNamespace namespace) {
        boolean impossible =
                namespace == t.creds.user() || !t.threadGroup.isEmpty() || t.fs().users() > 1;
        if (impossible) {
            return Errno.EINVAL.result();
        }
        if (!t.creds.capableIn(namespace, Capability.SYS_ADMIN)) {
            return Errno.EPERM.result();
        }
        t.setCreds(t.creds.within(namespace));
        return 0;
    }
}
