package dev.murre.arch.x86;

import static dev.murre.machine.memory.Host.get64;
import static dev.murre.machine.memory.Host.put64;

import dev.murre.abi.Abi;
import dev.murre.arch.SignalFrames;
import dev.murre.arch.ThreadState;
import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.x86.lower.Descriptors;
import dev.murre.machine.x86.lower.SegmentHelpers;

/// i386 programs on the x86-64 kernel: its kernel stack and `pt_regs`, with the arguments,
/// selectors
/// and signal frames of 32-bit code.
public final class X86Compat extends X8664 {
    /// The first of the three entries of the global descriptor table that set_thread_area(2) fills.
    public static final int FIRST_TLS_ENTRY = 12;

    private static final int NR_RESTART_SYSCALL = 0;
    private static final int NR_EXECVE = 11;

    /// DS and ES are the flat data segment, FS and GS are empty.
    private static final long FLAT_SELECTORS = PtRegs.USER_DS | (long) PtRegs.USER_DS << 16;

    private static final long LOW = 0xffffffffL;

    private final SignalFrames frames = new SignalFrames32();

    @Override
    public Abi abi() {
        return Abi.I386;
    }

    @Override
    public void enter(Cpu cpu, long regs, Entry how) {
        super.enter(cpu, regs, how);
        put64(regs + PtRegs.CS, PtRegs.USER32_CS);
        if (how == Entry.SYSENTER) {
            put64(regs + PtRegs.SP, get64(regs + PtRegs.BP));
        }
        if (how == Entry.INTERRUPT_SYSCALL || how == Entry.SYSENTER) {
            put64(regs + PtRegs.ORIG_AX, get64(regs + PtRegs.ORIG_AX) & LOW);
        }
    }

    @Override
    public void leave(Cpu cpu, long regs) {
        super.leave(cpu, regs);
        long[] s = cpu.s;
        for (int i = 0; i < 16; i++) {
            s[i] &= LOW;
        }
    }

    @Override
    public long argument(long regs, int index) {
        return compatArgument(regs, index);
    }

    @Override
    public void setLastArgument(long regs, long value) {
        put64(regs + PtRegs.BP, value);
    }

    @Override
    public void restartSyscallBlock(long regs) {
        super.restartSyscallBlock(regs);
        put64(regs + PtRegs.AX, NR_RESTART_SYSCALL);
    }

    @Override
    public void startThread(long regs, long ip, long sp) {
        super.startThread(regs, ip, sp);
        put64(regs + PtRegs.ORIG_AX, NR_EXECVE);
        put64(regs + PtRegs.CS, PtRegs.USER32_CS);
    }

    @Override
    public void resetThread(ThreadState thread) {
        super.resetThread(thread);
        thread.selectors = FLAT_SELECTORS;
        for (int i = 0; i < 3; i++) {
            thread.tlsBase[i] = 0;
            thread.tlsLimit[i] = 0;
            thread.tlsFlags[i] = 0;
        }
    }

    @Override
    public void loadThread(Cpu cpu, ThreadState thread) {
        super.loadThread(cpu, thread);
        for (int i = 0; i < 3; i++) {
            cpu.descriptors[FIRST_TLS_ENTRY + i] = descriptor(thread, i);
        }
        SegmentHelpers.checkLimits(cpu);
    }

    private static long descriptor(ThreadState thread, int i) {
        boolean empty = thread.tlsBase[i] == 0 && thread.tlsLimit[i] == 0;
        return empty
                ? 0
                : Descriptors.fromUserDesc(
                        thread.tlsBase[i], thread.tlsLimit[i], thread.tlsFlags[i]);
    }

    @Override
    public SignalFrames signalFrames() {
        return frames;
    }
}
