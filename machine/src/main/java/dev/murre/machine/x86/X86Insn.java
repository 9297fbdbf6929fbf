package dev.murre.machine.x86;

import static dev.murre.machine.x86.X86Registers.NO_REGISTER;

import java.util.Locale;

/// One decoded instruction. The decoder fills the same object again and again, so that decoding
/// allocates nothing; whoever wants to keep an instruction copies what it needs.
public final class X86Insn {
    /// The most operands an instruction names.
    public static final int MAX_OPERANDS = 3;

    public DecodeStatus status = DecodeStatus.UNDEFINED;
    public X86Op op = X86Op.INVALID;
    /// Address of the first byte.
    public long address;
    /// Bytes, prefixes included; of a failed decode, the bytes fetched.
    public int length;
    /// With [DecodeStatus#FETCH_FAULT], the address that could not be fetched.
    public long faultAddress;

    /// Effective operand size in bytes: 1, 2, 4 or 8.
    public int operandSize;
    /// Effective address size in bytes: 2, 4 or 8.
    public int addressSize;
    /// Raises #GP(0) outside ring 0 (and port input or output without permission).
    public boolean privileged;
    /// A legal LOCK prefix was given.
    public boolean lock;
    /// REX.W was given.
    public boolean rexW;
    public RepeatPrefix repeat = RepeatPrefix.NONE;
    /// Condition code 0 to 15 of JCC, SETCC, CMOVCC.
    public int condition;

    /// Last opcode byte, and the ModRM byte (0 where there is none).
    public int opcode;

    public int modRm;

    public int operandCount;
    public final OperandKind[] kind = new OperandKind[MAX_OPERANDS];
    /// Register number of a register operand.
    public final int[] register = new int[MAX_OPERANDS];
    /// Operand width in bytes; 0 where the operation tells it (FXSAVE, LEA).
    public final int[] width = new int[MAX_OPERANDS];

    /// True when an operand is in memory.
    public boolean hasMemory;
    /// Base register, or [X86Registers#NO_REGISTER].
    public int base;
    /// Index register, or [X86Registers#NO_REGISTER].
    public int index;
    /// Index is shifted left by this.
    public int scaleShift;
    /// Sign-extended displacement.
    public long displacement;
    /// The displacement counts from the end of this instruction.
    public boolean ripRelative;
    /// Segment of the memory operand, or of a string instruction's source: the override or the
    /// default.
    public int segment;

    public long immediate;
    public long immediate2;

    /// Makes an empty instruction.
    public X86Insn() {
        reset(0);
    }

    void reset(long at) {
        status = DecodeStatus.OK;
        op = X86Op.INVALID;
        address = at;
        length = 0;
        privileged = false;
        lock = false;
        rexW = false;
        repeat = RepeatPrefix.NONE;
        condition = 0;
        operandCount = 0;
        kind[0] = OperandKind.NONE;
        kind[1] = OperandKind.NONE;
        kind[2] = OperandKind.NONE;
        hasMemory = false;
        base = NO_REGISTER;
        index = NO_REGISTER;
        scaleShift = 0;
        displacement = 0;
        ripRelative = false;
        segment = X86Registers.DS;
        immediate = 0;
        immediate2 = 0;
    }

    void addRegister(OperandKind operandKind, int number, int bytes) {
        kind[operandCount] = operandKind;
        register[operandCount] = number;
        width[operandCount++] = bytes;
    }

    void addOperand(OperandKind operandKind, int bytes) {
        kind[operandCount] = operandKind;
        width[operandCount++] = bytes;
    }

    /// Address of the next instruction in sequence, not yet cut to the mode's address size.
    public long next() {
        return address + length;
    }

    /// True when operand `i` is in memory.
    public boolean isMemory(int i) {
        return kind[i] == OperandKind.MEMORY;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(op.name().toLowerCase(Locale.ROOT));
        for (int i = 0; i < operandCount; i++) {
            text.append(i == 0 ? ' ' : ',').append(operandText(i));
        }
        return text.toString();
    }

    private String operandText(int i) {
        return switch (kind[i]) {
            case NONE -> "";
            case REGISTER -> "r" + register[i] + ":" + width[i];
            case HIGH_BYTE -> "h" + register[i];
            case XMM -> "xmm" + register[i];
            case MMX -> "mm" + register[i];
            case X87 -> "st" + register[i];
            case SEGMENT -> "seg" + register[i];
            case CONTROL -> "cr" + register[i];
            case DEBUG -> "dr" + register[i];
            case MEMORY -> memoryText(width[i]);
            case IMMEDIATE -> "0x" + Long.toHexString(immediate);
            case RELATIVE -> "0x" + Long.toHexString(next() + immediate);
            case FAR -> "0x" + Long.toHexString(immediate2) + ":0x" + Long.toHexString(immediate);
        };
    }

    private String memoryText(int bytes) {
        return "m"
                + bytes
                + "[seg"
                + segment
                + (ripRelative ? " rip" : "")
                + (base == NO_REGISTER ? "" : " r" + base)
                + (index == NO_REGISTER ? "" : " r" + index + "*" + (1 << scaleShift))
                + " 0x"
                + Long.toHexString(displacement)
                + "]";
    }
}
