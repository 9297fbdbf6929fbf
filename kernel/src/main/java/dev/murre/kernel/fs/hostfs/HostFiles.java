package dev.murre.kernel.fs.hostfs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One directory tree of the host, the door for files. Paths are relative to its top (empty: the
/// top
/// itself), Latin-1 (one char a byte), without `.`, `..` or double slashes. No method follows a
/// symbolic
/// link in the last component. All throw `ErrnoException`.
public interface HostFiles {
    /// What is at `path`, or null where nothing is.
    @Nullable HostAttributes stat(String path);

    /// The entries of a directory, sorted by name, without `.` and `..`.
    List<Entry> list(String path);

    String readlink(String path);

    /// Opens a regular file, for reading only or for both.
    HostContent open(String path, Access access);

    /// Makes an empty regular file that must not exist yet.
    void create(String path, int mode);

    void mkdir(String path, int mode);

    void symlink(String path, String target);

    void link(String existing, String path);

    void unlink(String path);

    void rmdir(String path);

    /// Moves over whatever is at `to`.
    void rename(String from, String to);

    /// Lets two existing files change places; EINVAL where the host cannot do that in one step.
    void exchange(String one, String other);

    void setMode(String path, int mode);

    /// Changes owner and group; −1 leaves one alone.
    void setOwner(String path, int uid, int gid);

    void setTimes(String path, long atimeNanos, long mtimeNanos);

    /// One entry of a directory.
    ///
    /// @param ino the file's inode number, meaningful if the type is known
    /// @param type the type bits of its mode, or 0 where listing does not tell
    record Entry(String name, long ino, int type) {}

    /// What a file is opened for.
    enum Access {
        READ,
        READ_WRITE
    }

    /// An open regular file of the host.
    interface HostContent extends AutoCloseable {
        /// Reads up to `length` bytes; fewer at the end only.
        int read(long offset, byte[] to, int at, int length);

        void write(long offset, byte[] from, int at, int length);

        void truncate(long size);

        long size();

        void sync();

        @Override
        void close();
    }
}
