package dev.murre.runtime.host;

import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.kernel.fs.Devices;
import dev.murre.kernel.fs.hostfs.HostAttributes;
import dev.murre.kernel.fs.hostfs.HostFiles.Entry;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looking at many host files fast: statx(2) and getdents64(2) through the C library, Linux only.
/// java.nio.file needs a map for every file and one call for every entry's type.
final class PosixFiles {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int STATX_BASIC_STATS = 0x7ff;
    private static final int O_DIRECTORY_NOFOLLOW_CLOEXEC = 0x10000 | 0x20000 | 0x80000;
    private static final int STATX_SIZE = 256;
    private static final int LIST_SIZE = 32768;
    private static final int PATH_SIZE = 4200;

    /// The same number on every architecture.
    private static final long SYS_OPENAT2 = 437;

    private static final long HOW_SIZE = 24;
    private static final int O_PATH = 0x200000;
    private static final int RENAME_EXCHANGE = 2;
    private static final long RESOLVE_NO_SYMLINKS = 4;
    private static final long RESOLVE_BENEATH = 8;

    private final byte[] top;
    private final MethodHandle statx;
    private final MethodHandle open;
    private final MethodHandle getdents;
    private final MethodHandle close;
    private final MethodHandle openat2;
    private final @Nullable MethodHandle renameat2;
    private final MemorySegment errno;
    private final MemorySegment path;
    private final MemorySegment secondName;
    private final MemorySegment attributes;
    private final MemorySegment list;
    private final MemorySegment how;
    private final int topDirectory;

    private PosixFiles(Path top) {
        String text = top.toString();
        this.top = (text.equals("/") ? "" : text).getBytes(StandardCharsets.UTF_8);
        var address = ValueLayout.ADDRESS;
        var word = ValueLayout.JAVA_LONG;
        var number = ValueLayout.JAVA_INT;
        statx = link("statx", number, number, address, number, number, address);
        open = link("open64", number, address, number);
        getdents = link("getdents64", word, number, address, word);
        close = link("close", number, number);
        openat2 = link("syscall", word, word, word, address, address, word);
        renameat2 =
                find("renameat2").isEmpty()
                        ? null
                        : link("renameat2", number, number, address, number, address, number);
        Arena arena = Arena.ofAuto();
        errno = arena.allocate(Linker.Option.captureStateLayout());
        path = arena.allocate(PATH_SIZE);
        secondName = arena.allocate(PATH_SIZE);
        attributes = arena.allocate(STATX_SIZE, 8);
        list = arena.allocate(LIST_SIZE, 8);
        how = arena.allocate(HOW_SIZE, 8);
        how.set(LONG, 0, O_PATH | O_DIRECTORY_NOFOLLOW_CLOEXEC);
        how.set(LONG, 16, RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH);
        topDirectory = openPath(path(""), O_PATH | O_DIRECTORY_NOFOLLOW_CLOEXEC);
    }

    private int openPath(MemorySegment name, int flags) {
        int descriptor;
        try {
            descriptor = (int) open.invokeExact(errno, name, flags);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        if (descriptor < 0) {
            throw failure();
        }
        return descriptor;
    }

    /// Opens a directory under the top, through no symbolic link whoever moves what meanwhile:
    /// openat2(2). The caller closes the descriptor.
    ///
    /// @return −1 where the host's kernel has no such call
    int openBeneath(String relative) {
        long descriptor;
        try {
            MemorySegment name = terminated(relative.isEmpty() ? "." : relative);
            descriptor =
                    (long)
                            openat2.invokeExact(
                                    errno, SYS_OPENAT2, (long) topDirectory, name, how, HOW_SIZE);
        } catch (ErrnoException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        if (descriptor < 0) {
            if (errno.get(ValueLayout.JAVA_INT, 0) == Errno.ENOSYS.number) {
                return -1;
            }
            throw failure();
        }
        return (int) descriptor;
    }

    /// Exchanges two names in open directories: renameat2(2). EINVAL where the host cannot.
    void exchange(int oneDirectory, String one, int otherDirectory, String other) {
        MethodHandle call = renameat2;
        if (call == null) {
            throw Errno.EINVAL.exception();
        }
        MemorySegment first = terminated(one);
        MemorySegment second = terminated(other, secondName);
        int result;
        try {
            result =
                    (int)
                            call.invokeExact(
                                    errno,
                                    oneDirectory,
                                    first,
                                    otherDirectory,
                                    second,
                                    RENAME_EXCHANGE);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        if (result != 0) {
            throw failure();
        }
    }

    void close(int descriptor) {
        try {
            int ignored = (int) close.invokeExact(errno, descriptor);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// Writes a path as it is.
    private MemorySegment terminated(String text) {
        return terminated(text, path);
    }

    private static MemorySegment terminated(String text, MemorySegment into) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length >= PATH_SIZE) {
            throw Errno.ENAMETOOLONG.exception();
        }
        MemorySegment.copy(bytes, 0, into, ValueLayout.JAVA_BYTE, 0, bytes.length);
        into.set(ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
        return into;
    }

    /// The files under `top`, or null where the host has not what it takes.
    static @Nullable PosixFiles open(Path top) {
        for (String name : new String[] {"statx", "open64", "getdents64", "close", "syscall"}) {
            if (find(name).isEmpty()) {
                return null;
            }
        }
        return new PosixFiles(top);
    }

    private static Optional<MemorySegment> find(String name) {
        return Linker.nativeLinker().defaultLookup().find(name);
    }

    private static MethodHandle link(String name, MemoryLayout result, MemoryLayout... arguments) {
        return Linker.nativeLinker()
                .downcallHandle(
                        find(name).orElseThrow(), FunctionDescriptor.of(result, arguments), ERRNO);
    }

    /// Writes the absolute path as the C library wants it; ENAMETOOLONG.
    private MemorySegment path(String relative) {
        byte[] bytes = relative.getBytes(StandardCharsets.ISO_8859_1);
        int length = top.length + 1 + bytes.length;
        if (length >= PATH_SIZE) {
            throw Errno.ENAMETOOLONG.exception();
        }
        MemorySegment.copy(top, 0, path, ValueLayout.JAVA_BYTE, 0, top.length);
        path.set(ValueLayout.JAVA_BYTE, top.length, (byte) '/');
        MemorySegment.copy(bytes, 0, path, ValueLayout.JAVA_BYTE, top.length + 1L, bytes.length);
        path.set(ValueLayout.JAVA_BYTE, length, (byte) 0);
        return path;
    }

    private ErrnoException failure() {
        Errno found = Errno.of(errno.get(ValueLayout.JAVA_INT, 0));
        return (found == null ? Errno.EIO : found).exception();
    }

    @Nullable HostAttributes stat(String relative) {
        return stat(AT_FDCWD, path(relative));
    }

    /// What `name` is in an open directory; null where it is nothing.
    @Nullable HostAttributes statIn(int directory, String name) {
        return stat(directory, terminated(name.isEmpty() ? "." : name));
    }

    private @Nullable HostAttributes stat(int directory, MemorySegment name) {
        int result;
        try {
            result =
                    (int)
                            statx.invokeExact(
                                    errno,
                                    directory,
                                    name,
                                    AT_SYMLINK_NOFOLLOW,
                                    STATX_BASIC_STATS,
                                    attributes);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        if (result != 0) {
            if (errno.get(ValueLayout.JAVA_INT, 0) == Errno.ENOENT.number) {
                return null;
            }
            throw failure();
        }
        return decode(attributes);
    }

    /// `struct statx`: linux/stat.h.
    private static HostAttributes decode(MemorySegment s) {
        return new HostAttributes(
                Devices.makedev(s.get(INT, 136), s.get(INT, 140)),
                s.get(LONG, 32),
                s.get(ValueLayout.JAVA_SHORT_UNALIGNED, 28) & 0xffff,
                s.get(INT, 16),
                s.get(INT, 20),
                s.get(INT, 24),
                Devices.makedev(s.get(INT, 128), s.get(INT, 132)),
                s.get(LONG, 40),
                nanos(s, 64),
                nanos(s, 112),
                nanos(s, 96));
    }

    private static long nanos(MemorySegment s, long at) {
        return s.get(LONG, at) * 1_000_000_000L + s.get(INT, at + 8);
    }

    List<Entry> list(String relative) {
        List<Entry> entries = new ArrayList<>();
        try {
            MemorySegment name = path(relative);
            int directory = (int) open.invokeExact(errno, name, O_DIRECTORY_NOFOLLOW_CLOEXEC);
            if (directory < 0) {
                throw failure();
            }
            long n;
            do {
                n = (long) getdents.invokeExact(errno, directory, list, (long) LIST_SIZE);
                decode(list, n, entries);
            } while (n > 0);
            ErrnoException error = n < 0 ? failure() : null;
            int ignored = (int) close.invokeExact(errno, directory);
            if (error != null) {
                throw error;
            }
        } catch (ErrnoException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        entries.sort(Comparator.comparing(Entry::name));
        return entries;
    }

    /// `struct linux_dirent64`: getdents(2).
    private static void decode(MemorySegment list, long length, List<Entry> entries) {
        long at = 0;
        while (at < length) {
            int size = list.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + 16) & 0xffff;
            int type = (list.get(ValueLayout.JAVA_BYTE, at + 18) & 0xf) << 12;
            String name = list.getString(at + 19, StandardCharsets.ISO_8859_1);
            if (!name.equals(".") && !name.equals("..")) {
                entries.add(new Entry(name, list.get(LONG, at), type));
            }
            at += size;
        }
    }
}
