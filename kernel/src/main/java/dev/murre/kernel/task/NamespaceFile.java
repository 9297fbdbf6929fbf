package dev.murre.kernel.task;

import dev.murre.abi.Errno;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.Rlimit;
import dev.murre.kernel.base.UserNamespace;
import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.Path;
import org.jspecify.annotations.Nullable;

/// An open file of `/proc/PID/ns`, which keeps its namespace alive and can be given to setns(2).
public final class NamespaceFile extends OpenFile {
    // ioctl_ns(2).
    private static final int NS_GET_USERNS = 0xb701;
    private static final int NS_GET_PARENT = 0xb702;
    private static final int NS_GET_NSTYPE = 0xb703;
    private static final int NS_GET_OWNER_UID = 0xb704;

    private final NamespaceKind kind;
    private final Object namespace;

    NamespaceFile(Inode inode, NamespaceKind kind, Object namespace) {
        super(inode);
        this.kind = kind;
        this.namespace = namespace;
    }

    NamespaceKind kind() {
        return kind;
    }

    Object namespace() {
        return namespace;
    }

    @Override
    public long ioctl(FsSubject who, int command, long argument) {
        if (!(who instanceof Task t)) {
            return Errno.ENOTTY.result();
        }
        return switch (command) {
            case NS_GET_USERNS -> relative(t, NamespaceKind.USER, user());
            case NS_GET_PARENT -> relative(t, kind, parent());
            case NS_GET_NSTYPE -> kind.flag();
            case NS_GET_OWNER_UID -> {
                if (!(namespace instanceof UserNamespace user)) {
                    yield Errno.EINVAL.result();
                }
                t.memory().putInt(argument, t.creds().user().users().shown(user.owner()));
                yield 0;
            }
            default -> Errno.ENOTTY.result();
        };
    }

    private @Nullable UserNamespace user() {
        return namespace instanceof UserNamespace user ? user.parent() : kind.owner(namespace);
    }

    private @Nullable Object parent() {
        return switch (namespace) {
            case UserNamespace user -> user.parent();
            case PidNamespace pids -> pids.parent();
            default -> throw Errno.EINVAL.exception();
        };
    }

    /// Opens another namespace, if the caller may see it: not one above its own.
    private static long relative(Task t, NamespaceKind kind, @Nullable Object other) {
        boolean visible =
                switch (other) {
                    case UserNamespace user -> user.isWithin(t.creds().user());
                    case PidNamespace pids -> pids.isWithin(t.pidNamespace());
                    case null, default -> false;
                };
        if (!visible || other == null) {
            return Errno.EPERM.result();
        }
        Path path = t.kernel().namespaceFiles().path(kind, other, t.kernel());
        OpenFile file = new NamespaceFile(path.inode(), kind, other);
        file.initAt(path, OpenFlags.O_RDONLY, t.creds());
        int fd =
                t.files().install(file, 0, t.limits().soft(Rlimit.NOFILE), FdTable.CloseOnExec.YES);
        if (fd < 0) {
            file.put();
        }
        return fd;
    }
}
