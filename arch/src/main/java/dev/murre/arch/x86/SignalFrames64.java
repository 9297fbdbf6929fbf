package dev.murre.arch.x86;

import static dev.murre.machine.memory.Host.get64;
import static dev.murre.machine.memory.Host.put64;

import dev.murre.arch.SignalFrame;
import dev.murre.arch.SignalFrames;
import dev.murre.arch.ThreadState;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// `struct rt_sigframe` of x86-64: return address, ucontext, siginfo, and the FPU state above them.
final class SignalFrames64 implements SignalFrames {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    /// The bytes below the stack pointer that a function may use, x86-64 ABI, 3.2.2.
    private static final int RED_ZONE = 128;

    private static final int UC_FLAGS = 8;
    private static final int UC_STACK = 24;
    private static final int CONTEXT = 48;
    private static final int CONTEXT_SELECTORS = CONTEXT + 144;
    private static final int CONTEXT_ERROR = CONTEXT + 152;
    private static final int CONTEXT_TRAP = CONTEXT + 160;
    private static final int CONTEXT_OLD_MASK = CONTEXT + 168;
    private static final int CONTEXT_CR2 = CONTEXT + 176;
    private static final int CONTEXT_FPU = CONTEXT + 184;
    private static final int UC_MASK = CONTEXT + 256;
    private static final int INFO = UC_MASK + 8;
    private static final int FRAME_BYTES = INFO + 128;

    /// UC_SIGCONTEXT_SS and UC_STRICT_RESTORE_SS: the frame has a valid ss.
    private static final int FLAGS_SS = 6;

    /// Offsets in `pt_regs` of the registers in the order of `struct sigcontext`.
    private static final int[] ORDER = {
        PtRegs.R8,
        PtRegs.R9,
        PtRegs.R10,
        PtRegs.R11,
        PtRegs.R12,
        PtRegs.R13,
        PtRegs.R14,
        PtRegs.R15,
        PtRegs.DI,
        PtRegs.SI,
        PtRegs.BP,
        PtRegs.BX,
        PtRegs.DX,
        PtRegs.AX,
        PtRegs.CX,
        PtRegs.SP,
        PtRegs.IP,
        PtRegs.FLAGS
    };

    private static final int FLAGS_INDEX = 17;

    @Override
    public void layOut(SignalFrame f, long regs, ThreadState thread) {
        long sp = f.onAlternate ? f.top : f.top - RED_ZONE;
        f.fpuAddress = sp - Fxsave.BYTES & -64L;
        f.fpuLength = Fxsave.BYTES;
        f.address = (f.fpuAddress - FRAME_BYTES & -16L) - 8;
        f.length = f.withInfo ? FRAME_BYTES : INFO;
        Fxsave.save(thread, f.fpuBytes);
        byte[] b = f.bytes;
        LONG.set(b, 0, f.restorer);
        LONG.set(b, UC_FLAGS, FLAGS_SS);
        LONG.set(b, UC_FLAGS + 8, 0);
        LONG.set(b, UC_STACK, f.stackAddress);
        LONG.set(b, UC_STACK + 8, f.stackFlags & 0xffffffffL);
        LONG.set(b, UC_STACK + 16, f.stackSize);
        for (int i = 0; i < ORDER.length; i++) {
            LONG.set(b, CONTEXT + 8 * i, get64(regs + ORDER[i]));
        }
        SHORT.set(b, CONTEXT_SELECTORS, (short) get64(regs + PtRegs.CS));
        INT.set(b, CONTEXT_SELECTORS + 2, 0);
        SHORT.set(b, CONTEXT_SELECTORS + 6, (short) get64(regs + PtRegs.SS));
        LONG.set(b, CONTEXT_ERROR, thread.errorCode);
        LONG.set(b, CONTEXT_TRAP, thread.trapNumber);
        LONG.set(b, CONTEXT_OLD_MASK, f.mask);
        LONG.set(b, CONTEXT_CR2, thread.faultAddress);
        LONG.set(b, CONTEXT_FPU, f.fpuAddress);
        java.util.Arrays.fill(b, CONTEXT_FPU + 8, UC_MASK, (byte) 0);
        LONG.set(b, UC_MASK, f.mask);
        System.arraycopy(f.info, 0, b, INFO, 128);
    }

    @Override
    public void enterHandler(SignalFrame f, long regs, ThreadState thread) {
        put64(regs + PtRegs.DI, f.signal);
        put64(regs + PtRegs.AX, 0);
        put64(regs + PtRegs.SI, f.address + INFO);
        put64(regs + PtRegs.DX, f.address + UC_FLAGS);
        put64(regs + PtRegs.IP, f.handler);
        put64(regs + PtRegs.SP, f.address);
        put64(regs + PtRegs.CS, PtRegs.USER_CS);
        put64(regs + PtRegs.SS, PtRegs.USER_DS);
        long flags = get64(regs + PtRegs.FLAGS);
        put64(regs + PtRegs.FLAGS, flags & ~(Eflags.DF | Eflags.RF | Eflags.TF));
    }

    @Override
    public long frameAddress(long regs, Kind kind) {
        return get64(regs + PtRegs.SP) - 8;
    }

    @Override
    public int frameBytes(Kind kind) {
        return INFO;
    }

    @Override
    public long fpuAddress(byte[] bytes, Kind kind) {
        return (long) LONG.get(bytes, CONTEXT_FPU);
    }

    @Override
    public int fpuBytes() {
        return Fxsave.BYTES;
    }

    @Override
    public void restore(SignalFrame result, byte[] b, long regs, ThreadState thread, Kind kind) {
        for (int i = 0; i < FLAGS_INDEX; i++) {
            put64(regs + ORDER[i], (long) LONG.get(b, CONTEXT + 8 * i));
        }
        long flags = (long) LONG.get(b, CONTEXT + 8 * FLAGS_INDEX);
        long old = get64(regs + PtRegs.FLAGS);
        put64(regs + PtRegs.FLAGS, old & ~Eflags.USER | flags & Eflags.USER);
        put64(regs + PtRegs.CS, PtRegs.USER_CS);
        put64(regs + PtRegs.SS, PtRegs.USER_DS);
        put64(regs + PtRegs.ORIG_AX, -1);
        result.mask = (long) LONG.get(b, UC_MASK);
        result.stackAddress = (long) LONG.get(b, UC_STACK);
        result.stackFlags = (int) INT.get(b, UC_STACK + 8);
        result.stackSize = (long) LONG.get(b, UC_STACK + 16);
    }

    @Override
    public boolean restoreFpu(byte[] bytes, ThreadState thread) {
        return Fxsave.restore(thread, bytes);
    }
}
