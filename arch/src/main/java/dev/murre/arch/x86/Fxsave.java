package dev.murre.arch.x86;

import dev.murre.arch.ThreadState;
import dev.murre.machine.ir.Slots;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The 512-byte FXSAVE area, Intel SDM vol. 1, 10.5.1.
public final class Fxsave {
    public static final int BYTES = 512;

    /// Bits of MXCSR that exist.
    public static final int MXCSR_MASK = 0xffff;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int ST = 32;
    private static final int XMM = 160;

    /// ES and B of the status word, which follow from the exceptions and their masks.
    private static final int PENDING = 0x8080;

    private Fxsave() {}

    // Where the register files begin among what a thread keeps.
    private static final int MANTISSA = ThreadState.index(Slots.FPU_MANTISSA);
    private static final int EXPONENT = ThreadState.index(Slots.FPU_EXPONENT);
    private static final int VECTOR = ThreadState.index(Slots.VECTOR);

    private static long fpu(ThreadState thread, int slot) {
        return thread.fpu[ThreadState.index(slot)];
    }

    private static void set(ThreadState thread, int slot, long value) {
        thread.fpu[ThreadState.index(slot)] = value;
    }

    /// Writes a thread's state in FXSAVE64 form at the start of `out`.
    public static void save(ThreadState thread, byte[] out) {
        java.util.Arrays.fill(out, 0, BYTES, (byte) 0);
        int status = (int) fpu(thread, Slots.FPU_STATUS);
        SHORT.set(out, 0, (short) fpu(thread, Slots.FPU_CONTROL));
        SHORT.set(out, 2, (short) status);
        out[4] = (byte) fpu(thread, Slots.FPU_TAGS);
        SHORT.set(out, 6, (short) fpu(thread, Slots.FPU_OPCODE));
        LONG.set(out, 8, fpu(thread, Slots.FPU_IP));
        LONG.set(out, 16, fpu(thread, Slots.FPU_DP));
        INT.set(out, 24, (int) fpu(thread, Slots.MXCSR));
        INT.set(out, 28, MXCSR_MASK);
        long[] fpu = thread.fpu;
        int top = status >> 11 & 7;
        for (int i = 0; i < 8; i++) {
            int physical = top + i & 7;
            LONG.set(out, ST + 16 * i, fpu[MANTISSA + physical]);
            SHORT.set(out, ST + 16 * i + 8, (short) fpu[EXPONENT + physical]);
        }
        for (int i = 0; i < 32; i++) {
            LONG.set(out, XMM + 8 * i, fpu[VECTOR + i]);
        }
    }

    /// Reads the same form.
    ///
    /// @return false, changing nothing, if MXCSR has bits that do not exist
    public static boolean restore(ThreadState thread, byte[] in) {
        int mxcsr = (int) INT.get(in, 24);
        if ((mxcsr & ~MXCSR_MASK) != 0) {
            return false;
        }
        int control = ((short) SHORT.get(in, 0) & 0x1f3f) | 0x40;
        int status = (short) SHORT.get(in, 2) & 0xffff & ~PENDING;
        boolean pending = (status & ~control & 0x3f) != 0;
        set(thread, Slots.FPU_CONTROL, control);
        set(thread, Slots.FPU_STATUS, pending ? status | PENDING : status);
        set(thread, Slots.FPU_TAGS, in[4] & 0xff);
        set(thread, Slots.FPU_OPCODE, (short) SHORT.get(in, 6) & 0x7ff);
        set(thread, Slots.FPU_IP, (long) LONG.get(in, 8));
        set(thread, Slots.FPU_DP, (long) LONG.get(in, 16));
        set(thread, Slots.MXCSR, mxcsr);
        long[] fpu = thread.fpu;
        int top = status >> 11 & 7;
        for (int i = 0; i < 8; i++) {
            int physical = top + i & 7;
            fpu[MANTISSA + physical] = (long) LONG.get(in, ST + 16 * i);
            fpu[EXPONENT + physical] = (short) SHORT.get(in, ST + 16 * i + 8) & 0xffff;
        }
        for (int i = 0; i < 32; i++) {
            fpu[VECTOR + i] = (long) LONG.get(in, XMM + 8 * i);
        }
        return true;
    }
}
