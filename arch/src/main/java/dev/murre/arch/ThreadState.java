package dev.murre.arch;

import dev.murre.machine.cpu.DebugRegisters;
import dev.murre.machine.ir.Slots;
import org.jspecify.annotations.Nullable;

/// What a task has beyond its saved registers: Linux's `thread_struct`.
public final class ThreadState {
    static final int SCALARS = Slots.FPU_DP - Slots.MXCSR + 1;
    static final int VECTORS = Slots.FPU_EXPONENT + 8 - Slots.VECTOR;

    /// The kernel stack pointer while the task does not run: a kernel address.
    public long sp;

    /// Thread pointers: FS and GS bases on x86, TPIDRURO and TPIDRURW on ARM.
    public long fsBase;

    public long gsBase;

    /// Segment selectors of 32-bit code, as the processor packs them.
    public long selectors;

    /// Slots MXCSR to FPU_DP, then VECTOR to the end of FPU_EXPONENT.
    public final long[] fpu = new long[SCALARS + VECTORS];

    /// What the last fault was, for signal frames.
    public long trapNumber;

    public long errorCode;
    public long faultAddress;

    /// GDT entries 6 to 8: base, limit and flags of TLS segments as `set_thread_area(2)` sets them.
    public final long[] tlsBase = new long[3];

    public final int[] tlsLimit = new int[3];
    public final int[] tlsFlags = new int[3];

    /// Breakpoints and watchpoints that its tracer has set; null if none is on. A new thread has
    /// none.
    public @Nullable DebugRegisters debug;

    /// Index in [#fpu] of a processor slot.
    public static int index(int slot) {
        return slot < Slots.VECTOR ? slot - Slots.MXCSR : slot - Slots.VECTOR + SCALARS;
    }

    /// Takes the FPU and vector registers from a processor.
    public void saveFpu(long[] slots) {
        System.arraycopy(slots, Slots.MXCSR, fpu, 0, SCALARS);
        System.arraycopy(slots, Slots.VECTOR, fpu, SCALARS, VECTORS);
    }

    /// Gives a processor the FPU and vector registers.
    public void loadFpu(long[] slots) {
        System.arraycopy(fpu, 0, slots, Slots.MXCSR, SCALARS);
        System.arraycopy(fpu, SCALARS, slots, Slots.VECTOR, VECTORS);
    }

    /// Becomes as another thread: fork.
    public void copyFrom(ThreadState other) {
        fsBase = other.fsBase;
        gsBase = other.gsBase;
        selectors = other.selectors;
        System.arraycopy(other.fpu, 0, fpu, 0, fpu.length);
        System.arraycopy(other.tlsBase, 0, tlsBase, 0, 3);
        System.arraycopy(other.tlsLimit, 0, tlsLimit, 0, 3);
        System.arraycopy(other.tlsFlags, 0, tlsFlags, 0, 3);
        trapNumber = 0;
        errorCode = 0;
        faultAddress = 0;
    }
}
