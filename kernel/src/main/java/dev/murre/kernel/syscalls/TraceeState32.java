package dev.murre.kernel.syscalls;

import static dev.murre.machine.memory.Host.get64;
import static dev.murre.machine.memory.Host.put64;

import dev.murre.abi.Errno;
import dev.murre.arch.ThreadState;
import dev.murre.arch.x86.Eflags;
import dev.murre.arch.x86.PtRegs;
import dev.murre.kernel.task.Task;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A stopped task in i386's form: `user_regs_struct` of 17 words and `struct user`. What a 32-bit
/// tracer sees of anybody, and any tracer's register sets of a 32-bit task.
final class TraceeState32 {
    static final int BYTES = 17 * 4;

    private static final int USER_BYTES = 284;
    private static final int DEBUG_REGISTERS = 252;
    private static final long LOW = 0xffffffffL;
    private static final int SELECTOR_BASE = -1000;

    /// Offsets in `pt_regs`, in the order of i386's; a selector is [#SELECTOR_BASE] less its place
    /// among the packed ones.
    private static final int[] ORDER = {
        PtRegs.BX,
        PtRegs.CX,
        PtRegs.DX,
        PtRegs.SI,
        PtRegs.DI,
        PtRegs.BP,
        PtRegs.AX,
        SELECTOR_BASE - 16,
        SELECTOR_BASE,
        SELECTOR_BASE - 32,
        SELECTOR_BASE - 48,
        PtRegs.ORIG_AX,
        PtRegs.IP,
        PtRegs.CS,
        PtRegs.FLAGS,
        PtRegs.SP,
        PtRegs.SS
    };

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private TraceeState32() {}

    static byte[] registers(Task target) {
        byte[] all = new byte[BYTES];
        for (int i = 0; i < ORDER.length; i++) {
            INT.set(all, 4 * i, register(target, ORDER[i]));
        }
        return all;
    }

    private static int register(Task target, int from) {
        if (from <= SELECTOR_BASE) {
            return (int) (target.thread().selectors >>> SELECTOR_BASE - from) & 0xffff;
        }
        return (int) get64(target.regs() + from);
    }

    static void setRegisters(Task target, byte[] all, int length) {
        for (int i = 0; i < ORDER.length && 4 * i + 4 <= length; i++) {
            set(target, ORDER[i], (int) INT.get(all, 4 * i));
        }
        target.threadChanged();
    }

    private static void set(Task target, int to, int value) {
        long regs = target.regs();
        if (to <= SELECTOR_BASE) {
            int shift = SELECTOR_BASE - to;
            ThreadState thread = target.thread();
            long others = thread.selectors & ~(0xffffL << shift);
            thread.selectors = others | (value & 0xffffL) << shift;
            return;
        }
        switch (to) {
            case PtRegs.CS, PtRegs.SS -> {}
            case PtRegs.FLAGS -> {
                long kept = get64(regs + to) & ~(long) Eflags.USER;
                put64(regs + to, kept | value & Eflags.USER);
            }
            case PtRegs.ORIG_AX -> put64(regs + to, value);
            default -> put64(regs + to, value & LOW);
        }
    }

    private static int checkUser(long offset) {
        if ((offset & 3) != 0 || offset < 0 || offset >= USER_BYTES) {
            throw Errno.EIO.exception();
        }
        return (int) offset;
    }

    /// PTRACE_PEEKUSER: an offset in `struct user`.
    static int user(Task target, long offset) {
        int at = checkUser(offset);
        if (at >= DEBUG_REGISTERS) {
            return (int) target.breakpoints().get((at - DEBUG_REGISTERS) / 4);
        }
        return at < BYTES ? register(target, ORDER[at / 4]) : 0;
    }

    static void setUser(Task target, long offset, long value) {
        int at = checkUser(offset);
        if (at < BYTES) {
            set(target, ORDER[at / 4], (int) value);
            target.threadChanged();
        } else if (at < DEBUG_REGISTERS) {
            throw Errno.EIO.exception();
        } else {
            target.breakpoints().set(target, (at - DEBUG_REGISTERS) / 4, value & LOW);
        }
    }
}
