package dev.murre.arch.x86;

import static dev.murre.machine.memory.Host.get64;
import static dev.murre.machine.memory.Host.put64;

import dev.murre.arch.SignalFrame;
import dev.murre.arch.SignalFrames;
import dev.murre.arch.ThreadState;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The two frames of 32-bit x86: `sigframe` for handlers without siginfo, `rt_sigframe` for those
/// with
/// it.
final class SignalFrames32 implements SignalFrames {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int FSAVE_BYTES = Fsave.BYTES + 4;
    private static final int FPU_BYTES = FSAVE_BYTES + Fxsave.BYTES;
    private static final int CONTEXT_BYTES = 88;

    // struct sigframe.
    private static final int CLASSIC_CONTEXT = 8;
    private static final int CLASSIC_EXTRA_MASK = CLASSIC_CONTEXT + CONTEXT_BYTES + FPU_BYTES;
    private static final int CLASSIC_CODE = CLASSIC_EXTRA_MASK + 4;
    private static final int CLASSIC_BYTES = CLASSIC_CODE + 8;

    // struct rt_sigframe.
    private static final int INFO = 16;
    private static final int UC = INFO + 128;
    private static final int UC_STACK = UC + 8;
    private static final int UC_CONTEXT = UC + 20;
    private static final int UC_MASK = UC_CONTEXT + CONTEXT_BYTES;
    private static final int CODE = UC_MASK + 8;
    private static final int BYTES = CODE + 8;

    // struct sigcontext, after the four selectors.
    private static final int TRAP = 48;
    private static final int FPSTATE = 76;
    private static final int OLD_MASK = 80;

    /// General registers in the order of `struct sigcontext`, from offset 16.
    private static final int[] ORDER = {
        PtRegs.DI, PtRegs.SI, PtRegs.BP, PtRegs.SP, PtRegs.BX, PtRegs.DX, PtRegs.CX, PtRegs.AX
    };

    private static final long LOW = 0xffffffffL;

    @Override
    public void layOut(SignalFrame f, long regs, ThreadState thread) {
        long sp = f.top & LOW;
        f.fpuAddress = (sp - Fxsave.BYTES & -64L) - FSAVE_BYTES;
        f.fpuLength = FPU_BYTES;
        saveFpu(thread, f.fpuBytes);
        int size = f.withInfo ? BYTES : CLASSIC_BYTES;
        f.address = (f.fpuAddress - size + 4 & -16L) - 4;
        f.length = size;
        byte[] b = f.bytes;
        Arrays.fill(b, 0, size, (byte) 0);
        INT.set(b, 4, f.signal);
        if (f.withInfo) {
            INT.set(b, 8, (int) (f.address + INFO));
            INT.set(b, 12, (int) (f.address + UC));
            System.arraycopy(f.info, 0, b, INFO, 128);
            INT.set(b, UC_STACK, (int) f.stackAddress);
            INT.set(b, UC_STACK + 4, f.stackFlags);
            INT.set(b, UC_STACK + 8, (int) f.stackSize);
            context(f, b, UC_CONTEXT, regs, thread);
            INT.set(b, UC_MASK, (int) f.mask);
            INT.set(b, UC_MASK + 4, (int) (f.mask >>> 32));
            code(b, CODE, new int[] {0xb8, 0xad, 0, 0, 0, 0xcd, 0x80, 0});
        } else {
            context(f, b, CLASSIC_CONTEXT, regs, thread);
            INT.set(b, CLASSIC_EXTRA_MASK, (int) (f.mask >>> 32));
            code(b, CLASSIC_CODE, new int[] {0x58, 0xb8, 0x77, 0, 0, 0, 0xcd, 0x80});
        }
        long own = f.address + (f.withInfo ? CODE : CLASSIC_CODE);
        long system = f.vdsoRestorer != 0 ? f.vdsoRestorer : own;
        INT.set(b, 0, (int) (f.hasRestorer ? f.restorer : system));
    }

    /// The instructions that call sigreturn, for debuggers and programs without a restorer.
    private static void code(byte[] b, int at, int[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            b[at + i] = (byte) bytes[i];
        }
    }

    private static void context(SignalFrame f, byte[] b, int at, long regs, ThreadState thread) {
        long selectors = thread.selectors;
        SHORT.set(b, at, (short) (selectors >>> 48));
        SHORT.set(b, at + 4, (short) (selectors >>> 32));
        SHORT.set(b, at + 8, (short) selectors);
        SHORT.set(b, at + 12, (short) (selectors >>> 16));
        for (int i = 0; i < ORDER.length; i++) {
            INT.set(b, at + 16 + 4 * i, (int) get64(regs + ORDER[i]));
        }
        int[] rest = {
            (int) thread.trapNumber,
            (int) thread.errorCode,
            (int) get64(regs + PtRegs.IP),
            (int) get64(regs + PtRegs.CS),
            (int) get64(regs + PtRegs.FLAGS),
            (int) get64(regs + PtRegs.SP),
            (int) get64(regs + PtRegs.SS),
            (int) f.fpuAddress,
            (int) f.mask,
            (int) thread.faultAddress
        };
        for (int i = 0; i < rest.length; i++) {
            INT.set(b, at + TRAP + 4 * i, rest[i]);
        }
    }

    /// The old FSAVE image and the FXSAVE image after it.
    private static void saveFpu(ThreadState thread, byte[] out) {
        byte[] image = new byte[Fxsave.BYTES];
        Fxsave.save(thread, image);
        System.arraycopy(image, 0, out, FSAVE_BYTES, Fxsave.BYTES);
        Fsave.save(thread, image, out);
    }

    @Override
    public void enterHandler(SignalFrame f, long regs, ThreadState thread) {
        put64(regs + PtRegs.SP, f.address);
        put64(regs + PtRegs.IP, f.handler & LOW);
        put64(regs + PtRegs.AX, f.signal);
        put64(regs + PtRegs.DX, f.withInfo ? f.address + INFO : 0);
        put64(regs + PtRegs.CX, f.withInfo ? f.address + UC : 0);
        put64(regs + PtRegs.CS, PtRegs.USER32_CS);
        put64(regs + PtRegs.SS, PtRegs.USER_DS);
        long flat = PtRegs.USER_DS | (long) PtRegs.USER_DS << 16;
        thread.selectors = thread.selectors & ~LOW | flat;
        long flags = get64(regs + PtRegs.FLAGS);
        put64(regs + PtRegs.FLAGS, flags & ~(Eflags.DF | Eflags.RF | Eflags.TF));
    }

    @Override
    public long frameAddress(long regs, Kind kind) {
        return get64(regs + PtRegs.SP) - (kind == Kind.CLASSIC ? 8 : 4);
    }

    @Override
    public int frameBytes(Kind kind) {
        return kind == Kind.CLASSIC ? CLASSIC_CODE : CODE;
    }

    private static int contextOf(Kind kind) {
        return kind == Kind.CLASSIC ? CLASSIC_CONTEXT : UC_CONTEXT;
    }

    @Override
    public long fpuAddress(byte[] bytes, Kind kind) {
        return (int) INT.get(bytes, contextOf(kind) + FPSTATE) & LOW;
    }

    @Override
    public int fpuBytes() {
        return FPU_BYTES;
    }

    @Override
    public void restore(SignalFrame result, byte[] b, long regs, ThreadState thread, Kind kind) {
        int at = contextOf(kind);
        for (int i = 0; i < ORDER.length; i++) {
            put64(regs + ORDER[i], (int) INT.get(b, at + 16 + 4 * i) & LOW);
        }
        put64(regs + PtRegs.IP, (int) INT.get(b, at + TRAP + 8) & LOW);
        long flags = (int) INT.get(b, at + TRAP + 16) & LOW;
        long old = get64(regs + PtRegs.FLAGS);
        put64(regs + PtRegs.FLAGS, old & ~(long) Eflags.USER | flags & Eflags.USER);
        put64(regs + PtRegs.CS, PtRegs.USER32_CS);
        put64(regs + PtRegs.SS, PtRegs.USER_DS);
        put64(regs + PtRegs.ORIG_AX, -1);
        if (kind == Kind.CLASSIC) {
            long low = (int) INT.get(b, at + OLD_MASK) & LOW;
            result.mask = low | (long) (int) INT.get(b, CLASSIC_EXTRA_MASK) << 32;
        } else {
            long low = (int) INT.get(b, UC_MASK) & LOW;
            result.mask = low | (long) (int) INT.get(b, UC_MASK + 4) << 32;
            result.stackAddress = (int) INT.get(b, UC_STACK) & LOW;
            result.stackFlags = (int) INT.get(b, UC_STACK + 4);
            result.stackSize = (int) INT.get(b, UC_STACK + 8) & LOW;
        }
    }

    @Override
    public boolean restoreFpu(byte[] bytes, ThreadState thread) {
        byte[] image = Arrays.copyOfRange(bytes, FSAVE_BYTES, FPU_BYTES);
        return Fxsave.restore(thread, image);
    }
}
