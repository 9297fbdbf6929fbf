package dev.murre.kernel.task;

import dev.murre.arch.ThreadState;
import dev.murre.arch.x86.PtRegs;
import dev.murre.machine.memory.Host;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// An x86-64 task's registers as debuggers know them: `struct user_regs_struct`.
public final class UserRegisters {
    /// `pt_regs` and fs_base, gs_base, ds, es, fs, gs.
    public static final int BYTES = PtRegs.BYTES + 48;

    /// Where the bases of FS and GS are, followed by the selectors.
    public static final int FS_BASE = PtRegs.BYTES;

    public static final int GS_BASE = PtRegs.BYTES + 8;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private UserRegisters() {}

    /// The registers of a task that is not in user mode.
    public static byte[] of(Task target) {
        byte[] all = new byte[BYTES];
        Host.copyOut(target.regs(), all, 0, PtRegs.BYTES);
        ThreadState thread = target.thread();
        LONG.set(all, FS_BASE, thread.fsBase);
        LONG.set(all, GS_BASE, thread.gsBase);
        LONG.set(all, GS_BASE + 8, thread.selectors >>> 16 & 0xffff);
        LONG.set(all, GS_BASE + 16, thread.selectors & 0xffff);
        LONG.set(all, GS_BASE + 24, thread.selectors >>> 32 & 0xffff);
        LONG.set(all, GS_BASE + 32, thread.selectors >>> 48);
        return all;
    }
}
