package dev.murre.machine.memory;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// The few calls of the host's C library that this module needs (`mmap(2)`, `munmap(2)`,
/// `madvise(2)`, `memfd_create(2)`, `ftruncate(2)`, `close(2)`, `setpriority(2)`), Linux only; each
/// is linked when first used.
public final class Posix {
    static final int PROT_READ_WRITE = 3;
    static final int MAP_SHARED = 1;
    static final int MAP_PRIVATE = 2;
    static final int MAP_FIXED = 0x10;
    static final int MAP_ANONYMOUS = 0x20;
    static final int MAP_NORESERVE = 0x4000;
    static final int MADV_HUGEPAGE = 14;
    static final int MADV_NOHUGEPAGE = 15;
    private static final int PRIO_PROCESS = 0;
    private static final int MADV_DONTNEED = 4;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

    private Posix() {}

    static boolean isUsable() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).equals("linux");
    }

    private static MethodHandle link(String name, MemoryLayout result, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find(name).orElseThrow(),
                FunctionDescriptor.of(result, arguments));
    }

    private static final class Mmap {
        static final MethodHandle HANDLE = link("mmap", LONG, LONG, LONG, INT, INT, INT, LONG);
    }

    private static final class Munmap {
        static final MethodHandle HANDLE = link("munmap", INT, LONG, LONG);
    }

    private static final class Madvise {
        static final MethodHandle HANDLE = link("madvise", INT, LONG, LONG, INT);
    }

    private static final class MemfdCreate {
        static final MethodHandle HANDLE = link("memfd_create", INT, ValueLayout.ADDRESS, INT);
    }

    private static final class Ftruncate {
        static final MethodHandle HANDLE = link("ftruncate", INT, INT, LONG);
    }

    private static final class SetPriority {
        static final MethodHandle HANDLE = link("setpriority", INT, INT, INT, INT);
    }

    private static final class Close {
        static final MethodHandle HANDLE = link("close", INT, INT);
    }

    /// The mapped address.
    ///
    /// @throws OutOfMemoryError if the host refuses
    static long mmap(long address, long length, int flags, int descriptor, long offset) {
        long result;
        try {
            result =
                    (long)
                            Mmap.HANDLE.invokeExact(
                                    address, length, PROT_READ_WRITE, flags, descriptor, offset);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        if (result == -1) {
            throw new OutOfMemoryError("the host refuses " + (length >> 20) + " MiB of memory");
        }
        return result;
    }

    static void munmap(long address, long length) {
        try {
            int ignored = (int) Munmap.HANDLE.invokeExact(address, length);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    static boolean discard(long address, long length) {
        return advise(address, length, MADV_DONTNEED);
    }

    /// Asks for small pages: a window is touched page by page, and huge ones would commit what
    /// nobody uses.
    static void preferSmallPages(long address, long length) {
        if (HugePages.UNASKED) {
            advise(address, length, MADV_NOHUGEPAGE);
        }
    }

    private static final class HugePages {
        /// Whether the host uses huge pages for whoever does not refuse them. Where it does not, a
        /// machine starts without linking a call.
        static final boolean UNASKED = unasked();

        private static boolean unasked() {
            try {
                Path setting = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
                return Files.readString(setting).contains("[always]");
            } catch (IOException e) {
                return true;
            }
        }
    }

    /// Whether the host took the advice.
    static boolean advise(long address, long length, int advice) {
        try {
            return (int) Madvise.HANDLE.invokeExact(address, length, advice) == 0;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// A descriptor of nameless shared memory.
    static int memfd(MemorySegment name) {
        try {
            int descriptor = (int) MemfdCreate.HANDLE.invokeExact(name, 1);
            if (descriptor < 0) {
                throw new OutOfMemoryError("the host refuses shared memory");
            }
            return descriptor;
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    static void truncate(int descriptor, long size) {
        int result;
        try {
            result = (int) Ftruncate.HANDLE.invokeExact(descriptor, size);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        if (result != 0) {
            throw new OutOfMemoryError(
                    "the host refuses " + (size >> 20) + " MiB of shared memory");
        }
    }

    /// Gives a thread of the host a nice value; nothing changes where the host refuses.
    ///
    /// @param thread its number in /proc/self/task
    public static void setNice(int thread, int nice) {
        try {
            int ignored = (int) SetPriority.HANDLE.invokeExact(PRIO_PROCESS, thread, nice);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    static void close(int descriptor) {
        try {
            int ignored = (int) Close.HANDLE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
