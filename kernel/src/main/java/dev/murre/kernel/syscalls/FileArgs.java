package dev.murre.kernel.syscalls;

import dev.murre.abi.Abi;
import dev.murre.abi.AtFlags;
import dev.murre.abi.Errno;
import dev.murre.abi.OpenFlags;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.Path;
import dev.murre.kernel.fs.PathWalk;
import dev.murre.kernel.fs.Vfs;
import dev.murre.kernel.task.Task;

/// How file arguments arrive: paths, flags and 64-bit offsets, which differ between ABIs.
final class FileArgs {
    private static final int PATH_MAX = 4095;

    // ARM has the last four of these in other places: arm/include/uapi/asm/fcntl.h.
    private static final int ARM_DIRECTORY = 0x4000;
    private static final int ARM_NOFOLLOW = 0x8000;
    private static final int ARM_DIRECT = 0x10000;
    private static final int ARM_LARGEFILE = 0x20000;
    private static final int MOVED =
            OpenFlags.O_DIRECTORY
                    | OpenFlags.O_NOFOLLOW
                    | OpenFlags.O_DIRECT
                    | OpenFlags.O_LARGEFILE;

    private FileArgs() {}

    /// A path, which may be empty; ENAMETOOLONG from 4096 bytes on.
    static String path(Task t, long address) {
        return t.memory().readString(address, PATH_MAX);
    }

    /// Open flags in x86 numbering.
    static int openFlags(Task t, long flags) {
        int given = (int) flags;
        if (t.abi() != Abi.ARM) {
            return given;
        }
        return given & ~MOVED
                | moved(given, ARM_DIRECTORY, OpenFlags.O_DIRECTORY)
                | moved(given, ARM_NOFOLLOW, OpenFlags.O_NOFOLLOW)
                | moved(given, ARM_DIRECT, OpenFlags.O_DIRECT)
                | moved(given, ARM_LARGEFILE, OpenFlags.O_LARGEFILE);
    }

    /// Open flags as the task's ABI numbers them.
    static int ownFlags(Task t, int flags) {
        if (t.abi() != Abi.ARM) {
            return flags;
        }
        return flags & ~MOVED
                | moved(flags, OpenFlags.O_DIRECTORY, ARM_DIRECTORY)
                | moved(flags, OpenFlags.O_NOFOLLOW, ARM_NOFOLLOW)
                | moved(flags, OpenFlags.O_DIRECT, ARM_DIRECT)
                | moved(flags, OpenFlags.O_LARGEFILE, ARM_LARGEFILE);
    }

    private static int moved(int flags, int from, int to) {
        return (flags & from) != 0 ? to : 0;
    }

    /// A 64-bit value that a 32-bit ABI passes in two registers.
    static long wide(long low, long high) {
        return low & 0xffffffffL | high << 32;
    }

    /// An `off_t`: sign-extended on 32-bit ABIs.
    static long offset(Task t, long value) {
        return t.abi().is64() ? value : (int) value;
    }

    /// Walks to an existing file, throwing what goes wrong.
    static Path find(Vfs vfs, Task t, int dirfd, String path, int walkFlags) {
        PathWalk walk = vfs.walk();
        int error = walk.lookup(t, dirfd, path, walkFlags);
        if (error != 0) {
            throw Vfs.exception(error);
        }
        return walk.result();
    }

    /// The place of an open descriptor, O_PATH or not.
    static Path place(Task t, int fd) {
        OpenFile file = t.files().getAny(fd);
        if (file == null) {
            throw Errno.EBADF.exception();
        }
        return file.path();
    }

    /// The `AT_` flags of a call as walk flags.
    static int walkFlags(int atFlags) {
        int flags = (atFlags & AtFlags.AT_SYMLINK_NOFOLLOW) == 0 ? PathWalk.FOLLOW : 0;
        return (atFlags & AtFlags.AT_EMPTY_PATH) != 0 ? flags | PathWalk.EMPTY : flags;
    }
}
