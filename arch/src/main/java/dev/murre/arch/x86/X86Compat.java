package dev.murre.arch.x86;

import static dev.murre.machine.memory.Host.get64;
import static dev.murre.machine.memory.Host.put64;

import dev.murre.abi.Abi;
import dev.murre.arch.SignalFrames;
import dev.murre.arch.ThreadState;
import dev.murre.machine.cpu.Cpu;

/// i386 programs on the x86-64 kernel: its kernel stack and `pt_regs`, with the arguments,
/// selectors
/// and signal frames of 32-bit code.
public final class X86Compat extends X8664 {
    /// The first of the three entries of the global descriptor table that set_thread_area(2) fills.
    public static final int FIRST_TLS_ENTRY = 12;

    private static final int NR_RESTART_SYSCALL = 0;

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
        int register =
                switch (index) {
                    case 0 -> PtRegs.BX;
                    case 1 -> PtRegs.CX;
                    case 2 -> PtRegs.DX;
                    case 3 -> PtRegs.SI;
                    case 4 -> PtRegs.DI;
                    default -> PtRegs.BP;
                };
        return get64(regs + register) & LOW;
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
    }

    /// A segment descriptor from what set_thread_area(2) was given, Intel SDM vol. 3, 3.4.5. The
    /// flags
    /// are those of `struct user_desc`, from bit 0 on: 32-bit, contents (2), read or execute only,
    /// limit
    /// in pages, not present, usable.
    private static long descriptor(ThreadState thread, int i) {
        int flags = thread.tlsFlags[i];
        long base = thread.tlsBase[i];
        long limit = thread.tlsLimit[i] & LOW;
        boolean empty = base == 0 && limit == 0;
        if (empty) {
            return 0;
        }
        long type = (flags >> 3 & 1 ^ 1) << 1 | (flags >> 1 & 3) << 2 | 1;
        long present = flags >> 5 & 1 ^ 1;
        return limit & 0xffff
                | (base & 0xffffff) << 16
                | type << 40
                | 1L << 44
                | 3L << 45
                | present << 47
                | (limit >> 16 & 0xf) << 48
                | (flags >> 6 & 1L) << 52
                | (flags & 1L) << 54
                | (flags >> 4 & 1L) << 55
                | (base >> 24 & 0xff) << 56;
    }

    @Override
    public SignalFrames signalFrames() {
        return frames;
    }
}
