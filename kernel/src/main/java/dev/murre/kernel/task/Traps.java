package dev.murre.kernel.task;

import static dev.murre.trace.KernelSymbol.*;

import dev.murre.abi.Abi;
import dev.murre.abi.ErrnoException;
import dev.murre.abi.SigCodes;
import dev.murre.abi.Signal;
import dev.murre.arch.Architecture;
import dev.murre.arch.ThreadState;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.mm.FaultResult;
import dev.murre.kernel.signal.SignalSender;
import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.memory.Perm;
import dev.murre.machine.x86.lower.AddressFaults;
import dev.murre.trace.KernelSymbol;
import dev.murre.trace.TraceEvent;

/// Serves what stops a processor besides system calls: page faults, exceptions, ticks.
final class Traps {
    private static final int LINUX_GATE = 0x80;

    // Page-fault error code, Intel SDM vol. 3, 4.7.
    private static final int ERROR_PROTECTION = 1;
    private static final int ERROR_WRITE = 2;
    private static final int ERROR_USER = 4;
    private static final int ERROR_FETCH = 16;

    private static final int PAGE_SHIFT = 12;
    private static final int LONGEST_INSTRUCTION = 15;

    private final Kernel kernel;

    /// The last trap was for the sake of the translator: no real processor would have stopped.
    private boolean installing;

    Traps(Kernel kernel) {
        this.kernel = kernel;
    }

    /// Whether a trap is a system call by another way than the fast instruction.
    boolean isSyscall(Task t, int trap, Cpu cpu) {
        return switch (t.arch.abi()) {
            case X86_64, I386 -> trap == Trap.INTERRUPT && cpu.trapInfo == LINUX_GATE;
            case ARM -> false;
        };
    }

    /// Tells how a task goes back to user mode: sysret needs the registers that it loads from.
    void tellReturn(Task t, long regs) {
        if (installing) {
            installing = false;
            return;
        }
        KernelSymbol how = t.arch.returnsFast(regs) ? SYSCALL_RETURN : IRET;
        kernel.events().enter(how, t, t.arch.ip(regs), t.arch.sp(regs));
        kernel.events().leave(how, t);
    }

    /// Tells of a system call's entry.
    void tellSyscall(Task t) {
        boolean compat = t.abi == Abi.I386;
        kernel.events()
                .enter(
                        compat ? ENTRY_INT80_COMPAT : ENTRY_SYSCALL_64,
                        t,
                        t.syscallNumberInRegs(),
                        0);
    }

    /// Tells of a system call's end.
    void tellSyscallDone(Task t) {
        boolean compat = t.abi == Abi.I386;
        kernel.events().leave(compat ? ENTRY_INT80_COMPAT : ENTRY_SYSCALL_64, t);
    }

    private void tick(VirtualCpu on, Task t) {
        kernel.events().enter(APIC_TIMER_INTERRUPT, t);
        on.tick();
        kernel.events().leave(APIC_TIMER_INTERRUPT, t);
    }

    /// A system call by sysenter, which keeps neither ip nor sp: the vDSO left the stack pointer in
    /// ebp, and ebp, the sixth argument, on the stack. Linux: do_fast_syscall_32.
    ///
    /// @return whether there is a call to make; if not, its result is already set
    boolean enterBySysenter(Task t, Cpu cpu) {
        long regs = t.regs();
        t.arch.enter(cpu, regs, Architecture.Entry.SYSENTER);
        t.arch.setIp(regs, kernel.architectures().sysenterReturn(t));
        try {
            t.arch.setLastArgument(regs, t.memory().getInt(t.arch.sp(regs)) & 0xffffffffL);
            return true;
        } catch (ErrnoException e) {
            t.arch.setResult(regs, e.errno.result());
            return false;
        }
    }

    void serve(VirtualCpu on, Task t, int trap) {
        Cpu cpu = on.processor();
        installing = false;
        switch (trap) {
            case Trap.BUDGET -> tick(on, t);
            case Trap.INTERRUPTED -> {
                cpu.acknowledge();
                tick(on, t);
            }
            case Trap.PAGE -> pageFault(t, cpu);
            case Trap.CODE_PAGE -> {
                long pc = cpu.faultAddress & cpu.addressMask;
                int mode = cpu.translator.mode();
                installing = (t.mm().memory().perm(pc >>> PAGE_SHIFT) & Perm.PRESENT) != 0;
                resolve(t, pc, Perm.EXEC, t.mm().installCode(pc, mode));
            }
            default -> exception(t, cpu, trap);
        }
    }

    private void pageFault(Task t, Cpu cpu) {
        int real = t.arch.abi() == Abi.ARM ? Trap.PAGE : AddressFaults.trap(cpu);
        if (real != Trap.PAGE) {
            exception(t, cpu, real);
            return;
        }
        long address = cpu.faultAddress & cpu.addressMask;
        boolean codeThere = t.mm().code().find(address >>> PAGE_SHIFT) != null;
        kernel.events().enter(PAGE_FAULT, t, address, errorCode(cpu.faultAccess, false));
        kernel.events().enter(HANDLE_MM_FAULT, t, address, cpu.faultAccess);
        FaultResult result =
                cpu.faultAccess == Perm.EXEC
                        ? t.mm().installCode(address, cpu.translator.mode())
                        : t.mm().handleFault(address, cpu.faultAccess);
        kernel.events().leave(HANDLE_MM_FAULT, t);
        cpu.writesItsCode =
                codeThere
                        && (cpu.faultAccess & Perm.WRITE) != 0
                        && inPage(t.arch().ip(t.regs()), address >>> PAGE_SHIFT);
        resolve(t, address, cpu.faultAccess, result);
        kernel.events().leave(PAGE_FAULT, t);
    }

    /// Whether the instruction at `ip` may have bytes in a page.
    private static boolean inPage(long ip, long page) {
        return ip >>> PAGE_SHIFT == page || ip + LONGEST_INSTRUCTION - 1 >>> PAGE_SHIFT == page;
    }

    private static long errorCode(int access, boolean mapped) {
        return ERROR_USER
                | (mapped ? ERROR_PROTECTION : 0)
                | ((access & Perm.WRITE) != 0 ? ERROR_WRITE : 0)
                | ((access & Perm.EXEC) != 0 ? ERROR_FETCH : 0);
    }

    private static TraceEvent.Access kind(int access) {
        if ((access & Perm.EXEC) != 0) {
            return TraceEvent.Access.EXECUTE;
        }
        return (access & Perm.WRITE) != 0 ? TraceEvent.Access.WRITE : TraceEvent.Access.READ;
    }

    private void resolve(Task t, long address, int access, FaultResult result) {
        boolean done = result == FaultResult.DONE;
        if (kernel.events().on() && !(done && installing)) {
            boolean present = !done && result != FaultResult.NOT_MAPPED;
            TraceEvent.Resolution outcome =
                    done ? TraceEvent.Resolution.RESOLVED : TraceEvent.Resolution.SIGNAL;
            kernel.events().fault(t, address, errorCode(access, present), kind(access), outcome);
        }
        if (result == FaultResult.WAITS) {
            t.servedFaults.await(t);
            return;
        }
        if (done) {
            t.accounting().countFault(false);
            return;
        }
        ThreadState thread = t.thread();
        t.syncThread();
        thread.trapNumber = Trap.PAGE;
        thread.errorCode = errorCode(access, result != FaultResult.NOT_MAPPED);
        thread.faultAddress = address;
        switch (result) {
            case NOT_MAPPED -> fault(t, Signal.SIGSEGV, SigCodes.SEGV_MAPERR, address);
            case NOT_ALLOWED -> fault(t, Signal.SIGSEGV, SigCodes.SEGV_ACCERR, address);
            case BEYOND_END -> fault(t, Signal.SIGBUS, SigCodes.BUS_ADRERR, address);
            default -> OutOfMemory.resolve(t);
        }
    }

    private static void fault(Task t, Signal signal, int code, long address) {
        SignalSender.force(t, SigInfo.fault(signal, code, address));
    }

    private void exception(Task t, Cpu cpu, int trap) {
        Debugger debugger = kernel.events().debugger();
        if (debugger != null
                && (trap == Trap.BREAKPOINT || trap == Trap.DEBUG)
                && debugger.trapped(t, trap)) {
            return;
        }
        t.syncThread();
        ThreadState thread = t.thread();
        thread.trapNumber = trap < 32 ? trap : Trap.GENERAL_PROTECTION;
        thread.errorCode = trap == Trap.GENERAL_PROTECTION ? cpu.trapInfo : 0;
        long ip = t.arch.ip(t.regs());
        switch (trap) {
            case Trap.DIVIDE -> fault(t, Signal.SIGFPE, SigCodes.FPE_INTDIV, ip);
            case Trap.DEBUG -> debug(t, cpu, ip);
            case Trap.BREAKPOINT -> SignalSender.force(t, SigInfo.kernel(Signal.SIGTRAP));
            case Trap.UNDEFINED -> fault(t, Signal.SIGILL, SigCodes.ILL_ILLOPN, ip);
            case Trap.ALIGNMENT -> fault(t, Signal.SIGBUS, SigCodes.BUS_ADRALN, ip);
            case Trap.STACK_SEGMENT -> SignalSender.force(t, SigInfo.kernel(Signal.SIGBUS));
            case Trap.FPU -> fault(t, Signal.SIGFPE, x87Code(thread), ip);
            case Trap.SIMD -> fault(t, Signal.SIGFPE, simdCode(thread), ip);
            default -> SignalSender.force(t, SigInfo.kernel(Signal.SIGSEGV));
        }
    }

    /// A step is done, a breakpoint or watchpoint met, or this was a debug instruction. A step that
    /// the tracer asked for does not show in the flags the program has.
    private static void debug(Task t, Cpu cpu, long ip) {
        int why = cpu.debugStatus;
        cpu.debugStatus = 0;
        if (t.isTraced()) {
            t.breakpoints().stopped(why);
            t.tracing().hideStep();
        }
        int code = why == 0 ? SigCodes.TRAP_BRKPT : SigCodes.TRAP_HWBKPT;
        fault(t, Signal.SIGTRAP, (why & Cpu.STEPPED) != 0 ? SigCodes.TRAP_TRACE : code, ip);
    }

    private static int x87Code(ThreadState thread) {
        long status = thread.fpu[ThreadState.index(Slots.FPU_STATUS)];
        long control = thread.fpu[ThreadState.index(Slots.FPU_CONTROL)];
        return floatCode((int) (status & ~control));
    }

    private static int simdCode(ThreadState thread) {
        long mxcsr = thread.fpu[ThreadState.index(Slots.MXCSR)];
        return floatCode((int) (mxcsr & ~(mxcsr >> 7)));
    }

    private static int floatCode(int unmasked) {
        if ((unmasked & 1) != 0) {
            return SigCodes.FPE_FLTINV;
        }
        if ((unmasked & 4) != 0) {
            return SigCodes.FPE_FLTDIV;
        }
        if ((unmasked & 8) != 0) {
            return SigCodes.FPE_FLTOVF;
        }
        if ((unmasked & 0x12) != 0) {
            return SigCodes.FPE_FLTUND;
        }
        return (unmasked & 0x20) != 0 ? SigCodes.FPE_FLTRES : 0;
    }
}
