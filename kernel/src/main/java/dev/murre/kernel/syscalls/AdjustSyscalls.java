package dev.murre.kernel.syscalls;

import dev.murre.abi.Capability;
import dev.murre.abi.ClockIds;
import dev.murre.abi.Errno;
import dev.murre.abi.Sysno;
import dev.murre.abi.Timex;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// adjtimex(2) and clock_adjtime(2).
public final class AdjustSyscalls {
    private AdjustSyscalls() {}

    public static void register(SyscallTable table) {
        table.on(Sysno.ADJTIMEX, (t, at, b, c, d, e, f) -> adjust(t, at, t.abi().wordSize));
        table.on(
                Sysno.CLOCK_ADJTIME,
                (t, id, at, c, d, e, f) -> adjustClock(t, (int) id, at, t.abi().wordSize));
        table.on(
                Sysno.CLOCK_ADJTIME64,
                (t, id, at, c, d, e, f) -> adjustClock(t, (int) id, at, Long.BYTES));
    }

    /// @param word bytes of a field
    private static long adjustClock(Task t, int clock, long address, int word) {
        t.memory().getInt(address + (long) Timex.TAI * word);
        if (clock != ClockIds.CLOCK_REALTIME) {
            return (isClock(clock) ? Errno.EOPNOTSUPP : Errno.EINVAL).result();
        }
        return adjust(t, address, word);
    }

    /// Negative numbers are clocks of processes, and of descriptors, of which there are none.
    private static boolean isClock(int clock) {
        return clock < 0
                ? (clock & 7) != 3
                : clock <= ClockIds.CLOCK_BOOTTIME_ALARM || clock == ClockIds.CLOCK_TAI;
    }

    private static long adjust(Task t, long address, int word) {
        Timex timex = read(t.memory(), address, word);
        if (needsRight(timex.modes) && !t.creds().capable(Capability.SYS_TIME)) {
            return Errno.EPERM.result();
        }
        int state = t.kernel().timekeeping().adjust(timex);
        write(t.memory(), address, word, timex);
        return state;
    }

    private static boolean needsRight(int modes) {
        boolean reads =
                (modes & Timex.ADJ_ADJTIME) != 0
                        ? (modes & Timex.ADJ_OFFSET_READONLY) != 0
                                || (modes & Timex.ADJ_OFFSET_SINGLESHOT) == 0
                        : modes == 0;
        return !reads || (modes & Timex.ADJ_SETOFFSET) != 0;
    }

    private static long get(UserMemory memory, long address, int word, int field) {
        long at = address + (long) field * word;
        return word == Long.BYTES ? memory.getLong(at) : memory.getInt(at);
    }

    private static void put(UserMemory memory, long address, int word, int field, long value) {
        long at = address + (long) field * word;
        if (word == Long.BYTES) {
            memory.putLong(at, value);
        } else {
            memory.putInt(at, (int) value);
        }
    }

    private static Timex read(UserMemory memory, long address, int word) {
        Timex timex = new Timex();
        timex.modes = memory.getInt(address);
        timex.offset = get(memory, address, word, Timex.OFFSET);
        timex.frequency = get(memory, address, word, Timex.FREQUENCY);
        timex.maxError = get(memory, address, word, Timex.MAX_ERROR);
        timex.estimatedError = get(memory, address, word, Timex.ESTIMATED_ERROR);
        timex.status = memory.getInt(address + (long) Timex.STATUS * word);
        timex.constant = get(memory, address, word, Timex.CONSTANT);
        timex.seconds = get(memory, address, word, Timex.SECONDS);
        timex.fraction = get(memory, address, word, Timex.FRACTION);
        timex.tick = get(memory, address, word, Timex.TICK);
        return timex;
    }

    private static void write(UserMemory memory, long address, int word, Timex timex) {
        put(memory, address, word, Timex.OFFSET, timex.offset);
        put(memory, address, word, Timex.FREQUENCY, timex.frequency);
        put(memory, address, word, Timex.MAX_ERROR, timex.maxError);
        put(memory, address, word, Timex.ESTIMATED_ERROR, timex.estimatedError);
        memory.putInt(address + (long) Timex.STATUS * word, timex.status);
        put(memory, address, word, Timex.CONSTANT, timex.constant);
        put(memory, address, word, Timex.PRECISION, timex.precision);
        put(memory, address, word, Timex.TOLERANCE, timex.tolerance);
        put(memory, address, word, Timex.SECONDS, timex.seconds);
        put(memory, address, word, Timex.FRACTION, timex.fraction);
        put(memory, address, word, Timex.TICK, timex.tick);
        put(memory, address, word, Timex.PPS_FREQUENCY, 0);
        put(memory, address, word, Timex.JITTER, 0);
        memory.putInt(address + (long) Timex.SHIFT * word, 0);
        for (int field = Timex.STABILITY; field <= Timex.STABILITY_COUNT; field++) {
            put(memory, address, word, field, 0);
        }
        memory.putInt(address + (long) Timex.TAI * word, timex.tai);
    }
}
