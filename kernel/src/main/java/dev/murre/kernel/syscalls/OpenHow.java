package dev.murre.kernel.syscalls;

import dev.murre.abi.Errno;
import dev.murre.abi.OpenFlags;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.task.Task;

/// `struct open_how`, checked as openat2(2) checks it.
///
/// @param flags as openat(2) has them
/// @param resolve bits of [dev.murre.kernel.fs.PathWalk#NO_XDEV] and its neighbours
record OpenHow(long flags, long mode, int resolve) {
    private static final int BYTES = 24;
    private static final int PAGE = 4096;
    private static final int RESOLVE_BENEATH = 8;
    private static final int RESOLVE_IN_ROOT = 16;
    private static final int RESOLVE_CACHED = 32;
    private static final int RESOLVE_ALL = 63;
    private static final int TMPFILE = OpenFlags.O_TMPFILE & ~OpenFlags.O_DIRECTORY;
    private static final int WITH_PATH =
            OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW | OpenFlags.O_PATH | OpenFlags.O_CLOEXEC;

    /// Every flag that open(2) knows, in x86 numbering.
    private static final int KNOWN = 017777703 | TMPFILE;

    static OpenHow read(Task t, long at, long size) {
        if (size < BYTES) {
            throw Errno.EINVAL.exception();
        }
        if (size > PAGE) {
            throw Errno.E2BIG.exception();
        }
        UserMemory memory = t.memory();
        byte[] more = new byte[(int) size];
        memory.copyFromUser(at, more, 0, more.length);
        for (int i = BYTES; i < size; i++) {
            if (more[i] != 0) {
                throw Errno.E2BIG.exception();
            }
        }
        long flags = memory.getLong(at);
        long mode = memory.getLong(at + 8);
        long resolve = memory.getLong(at + 16);
        int use = FileArgs.openFlags(t, flags);
        if (flags >>> 32 != 0 || (use & ~KNOWN) != 0 || !valid(use, mode, resolve)) {
            throw Errno.EINVAL.exception();
        }
        boolean changes = (use & (OpenFlags.O_TRUNC | OpenFlags.O_CREAT | TMPFILE)) != 0;
        if ((resolve & RESOLVE_CACHED) != 0 && changes) {
            throw Errno.EAGAIN.exception();
        }
        return new OpenHow(flags, mode, (int) resolve & ~RESOLVE_CACHED);
    }

    /// Linux: build_open_flags.
    private static boolean valid(int use, long mode, long resolve) {
        int scopes = RESOLVE_BENEATH | RESOLVE_IN_ROOT;
        if ((resolve & ~RESOLVE_ALL) != 0 || (resolve & scopes) == scopes) {
            return false;
        }
        boolean creates = (use & (OpenFlags.O_CREAT | TMPFILE)) != 0;
        if (creates ? (mode & ~07777) != 0 : mode != 0) {
            return false;
        }
        if ((use & TMPFILE) != 0
                && ((use & OpenFlags.O_DIRECTORY) == 0
                        || (use & OpenFlags.O_CREAT) != 0
                        || (use & OpenFlags.O_ACCMODE) == OpenFlags.O_RDONLY)) {
            return false;
        }
        return (use & OpenFlags.O_PATH) == 0 || (use & ~WITH_PATH) == 0;
    }
}
