package dev.murre.machine.ir;

/// Where processor state and temporaries live in a processor's slot array (`long[] s`). Integer
/// registers hold
/// zero-extended values where the instruction set's registers are narrower than 64 bits.
public final class Slots {
    /// General registers: rax rcx rdx rbx rsp rbp rsi rdi r8…r15 on x86 (numbered as encoded),
    /// r0…r15 on ARM.
    public static final int GPR = 0;

    /// x86's stack pointer.
    public static final int RSP = 4;

    /// Guest address of the next instruction; valid between blocks and after a trap.
    public static final int PC = 16;

    /// Thread pointers: x86's FS and GS bases; ARM's TPIDRURO and TPIDRURW.
    public static final int FS_BASE = 17;

    public static final int GS_BASE = 18;

    /// Lazy condition codes: the kind ({@link CC}) and its two operands.
    public static final int CC_KIND = 19;

    public static final int CC_A = 20;
    public static final int CC_B = 21;

    /// The other flag bits (x86: EFLAGS without CF PF AF ZF SF OF, in their EFLAGS positions).
    public static final int FLAGS_REST = 22;

    /// Always 0.
    public static final int ZERO = 23;

    public static final int MXCSR = 24;
    public static final int FPU_CONTROL = 25;

    /// x87 status word, TOP in bits 11–13.
    public static final int FPU_STATUS = 26;

    /// x87 abridged tags as FXSAVE has them: bit n is set when physical register n is in use.
    public static final int FPU_TAGS = 27;

    public static final int FPU_OPCODE = 28;
    public static final int FPU_IP = 29;
    public static final int FPU_DP = 30;

    /// Segment selectors of 32-bit code, packed: bits 0–15 es, 16–31 ds, 32–47 fs, 48–63
    /// gs.
    public static final int SELECTORS = 31;

    /// Temporaries: valid within one instruction only.
    public static final int TEMP = 32;

    public static final int TEMP_COUNT = 32;

    /// XMM or ARM vector registers: register n is slots `VECTOR + 2n` (low half) and `VECTOR + 2n +
    /// 1`.
    public static final int VECTOR = 64;

    public static final int VECTOR_COUNT = 16;

    /// Mantissas of the eight physical x87 registers; MMX register n is `FPU_MANTISSA + n`.
    public static final int FPU_MANTISSA = 96;

    /// Sign and exponent (16 bits) of the eight physical x87 registers.
    public static final int FPU_EXPONENT = 104;

    /// Vector temporaries: pairs, valid within one instruction only.
    public static final int VECTOR_TEMP = 112;

    public static final int VECTOR_TEMP_COUNT = 6;

    /// Floating-point helpers' own: exception flags and sign-exponent of {@link
    /// dev.murre.machine.fp}, and a pair for results.
    public static final int FP_WORK = 124;

    public static final int FP_RESULT = 126;

    public static final int COUNT = 128;

    private Slots() {}
}
