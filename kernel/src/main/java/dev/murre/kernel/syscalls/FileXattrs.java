package dev.murre.kernel.syscalls;

import static dev.murre.abi.AtFlags.AT_FDCWD;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.Sysno;
import dev.murre.kernel.fs.FileCapabilities;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.Path;
import dev.murre.kernel.fs.PathWalk;
import dev.murre.kernel.fs.Permissions;
import dev.murre.kernel.fs.Vfs;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;
import java.nio.charset.StandardCharsets;

/// Extended attributes: xattr(7).
final class FileXattrs {
    private static final int XATTR_CREATE = 1;
    private static final int XATTR_REPLACE = 2;
    private static final int NAME_MAX = 255;
    private static final int SIZE_MAX = 65536;

    private final Vfs vfs;

    private FileXattrs(Vfs vfs) {
        this.vfs = vfs;
    }

    /// How the first argument names the file.
    @FunctionalInterface
    private interface Finder {
        Path find(Task t, long argument);
    }

    static void register(SyscallTable table, Vfs vfs) {
        FileXattrs calls = new FileXattrs(vfs);
        Finder follow = (t, p) -> calls.find(t, p, PathWalk.FOLLOW);
        Finder link = (t, p) -> calls.find(t, p, 0);
        Finder open = (t, fd) -> t.files().require((int) fd).path();
        calls.on(table, follow, Sysno.GETXATTR, Sysno.SETXATTR, Sysno.LISTXATTR, Sysno.REMOVEXATTR);
        calls.on(
                table,
                link,
                Sysno.LGETXATTR,
                Sysno.LSETXATTR,
                Sysno.LLISTXATTR,
                Sysno.LREMOVEXATTR);
        calls.on(
                table,
                open,
                Sysno.FGETXATTR,
                Sysno.FSETXATTR,
                Sysno.FLISTXATTR,
                Sysno.FREMOVEXATTR);
    }

    private Path find(Task t, long path, int flags) {
        return FileArgs.find(vfs, t, AT_FDCWD, FileArgs.path(t, path), flags);
    }

    private void on(
            SyscallTable table, Finder finder, Sysno get, Sysno set, Sysno list, Sysno remove) {
        table.on(get, (t, w, n, at, size, e, f) -> get(t, finder.find(t, w), name(t, n), at, size));
        table.on(
                set,
                (t, w, n, at, size, fl, f) ->
                        set(t, finder.find(t, w), name(t, n), at, size, (int) fl));
        table.on(list, (t, w, at, size, d, e, f) -> list(t, finder.find(t, w), at, size));
        table.on(remove, (t, w, n, c, d, e, f) -> remove(t, finder.find(t, w), name(t, n)));
    }

    private static String name(Task t, long address) {
        String name = t.memory().readString(address, 4095);
        if (name.isEmpty() || name.length() > NAME_MAX) {
            throw Errno.ERANGE.exception();
        }
        return name;
    }

    /// The rules of each namespace: xattr(7).
    private static void check(Task t, Inode inode, String name, int mask) {
        if (name.startsWith("trusted.")) {
            if (!t.creds().capable(Capability.SYS_ADMIN)) {
                throw (mask == Permissions.MAY_WRITE ? Errno.EPERM : Errno.ENODATA).exception();
            }
        } else if (name.startsWith("user.")) {
            if (!inode.isRegular() && !inode.isDirectory()) {
                throw (mask == Permissions.MAY_WRITE ? Errno.EPERM : Errno.ENODATA).exception();
            }
            int error = Permissions.check(inode, mask, t.creds());
            if (error != 0) {
                throw Vfs.exception(error);
            }
        } else if (name.equals(FileCapabilities.ATTRIBUTE)) {
            boolean may = t.creds().capableOver(inode.uid(), inode.gid(), Capability.SETFCAP);
            if (mask == Permissions.MAY_WRITE && !may) {
                throw Errno.EPERM.exception();
            }
        } else if (name.startsWith("security.")) {
            if (mask == Permissions.MAY_WRITE && !t.creds().capable(Capability.SYS_ADMIN)) {
                throw Errno.EPERM.exception();
            }
        } else {
            throw Errno.EOPNOTSUPP.exception();
        }
    }

    private static long get(Task t, Path place, String name, long at, long size) {
        check(t, place.inode(), name, Permissions.MAY_READ);
        byte[] value = place.inode().getXattr(name);
        if (value == null) {
            return -Errno.ENODATA.number;
        }
        if (name.equals(FileCapabilities.ATTRIBUTE)) {
            value = FileCapabilities.shown(value, t.creds().user());
        }
        return give(t, value, at, size);
    }

    private static long give(Task t, byte[] value, long at, long size) {
        if (size == 0) {
            return value.length;
        }
        if (Long.compareUnsigned(value.length, size) > 0) {
            return -Errno.ERANGE.number;
        }
        t.memory().copyToUser(at, value, 0, value.length);
        return value.length;
    }

    private static long set(Task t, Path place, String name, long at, long size, int flags) {
        if ((flags & ~(XATTR_CREATE | XATTR_REPLACE)) != 0) {
            return -Errno.EINVAL.number;
        }
        if (size < 0 || size > SIZE_MAX) {
            return -Errno.E2BIG.number;
        }
        if (place.mount().isReadOnly()) {
            return -Errno.EROFS.number;
        }
        Inode inode = place.inode();
        byte[] value = new byte[(int) size];
        t.memory().copyFromUser(at, value, 0, value.length);
        if (name.equals(FileCapabilities.ATTRIBUTE)) {
            value = FileCapabilities.toStore(value, inode, t.creds());
        }
        check(t, inode, name, Permissions.MAY_WRITE);
        boolean exists = flags != 0 && inode.getXattr(name) != null;
        if ((flags & XATTR_CREATE) != 0 && exists) {
            return -Errno.EEXIST.number;
        }
        if ((flags & XATTR_REPLACE) != 0 && !exists) {
            return -Errno.ENODATA.number;
        }
        inode.setXattr(name, value);
        inode.capabilitiesSet();
        return 0;
    }

    private static long list(Task t, Path place, long at, long size) {
        StringBuilder text = new StringBuilder();
        boolean all = t.creds().capable(Capability.SYS_ADMIN);
        for (String name : place.inode().listXattrs()) {
            if (all || !name.startsWith("trusted.")) {
                text.append(name).append('\0');
            }
        }
        return give(t, text.toString().getBytes(StandardCharsets.ISO_8859_1), at, size);
    }

    private static long remove(Task t, Path place, String name) {
        if (place.mount().isReadOnly()) {
            return -Errno.EROFS.number;
        }
        check(t, place.inode(), name, Permissions.MAY_WRITE);
        return place.inode().removeXattr(name) ? 0 : -Errno.ENODATA.number;
    }
}
