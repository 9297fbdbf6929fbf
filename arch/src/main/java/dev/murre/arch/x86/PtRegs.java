package dev.murre.arch.x86;

/// Offsets in x86-64's `pt_regs`, which is also `user_regs_struct` without its tail, ptrace(2).
public final class PtRegs {
    public static final int R15 = 0;
    public static final int R14 = 8;
    public static final int R13 = 16;
    public static final int R12 = 24;
    public static final int BP = 32;
    public static final int BX = 40;
    public static final int R11 = 48;
    public static final int R10 = 56;
    public static final int R9 = 64;
    public static final int R8 = 72;
    public static final int AX = 80;
    public static final int CX = 88;
    public static final int DX = 96;
    public static final int SI = 104;
    public static final int DI = 112;
    public static final int ORIG_AX = 120;
    public static final int IP = 128;
    public static final int CS = 136;
    public static final int FLAGS = 144;
    public static final int SP = 152;
    public static final int SS = 160;
    public static final int BYTES = 168;

    /// Selectors of 64-bit user code and user data.
    public static final int USER_CS = 0x33;

    public static final int USER_DS = 0x2b;

    /// Selector of 32-bit user code.
    public static final int USER32_CS = 0x23;

    private static final String[] NAMES = {
        "r15", "r14", "r13", "r12", "bp", "bx", "r11", "r10", "r9", "r8", "ax", "cx", "dx", "si",
        "di", "orig_ax", "ip", "cs", "flags", "sp", "ss"
    };

    private PtRegs() {}

    /// Name of the register saved at an offset.
    public static String name(int offset) {
        return NAMES[offset >> 3];
    }
}
