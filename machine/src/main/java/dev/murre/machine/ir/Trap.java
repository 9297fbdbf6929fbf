package dev.murre.machine.ir;

/// Why a processor stopped. The numbers 0–31 are x86's exception vectors, used for ARM's
/// equivalents too; those from 256 on
/// are the machine's own. For faults PC is at the instruction that faulted and every register is as
/// it was before it.
public final class Trap {
    public static final int DIVIDE = 0;

    /// Single step or a debug instruction; PC after it.
    public static final int DEBUG = 1;

    public static final int BREAKPOINT = 3;
    public static final int OVERFLOW = 4;
    public static final int BOUND = 5;
    public static final int UNDEFINED = 6;
    public static final int STACK_SEGMENT = 12;

    /// The processor's `trapInfo` is the error code.
    public static final int GENERAL_PROTECTION = 13;

    /// `faultAddress` and `faultAccess` ({@link dev.murre.machine.memory.Perm#READ}, WRITE or EXEC)
    /// tell what was refused.
    public static final int PAGE = 14;

    /// x87 exception.
    public static final int FPU = 16;

    public static final int ALIGNMENT = 17;

    /// SSE exception.
    public static final int SIMD = 19;

    /// The fast system call instruction of the mode (syscall, svc); PC after it.
    public static final int SYSCALL = 256;

    /// `int n`: `trapInfo` is n; PC after it.
    public static final int INTERRUPT = 257;

    /// sysenter; PC after it.
    public static final int SYSENTER = 258;

    /// The instruction budget is spent; PC is at the next instruction.
    public static final int BUDGET = 259;

    /// Somebody asked the processor to stop ({@link dev.murre.machine.cpu.Cpu#interrupt}).
    public static final int INTERRUPTED = 260;

    /// The page of PC may be executed but has no {@link dev.murre.machine.cpu.CodePage} yet: the
    /// kernel installs one.
    public static final int CODE_PAGE = 261;

    /// No trap: what a helper returns when all went well.
    public static final int NONE = -1;

    /// What a helper returns to end the block at the next instruction (after it changed what
    /// decides how code runs).
    public static final int RESUME = -2;

    /// What a helper returns to run the same instruction again after a look at budget and
    /// interrupts (long string
    /// operations).
    public static final int AGAIN = -3;

    private Trap() {}
}
