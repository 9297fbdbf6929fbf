package dev.murre.kernel.syscalls;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.abi.Signal;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;

/// Reading arguments that many system calls have in common.
final class Args {
    static final long NANOS = 1_000_000_000L;

    private Args() {}

    /// A signal set of the size the caller says, 8 bytes.
    static long signalSet(Task t, long address, long size) {
        if (size != 8) {
            throw Errno.EINVAL.exception();
        }
        return t.memory().getLong(address);
    }

    /// A signal number, 1 to 64.
    ///
    /// @throws dev.murre.abi.ErrnoException EINVAL
    static Signal signal(long number) {
        Signal signal = Signal.of((int) number);
        if (signal == null) {
            throw Errno.EINVAL.exception();
        }
        return signal;
    }

    /// A timespec of the ABI in nanoseconds, cut off at the end of time.
    ///
    /// @throws dev.murre.abi.ErrnoException EINVAL for a negative or too large part
    static long timespec(Task t, long address) {
        return t.abi().is64() ? timespec64(t, address) : timespec32(t, address);
    }

    private static long timespec32(Task t, long address) {
        UserMemory memory = t.memory();
        return nanos(memory.getInt(address), memory.getInt(address + 4));
    }

    /// A timespec with 64-bit seconds, as the _time64 calls have it too.
    static long timespec64(Task t, long address) {
        UserMemory memory = t.memory();
        long part = memory.getLong(address + 8);
        return nanos(memory.getLong(address), t.abi().is64() ? part : (int) part);
    }

    static long nanos(long seconds, long part) {
        if (seconds < 0 || part < 0 || part >= NANOS) {
            throw Errno.EINVAL.exception();
        }
        return seconds >= Long.MAX_VALUE / NANOS ? Long.MAX_VALUE : seconds * NANOS + part;
    }

    static void putTimespec(Task t, long address, long nanos) {
        Abi abi = t.abi();
        t.memory().putWord(address, Math.floorDiv(nanos, NANOS), abi);
        t.memory().putWord(address + abi.wordSize, Math.floorMod(nanos, NANOS), abi);
    }

    static void putTimespec64(Task t, long address, long nanos) {
        t.memory().putLong(address, Math.floorDiv(nanos, NANOS));
        t.memory().putLong(address + 8, Math.floorMod(nanos, NANOS));
    }

    /// A timeval of the ABI in nanoseconds.
    static long timeval(Task t, long address) {
        Abi abi = t.abi();
        UserMemory memory = t.memory();
        long seconds = abi.is64() ? memory.getLong(address) : memory.getInt(address);
        long micros = abi.is64() ? memory.getLong(address + 8) : memory.getInt(address + 4);
        if (seconds < 0 || micros < 0 || micros >= 1_000_000) {
            throw Errno.EINVAL.exception();
        }
        return seconds >= Long.MAX_VALUE / NANOS ? Long.MAX_VALUE : seconds * NANOS + micros * 1000;
    }

    static void putTimeval(Task t, long address, long nanos) {
        Abi abi = t.abi();
        t.memory().putWord(address, Math.floorDiv(nanos, NANOS), abi);
        t.memory().putWord(address + abi.wordSize, Math.floorMod(nanos, NANOS) / 1000, abi);
    }

    /// A vector of strings that ends in a null pointer; empty if the vector is null.
    static List<String> strings(Task t, long vector) {
        List<String> all = new ArrayList<>();
        if (vector == 0) {
            return all;
        }
        Abi abi = t.abi();
        UserMemory memory = t.memory();
        for (long at = vector; ; at += abi.wordSize) {
            long address = memory.getWord(at, abi);
            if (address == 0) {
                return all;
            }
            all.add(argument(memory, address));
            if (all.size() > 1 << 20) {
                throw Errno.E2BIG.exception();
            }
        }
    }

    private static String argument(UserMemory memory, long address) {
        try {
            return memory.readString(address, 32 * 4096);
        } catch (dev.murre.abi.ErrnoException e) {
            throw e.errno == Errno.ENAMETOOLONG ? Errno.E2BIG.exception() : e;
        }
    }
}
