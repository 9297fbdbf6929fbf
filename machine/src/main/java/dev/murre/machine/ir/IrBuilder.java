package dev.murre.machine.ir;

import dev.murre.machine.cpu.CodePage;
import dev.murre.machine.lanes.LaneOp;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Collects the operations of one block. Reusable: {@link #start} begins the next one. Lowering
/// calls
/// {@link #beginInstruction} before the operations of each guest instruction and ends the block
/// with one operation marked
/// `t` in {@link Op}.
public final class IrBuilder {
    /// No block is longer than this many operations.
    public static final int MAX_OPS = 512;

    private long[] ops = new long[MAX_OPS + 128];
    private short[] owner = new short[MAX_OPS + 128];
    private final short[] starts = new short[MAX_OPS + 2];
    private long[] constants = new long[16];
    private int opCount;
    private int constantCount;
    private int instructionCount;
    private long pc;
    private long exit0;
    private long exit1;
    private int temps;
    private int vectorTemps;

    /// Begins a block at guest address `blockPc`.
    public void start(long blockPc) {
        pc = blockPc;
        opCount = 0;
        constantCount = 0;
        instructionCount = 0;
        exit0 = 0;
        exit1 = 0;
    }

    /// Begins the instruction at `instructionPc`; temporaries are free again.
    public void beginInstruction(long instructionPc) {
        starts[instructionCount++] = (short) (instructionPc - pc);
        temps = 0;
        vectorTemps = 0;
    }

    /// A temporary slot, valid until the next instruction.
    public int temp() {
        assert temps < Slots.TEMP_COUNT : "too many temporaries";
        return Slots.TEMP + temps++;
    }

    /// The low slot of a pair, valid until the next instruction.
    public int vectorTemp() {
        assert vectorTemps < Slots.VECTOR_TEMP_COUNT : "too many vector temporaries";
        return Slots.VECTOR_TEMP + 2 * vectorTemps++;
    }

    public void emit(int opcode, int d, int a, int b, long imm) {
        add(Op.pack(opcode, d, a, b, imm));
    }

    public void op(int opcode, int d, int a, int b) {
        add(Op.pack(opcode, d, a, b, 0));
    }

    public void op(int opcode, int d, int a) {
        add(Op.pack(opcode, d, a, Slots.ZERO, 0));
    }

    public void opImm(int opcode, int d, int a, long imm) {
        add(Op.pack(opcode, d, a, Slots.ZERO, imm));
    }

    /// An operation with a memory operand.
    public void memory(int opcode, int d, int base, int index, int scale, int displacement) {
        add(Op.packMemory(opcode, d, base, index, scale, displacement));
    }

    /// `d = value`, whatever its size.
    public void loadImmediate(int d, long value) {
        if (value >= -(1L << 33) && value < 1L << 33) {
            opImm(Op.LI, d, Slots.ZERO, value);
        } else {
            opImm(Op.LIW, d, Slots.ZERO, constant(value));
        }
    }

    public void helper(int number, int d, int a, int b, int imm) {
        add(Op.pack(Op.HELPER, d, a, b, (long) imm << 12 | number));
    }

    /// `d` = lane function of `a`, `b` and the immediate.
    public void lane(LaneOp function, int d, int a, int b, int imm) {
        add(Op.pack(Op.LANE, d, a, b, (long) imm << 12 | function.ordinal()));
    }

    /// The same for both halves of vector registers.
    public void lanes(LaneOp function, int d, int a, int b, int imm) {
        add(Op.pack(Op.LANES, d, a, b, (long) imm << 12 | function.ordinal()));
    }

    /// Condition codes become (`kind`, `a`, `b`).
    public void conditionCodes(int kind, int a, int b) {
        add(Op.pack(Op.SETCC_KIND, 0, a, b, kind));
    }

    /// Stops with `trap`, with `trapInfo` 0.
    public void trap(int trap, TrapPc trapPc) {
        add(Op.pack(Op.TRAP, trapPc.ordinal(), Slots.ZERO, Slots.ZERO, trap));
    }

    /// Stops with `trap`, with slot `info` as `trapInfo`.
    public void trap(int trap, TrapPc trapPc, int info) {
        add(Op.pack(Op.TRAP, trapPc.ordinal(), info, Slots.ZERO, trap));
    }

    /// The bytes of the instruction cannot be had: `trap` is PAGE or CODE_PAGE, `address` what to
    /// bring in.
    public void fetchTrap(int trap, long address) {
        int at = temp();
        loadImmediate(at, address);
        add(Op.pack(Op.TRAP, 0, at, Slots.ZERO, trap));
    }

    /// Where PC stands after {@link Op#TRAP}.
    public enum TrapPc {
        AT_INSTRUCTION,
        AFTER_INSTRUCTION
    }

    /// Ends the block with a jump or fall-through to `target`.
    public void jump(long target) {
        exit0 = target;
        op(Op.JMP, 0, Slots.ZERO);
    }

    public void call(long target) {
        exit0 = target;
        op(Op.CALL, 0, Slots.ZERO);
    }

    /// Ends the block with a conditional branch.
    public void branch(int condition, long target, long fallThrough) {
        setExits(fallThrough, target);
        opImm(Op.BRANCH, 0, Slots.ZERO, condition);
    }

    /// Declares where exits 0 and 1 lead, for the branch operation that follows.
    public void setExits(long target0, long target1) {
        exit0 = target0;
        exit1 = target1;
    }

    /// The index at which the next operation will stand, for {@link #patchSkip}.
    public int position() {
        return opCount;
    }

    /// Makes the SKIP operation at `position` skip up to (not including) the next operation to be
    /// emitted.
    public void patchSkip(int position) {
        long word = ops[position];
        ops[position] =
                Op.pack(
                        Op.opcode(word),
                        Op.d(word),
                        Op.a(word),
                        Op.b(word),
                        opCount - position - 1);
    }

    public boolean isFull() {
        return opCount >= MAX_OPS;
    }

    /// Ends the block whose last instruction ends before `endPc`.
    public Block finish(long endPc, CodePage page, @Nullable CodePage secondPage) {
        starts[instructionCount] = (short) (endPc - pc);
        opCount = Simplify.run(ops, owner, opCount);
        return new Block(this, page, secondPage);
    }

    private void add(long word) {
        if (opCount == ops.length) {
            ops = Arrays.copyOf(ops, 2 * opCount);
            owner = Arrays.copyOf(owner, 2 * opCount);
        }
        owner[opCount] = (short) (instructionCount - 1);
        ops[opCount++] = word;
    }

    private int constant(long value) {
        if (constantCount == constants.length) {
            constants = Arrays.copyOf(constants, 2 * constantCount);
        }
        constants[constantCount] = value;
        return constantCount++;
    }

    long pc() {
        return pc;
    }

    long exit0() {
        return exit0;
    }

    long exit1() {
        return exit1;
    }

    int instructions() {
        return instructionCount;
    }

    long[] ops() {
        return Arrays.copyOf(ops, opCount);
    }

    long[] constants() {
        return Arrays.copyOf(constants, constantCount);
    }

    short[] instructionOfOp() {
        return Arrays.copyOf(owner, opCount);
    }

    short[] offsets() {
        return Arrays.copyOf(starts, instructionCount + 1);
    }
}
