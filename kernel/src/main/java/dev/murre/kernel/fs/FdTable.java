package dev.murre.kernel.fs;

import dev.murre.abi.Errno;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The descriptors of a process, as Linux's `files_struct`; shared by CLONE_FILES.
public final class FdTable {
    private @Nullable OpenFile[] files = new OpenFile[64];
    private long[] closeOnExec = new long[1];

    /// No free descriptor lies below this one.
    private int lowestFree;

    private int users = 1;

    /// The file of `fd` for reading, writing and the like; null where the number is not open or
    /// was opened with O_PATH (both EBADF).
    public @Nullable OpenFile get(int fd) {
        OpenFile[] table = files;
        if (fd < 0 || fd >= table.length) {
            return null;
        }
        OpenFile file = table[fd];
        return file == null || file.isPathOnly() ? null : file;
    }

    /// The file of `fd`, O_PATH or not; null where the number is not open.
    public @Nullable OpenFile getAny(int fd) {
        return fd < 0 || fd >= files.length ? null : files[fd];
    }

    /// As [#get], but throws EBADF.
    public OpenFile require(int fd) {
        OpenFile file = get(fd);
        if (file == null) {
            throw Errno.EBADF.exception();
        }
        return file;
    }

    /// Enters `file` at the lowest free number from `from` on, below `limit` (RLIMIT_NOFILE): the
    /// descriptor, or `-EMFILE`. The table takes over the caller's use of the file when it
    /// succeeds.
    public int install(OpenFile file, int from, long limit, CloseOnExec onExec) {
        int fd = Math.max(from, lowestFree);
        OpenFile[] table = files;
        while (fd < table.length && table[fd] != null) {
            fd++;
        }
        if (limit >= 0 && fd >= limit) {
            return -Errno.EMFILE.number;
        }
        if (from <= lowestFree) {
            lowestFree = fd + 1;
        }
        put(fd, file, onExec);
        return fd;
    }

    /// Enters `file` at exactly `fd`, returning what stood there (the caller closes it).
    public @Nullable OpenFile replace(int fd, OpenFile file, CloseOnExec onExec) {
        OpenFile old = getAny(fd);
        put(fd, file, onExec);
        return old;
    }

    private void put(int fd, OpenFile file, CloseOnExec onExec) {
        if (fd >= files.length) {
            int size = Math.max(files.length * 2, Integer.highestOneBit(fd) * 2);
            files = Arrays.copyOf(files, size);
            closeOnExec = Arrays.copyOf(closeOnExec, size >> 6);
        }
        files[fd] = file;
        setCloseOnExec(fd, onExec);
    }

    /// Takes `fd` out; the caller flushes and puts the file. Null where it was not open.
    public @Nullable OpenFile remove(int fd) {
        OpenFile file = getAny(fd);
        if (file != null) {
            files[fd] = null;
            closeOnExec[fd >> 6] &= ~(1L << fd);
            if (fd < lowestFree) {
                lowestFree = fd;
            }
        }
        return file;
    }

    /// Closes `fd` as close(2) does: 0, `-EBADF`, or the error of the file's flush.
    public int close(FsSubject who, int fd) {
        OpenFile file = remove(fd);
        if (file == null) {
            return -Errno.EBADF.number;
        }
        return closeRemoved(who, file);
    }

    /// Ends the use that a removed or replaced descriptor had.
    public int closeRemoved(FsSubject who, OpenFile file) {
        FileLocks locks = file.inode().locksIfAny();
        if (locks != null) {
            locks.releasePosix(this);
        }
        int result = file.flush(who);
        file.put();
        return result;
    }

    public boolean isCloseOnExec(int fd) {
        return (closeOnExec[fd >> 6] & (1L << fd)) != 0;
    }

    public void setCloseOnExec(int fd, CloseOnExec onExec) {
        if (onExec == CloseOnExec.YES) {
            closeOnExec[fd >> 6] |= 1L << fd;
        } else {
            closeOnExec[fd >> 6] &= ~(1L << fd);
        }
    }

    /// exec: closes what is marked close-on-exec.
    public void closeOnExec(FsSubject who) {
        for (int word = 0; word < closeOnExec.length; word++) {
            while (closeOnExec[word] != 0) {
                close(who, (word << 6) + Long.numberOfTrailingZeros(closeOnExec[word]));
            }
        }
    }

    /// The next open descriptor from `fd` on, or −1.
    public int nextOpen(int fd) {
        for (int i = Math.max(fd, 0); i < files.length; i++) {
            if (files[i] != null) {
                return i;
            }
        }
        return -1;
    }

    /// How many numbers the table has room for (`FDSize` in `/proc/PID/status`).
    public int capacity() {
        return files.length;
    }

    public int openCount() {
        int count = 0;
        for (OpenFile file : files) {
            if (file != null) {
                count++;
            }
        }
        return count;
    }

    public int users() {
        return users;
    }

    /// One more task uses this table (CLONE_FILES).
    public FdTable share() {
        users++;
        return this;
    }

    /// A task lets go; the last one closes all descriptors.
    public void put(FsSubject who) {
        if (--users == 0) {
            for (int fd = nextOpen(0); fd >= 0; fd = nextOpen(fd + 1)) {
                close(who, fd);
            }
        }
    }

    /// fork: a table of its own with the same files.
    public FdTable copy() {
        FdTable child = new FdTable();
        child.files = files.clone();
        child.closeOnExec = closeOnExec.clone();
        child.lowestFree = lowestFree;
        for (OpenFile file : files) {
            if (file != null) {
                file.share();
            }
        }
        return child;
    }

    /// What happens to a descriptor at exec.
    public enum CloseOnExec {
        YES,
        NO
    }
}
