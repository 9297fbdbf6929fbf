package dev.murre.arch;

import dev.murre.abi.Abi;
import dev.murre.machine.cpu.Cpu;

/// What differs between instruction sets where user mode and kernel meet: the saved registers on
/// the kernel stack, the switch frame, the thread's own state and signal frames.
///
/// `regs` is always the host address of a task's `pt_regs`, see [KernelStack#regs()].
public interface Architecture {
    /// The binary interface this serves.
    Abi abi();

    /// Bytes of a kernel stack.
    int stackBytes();

    /// Bytes of `pt_regs`.
    int regsBytes();

    /// Bytes kept free above `pt_regs`.
    int stackPadding();

    /// Kernel entry: writes the processor's registers to `regs`.
    void enter(Cpu cpu, long regs, Entry how);

    /// Return to user mode: loads the processor's registers from `regs`.
    void leave(Cpu cpu, long regs);

    /// The state a task has beyond `pt_regs`: FPU, vectors, thread pointers.
    void saveThread(Cpu cpu, ThreadState thread);

    /// Gives the processor the state that [#saveThread] took.
    void loadThread(Cpu cpu, ThreadState thread);

    /// What a thread has when a program starts.
    void resetThread(ThreadState thread);

    /// Gives a thread a fresh FPU and nothing else.
    void resetFpu(ThreadState thread);

    /// Sets the thread pointer: CLONE_SETTLS.
    void setThreadPointer(ThreadState thread, long value);

    // Saved registers.

    long syscallNumber(long regs);

    void setSyscallNumber(long regs, long number);

    /// Argument 0 to 5 of a system call.
    long argument(long regs, int index);

    /// An argument of a 32-bit system call made by a program of a 64-bit architecture; the same as
    /// [#argument] where there is no such thing.
    default long compatArgument(long regs, int index) {
        return argument(regs, index);
    }

    /// Sets the sixth argument of a system call made by [Entry#SYSENTER].
    default void setLastArgument(long regs, long value) {
        throw new UnsupportedOperationException("no sysenter");
    }

    long result(long regs);

    void setResult(long regs, long value);

    long ip(long regs);

    void setIp(long regs, long value);

    long sp(long regs);

    void setSp(long regs, long value);

    /// Makes the system call run once more when the task returns to user mode.
    void restartSyscall(long regs);

    /// As [#restartSyscall], but runs restart_syscall(2).
    void restartSyscallBlock(long regs);

    /// Whether the processor traps after each instruction.
    boolean singleStep(long regs);

    /// Has the processor trap after each instruction, or not.
    void setSingleStep(long regs, boolean on);

    /// Fills `regs` for a program's first instruction; everything else is zero.
    void startThread(long regs, long ip, long sp);

    /// Length of one instruction for rewinding, 2 on x86: what [#restartSyscall] takes off.
    int syscallInstructionBytes();

    /// Whether a task with these registers can go back to user mode by the fast instruction, which
    /// needs some of them for itself; else by that of interrupts, which restores all.
    boolean returnsFast(long regs);

    // The switch frame.

    /// Writes a switch frame below `sp` and returns the new stack pointer.
    ///
    /// @param first for a kernel thread its function, else 0
    /// @param second for a kernel thread its argument, else 0
    long pushSwitchFrame(KernelStack stack, long sp, long returnAddress, long first, long second);

    /// Bytes of a switch frame.
    int switchFrameBytes();

    /// The address a switch frame at `sp` returns to.
    long switchReturnAddress(KernelStack stack, long sp);

    /// The first value given to [#pushSwitchFrame].
    long switchFirst(KernelStack stack, long sp);

    /// The second value given to [#pushSwitchFrame].
    long switchSecond(KernelStack stack, long sp);

    /// Signal frames of this ABI.
    SignalFrames signalFrames();

    /// How user mode was left.
    enum Entry {
        /// By the fast system call instruction.
        SYSCALL,
        /// By the fast system call instruction of 32-bit code, which keeps the stack pointer in the
        /// frame pointer's register.
        SYSENTER,
        /// By a software interrupt that asks for a system call.
        INTERRUPT_SYSCALL,
        /// By a fault, a timer tick or another interrupt.
        INTERRUPT
    }
}
