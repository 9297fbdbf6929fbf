package dev.murre.arch.x86;

import dev.murre.arch.ThreadState;
import dev.murre.machine.ir.Slots;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The x87 state in the 32-bit form of FSAVE, `struct user_i387_struct` of i386: seven words, then
/// eight registers of ten bytes.
public final class Fsave {
    public static final int BYTES = 108;

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int ST = 28;
    private static final int FX_ST = 32;
    private static final int HIGH = 0xffff0000;

    private Fsave() {}

    /// Writes a thread's state, with the status word once more behind it.
    ///
    /// @param fxsave the same state as [Fxsave#save] wrote it
    /// @param out at least 112 bytes
    static void save(ThreadState thread, byte[] fxsave, byte[] out) {
        Arrays.fill(out, 0, BYTES + 4, (byte) 0);
        int status = (int) thread.fpu[ThreadState.index(Slots.FPU_STATUS)];
        int top = status >> 11 & 7;
        int used = fxsave[4] & 0xff;
        int tags = 0;
        for (int physical = 0; physical < 8; physical++) {
            int tag = (used >> physical & 1) == 0 ? 3 : tag(fxsave, physical - top & 7);
            tags |= tag << 2 * physical;
        }
        INT.set(out, 0, HIGH | (int) thread.fpu[ThreadState.index(Slots.FPU_CONTROL)]);
        INT.set(out, 4, HIGH | status);
        INT.set(out, 8, HIGH | tags);
        INT.set(out, 12, (int) INT.get(fxsave, 8));
        INT.set(out, 16, PtRegs.USER32_CS | (short) SHORT.get(fxsave, 6) << 16);
        INT.set(out, 20, (int) INT.get(fxsave, 16));
        INT.set(out, 24, HIGH | PtRegs.USER_DS);
        for (int i = 0; i < 8; i++) {
            System.arraycopy(fxsave, FX_ST + 16 * i, out, ST + 10 * i, 10);
        }
        SHORT.set(out, BYTES, (short) status);
    }

    /// The tag of a register: valid (0), zero (1) or special (2), Intel SDM vol. 1, 8.1.7.
    private static int tag(byte[] fxsave, int register) {
        int at = FX_ST + 16 * register;
        int exponent = (short) SHORT.get(fxsave, at + 8) & 0x7fff;
        long mantissa =
                (int) INT.get(fxsave, at) & 0xffffffffL | (long) INT.get(fxsave, at + 4) << 32;
        if (exponent == 0 && mantissa == 0) {
            return 1;
        }
        return exponent != 0 && exponent != 0x7fff && mantissa < 0 ? 0 : 2;
    }

    /// A thread's state as ptrace(2) shows it.
    public static byte[] save(ThreadState thread) {
        byte[] image = new byte[Fxsave.BYTES];
        Fxsave.save(thread, image);
        byte[] out = new byte[BYTES + 4];
        save(thread, image, out);
        return Arrays.copyOf(out, BYTES);
    }

    /// Gives a thread the state in that form; SSE stays as it is.
    public static void restore(ThreadState thread, byte[] in) {
        byte[] image = new byte[Fxsave.BYTES];
        Fxsave.save(thread, image);
        SHORT.set(image, 0, (short) SHORT.get(in, 0));
        SHORT.set(image, 2, (short) SHORT.get(in, 4));
        int tags = (short) SHORT.get(in, 8);
        int used = 0;
        for (int i = 0; i < 8; i++) {
            used |= (tags >> 2 * i & 3) == 3 ? 0 : 1 << i;
        }
        image[4] = (byte) used;
        INT.set(image, 8, (int) INT.get(in, 12));
        INT.set(image, 16, (int) INT.get(in, 20));
        for (int i = 0; i < 8; i++) {
            System.arraycopy(in, ST + 10 * i, image, FX_ST + 16 * i, 10);
        }
        Fxsave.restore(thread, image);
    }
}
