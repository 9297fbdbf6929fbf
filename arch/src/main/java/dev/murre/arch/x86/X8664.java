package dev.murre.arch.x86;

import static dev.murre.machine.memory.Host.get64;
import static dev.murre.machine.memory.Host.put64;

import dev.murre.abi.Abi;
import dev.murre.arch.Architecture;
import dev.murre.arch.KernelStack;
import dev.murre.arch.SignalFrames;
import dev.murre.arch.ThreadState;
import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.memory.Host;
import java.util.Arrays;

/// x86-64 as Linux 5.4 uses it: a 16 KiB kernel stack with `pt_regs` at its very top.
public sealed class X8664 implements Architecture permits X86Compat {
    private static final int STACK_BYTES = 16384;
    private static final int FRAME_BYTES = 56;
    private static final int FRAME_R12 = 24;
    private static final int FRAME_BX = 32;
    private static final int FRAME_RETURN = 48;
    private static final int NR_RESTART_SYSCALL = 219;
    private static final int NR_EXECVE = 59;

    private final SignalFrames frames = new SignalFrames64();

    @Override
    public Abi abi() {
        return Abi.X86_64;
    }

    @Override
    public int stackBytes() {
        return STACK_BYTES;
    }

    @Override
    public int regsBytes() {
        return PtRegs.BYTES;
    }

    @Override
    public int stackPadding() {
        return 0;
    }

    @Override
    public void enter(Cpu cpu, long address, Entry how) {
        long regs = Host.inRange(address);
        long[] s = cpu.s;
        put64(regs + PtRegs.R15, s[15]);
        put64(regs + PtRegs.R14, s[14]);
        put64(regs + PtRegs.R13, s[13]);
        put64(regs + PtRegs.R12, s[12]);
        put64(regs + PtRegs.BP, s[5]);
        put64(regs + PtRegs.BX, s[3]);
        put64(regs + PtRegs.R10, s[10]);
        put64(regs + PtRegs.R9, s[9]);
        put64(regs + PtRegs.R8, s[8]);
        put64(regs + PtRegs.DX, s[2]);
        put64(regs + PtRegs.SI, s[6]);
        put64(regs + PtRegs.DI, s[7]);
        put64(regs + PtRegs.IP, s[Slots.PC]);
        put64(regs + PtRegs.CS, PtRegs.USER_CS);
        put64(regs + PtRegs.SP, s[4]);
        put64(regs + PtRegs.SS, PtRegs.USER_DS);
        long flags = flags(s) | (cpu.singleStep() ? Eflags.TF : 0);
        put64(regs + PtRegs.FLAGS, flags);
        if (how == Entry.SYSCALL) {
            put64(regs + PtRegs.CX, s[Slots.PC]);
            put64(regs + PtRegs.R11, flags);
        } else {
            put64(regs + PtRegs.CX, s[1]);
            put64(regs + PtRegs.R11, s[11]);
        }
        if (how == Entry.INTERRUPT) {
            put64(regs + PtRegs.ORIG_AX, -1);
            put64(regs + PtRegs.AX, s[0]);
        } else {
            put64(regs + PtRegs.ORIG_AX, s[0]);
            put64(regs + PtRegs.AX, -38);
        }
    }

    private static long flags(long[] s) {
        int condition = CC.flags((int) s[Slots.CC_KIND], s[Slots.CC_A], s[Slots.CC_B]);
        return condition | s[Slots.FLAGS_REST] & ~CC.ALL | Eflags.FIXED | Eflags.IF;
    }

    @Override
    public void leave(Cpu cpu, long address) {
        long regs = Host.inRange(address);
        long[] s = cpu.s;
        s[15] = get64(regs + PtRegs.R15);
        s[14] = get64(regs + PtRegs.R14);
        s[13] = get64(regs + PtRegs.R13);
        s[12] = get64(regs + PtRegs.R12);
        s[5] = get64(regs + PtRegs.BP);
        s[3] = get64(regs + PtRegs.BX);
        s[11] = get64(regs + PtRegs.R11);
        s[10] = get64(regs + PtRegs.R10);
        s[9] = get64(regs + PtRegs.R9);
        s[8] = get64(regs + PtRegs.R8);
        s[0] = get64(regs + PtRegs.AX);
        s[1] = get64(regs + PtRegs.CX);
        s[2] = get64(regs + PtRegs.DX);
        s[6] = get64(regs + PtRegs.SI);
        s[7] = get64(regs + PtRegs.DI);
        s[Slots.PC] = get64(regs + PtRegs.IP);
        s[4] = get64(regs + PtRegs.SP);
        long flags = get64(regs + PtRegs.FLAGS);
        s[Slots.CC_KIND] = CC.FLAGS;
        s[Slots.CC_A] = flags & CC.ALL;
        s[Slots.CC_B] = 0;
        // Where nothing heeds the resume flag it would stay set.
        int kept = cpu.debug() == null ? Eflags.TF | Eflags.RF : Eflags.TF;
        s[Slots.FLAGS_REST] = flags & ~(CC.ALL | kept) & 0xffffffffL;
        cpu.setSingleStep((flags & Eflags.TF) != 0);
    }

    @Override
    public void saveThread(Cpu cpu, ThreadState thread) {
        thread.saveFpu(cpu.s);
        thread.fsBase = cpu.s[Slots.FS_BASE];
        thread.gsBase = cpu.s[Slots.GS_BASE];
        thread.selectors = cpu.s[Slots.SELECTORS];
    }

    @Override
    public void loadThread(Cpu cpu, ThreadState thread) {
        thread.loadFpu(cpu.s);
        cpu.s[Slots.FS_BASE] = thread.fsBase;
        cpu.s[Slots.GS_BASE] = thread.gsBase;
        cpu.s[Slots.SELECTORS] = thread.selectors;
        cpu.setDebug(thread.debug);
        cpu.setNarrowSegments(false);
    }

    @Override
    public void resetFpu(ThreadState thread) {
        Arrays.fill(thread.fpu, 0);
        thread.fpu[ThreadState.index(Slots.MXCSR)] = 0x1f80;
        thread.fpu[ThreadState.index(Slots.FPU_CONTROL)] = 0x37f;
    }

    @Override
    public void resetThread(ThreadState thread) {
        resetFpu(thread);
        thread.fsBase = 0;
        thread.gsBase = 0;
        thread.selectors = 0;
    }

    @Override
    public void setThreadPointer(ThreadState thread, long value) {
        thread.fsBase = value;
    }

    @Override
    public long syscallNumber(long regs) {
        return get64(regs + PtRegs.ORIG_AX);
    }

    @Override
    public void setSyscallNumber(long regs, long number) {
        put64(regs + PtRegs.ORIG_AX, number);
    }

    @Override
    public long argument(long regs, int index) {
        return switch (index) {
            case 0 -> get64(regs + PtRegs.DI);
            case 1 -> get64(regs + PtRegs.SI);
            case 2 -> get64(regs + PtRegs.DX);
            case 3 -> get64(regs + PtRegs.R10);
            case 4 -> get64(regs + PtRegs.R8);
            default -> get64(regs + PtRegs.R9);
        };
    }

    /// i386's registers, cut to their 32 bits.
    @Override
    public long compatArgument(long regs, int index) {
        int register =
                switch (index) {
                    case 0 -> PtRegs.BX;
                    case 1 -> PtRegs.CX;
                    case 2 -> PtRegs.DX;
                    case 3 -> PtRegs.SI;
                    case 4 -> PtRegs.DI;
                    default -> PtRegs.BP;
                };
        return get64(regs + register) & 0xffff_ffffL;
    }

    @Override
    public long result(long regs) {
        return get64(regs + PtRegs.AX);
    }

    @Override
    public void setResult(long regs, long value) {
        put64(regs + PtRegs.AX, value);
    }

    @Override
    public long ip(long regs) {
        return get64(regs + PtRegs.IP);
    }

    @Override
    public void setIp(long regs, long value) {
        put64(regs + PtRegs.IP, value);
    }

    @Override
    public long sp(long regs) {
        return get64(regs + PtRegs.SP);
    }

    @Override
    public void setSp(long regs, long value) {
        put64(regs + PtRegs.SP, value);
    }

    @Override
    public int syscallInstructionBytes() {
        return 2;
    }

    @Override
    public void restartSyscall(long regs) {
        put64(regs + PtRegs.AX, get64(regs + PtRegs.ORIG_AX));
        put64(regs + PtRegs.IP, get64(regs + PtRegs.IP) - syscallInstructionBytes());
    }

    @Override
    public void restartSyscallBlock(long regs) {
        put64(regs + PtRegs.AX, NR_RESTART_SYSCALL);
        put64(regs + PtRegs.IP, get64(regs + PtRegs.IP) - syscallInstructionBytes());
    }

    @Override
    public boolean singleStep(long regs) {
        return (get64(regs + PtRegs.FLAGS) & Eflags.TF) != 0;
    }

    @Override
    public void setSingleStep(long regs, boolean on) {
        long flags = get64(regs + PtRegs.FLAGS);
        put64(regs + PtRegs.FLAGS, on ? flags | Eflags.TF : flags & ~(long) Eflags.TF);
    }

    @Override
    public void startThread(long regs, long ip, long sp) {
        Host.fill(regs, PtRegs.BYTES, (byte) 0);
        put64(regs + PtRegs.ORIG_AX, NR_EXECVE);
        put64(regs + PtRegs.IP, ip);
        put64(regs + PtRegs.SP, sp);
        put64(regs + PtRegs.CS, PtRegs.USER_CS);
        put64(regs + PtRegs.SS, PtRegs.USER_DS);
        put64(regs + PtRegs.FLAGS, Eflags.IF);
    }

    /// Linux's conditions for sysret, which takes ip from rcx and flags from r11: entry_64.S.
    @Override
    public boolean returnsFast(long regs) {
        return get64(regs + PtRegs.ORIG_AX) != -1
                && get64(regs + PtRegs.CX) == get64(regs + PtRegs.IP)
                && get64(regs + PtRegs.R11) == get64(regs + PtRegs.FLAGS)
                && get64(regs + PtRegs.CS) == PtRegs.USER_CS
                && (get64(regs + PtRegs.FLAGS) & Eflags.TF) == 0;
    }

    @Override
    public long pushSwitchFrame(
            KernelStack stack, long sp, long returnAddress, long first, long second) {
        long frame = sp - FRAME_BYTES;
        long host = stack.host(frame);
        for (int i = 0; i < FRAME_BYTES; i += 8) {
            put64(host + i, 0);
        }
        put64(host + FRAME_BX, first);
        put64(host + FRAME_R12, second);
        put64(host + FRAME_RETURN, returnAddress);
        return frame;
    }

    @Override
    public int switchFrameBytes() {
        return FRAME_BYTES;
    }

    @Override
    public long switchReturnAddress(KernelStack stack, long sp) {
        return get64(stack.host(sp) + FRAME_RETURN);
    }

    @Override
    public long switchFirst(KernelStack stack, long sp) {
        return get64(stack.host(sp) + FRAME_BX);
    }

    @Override
    public long switchSecond(KernelStack stack, long sp) {
        return get64(stack.host(sp) + FRAME_R12);
    }

    @Override
    public SignalFrames signalFrames() {
        return frames;
    }
}
