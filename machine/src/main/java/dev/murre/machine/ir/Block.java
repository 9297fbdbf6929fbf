package dev.murre.machine.ir;

import dev.murre.machine.cpu.CodePage;
import dev.murre.machine.cpu.CompiledCode;
import dev.murre.machine.cpu.HotCode;
import org.jspecify.annotations.Nullable;

/// A run of guest instructions without a branch into it, lowered: what the interpreter executes.
/// Immutable but for its
/// links to the blocks that follow.
public final class Block {
    /// Guest address of the first instruction.
    public final long pc;

    public final long[] ops;
    public final long[] constants;

    /// How many guest instructions it holds.
    public final int instructions;

    /// Guest addresses of exits 0 and 1 of {@link Op#JMP}, {@link Op#BRANCH} and their like.
    public final long exit0;

    public final long exit1;

    /// The page that holds the first byte, and the one that holds the last if that is another one.
    public final CodePage page;

    public final @Nullable CodePage secondPage;

    public @Nullable Block link0;
    public @Nullable Block link1;

    /// How often it was entered; a hint, not exact.
    public int heat;

    /// The value of {@link #heat} at which it is worth compiling. Put off when another region comes
    /// to contain the block: then it
    /// is entered from outside that region only, perhaps never again.
    public int hotAt = HotCode.THRESHOLD;

    /// Set when the region that begins here has been compiled.
    public @Nullable CompiledCode compiled;

    /// For each operation its instruction's number in the block.
    private final short[] instructionOfOp;

    /// For each instruction, and one past the last, its offset from {@link #pc}.
    private final short[] offsets;

    Block(IrBuilder builder, CodePage page, @Nullable CodePage secondPage) {
        this.pc = builder.pc();
        this.ops = builder.ops();
        this.constants = builder.constants();
        this.instructions = builder.instructions();
        this.exit0 = builder.exit0();
        this.exit1 = builder.exit1();
        this.instructionOfOp = builder.instructionOfOp();
        this.offsets = builder.offsets();
        this.page = page;
        this.secondPage = secondPage;
    }

    /// The number (from 0) of the instruction that operation `op` belongs to: so many were
    /// completed before it.
    public int instructionAt(int op) {
        return instructionOfOp[op];
    }

    /// Guest address of instruction `number`; that of the following code for {@link #instructions}.
    public long pcOf(int number) {
        return pc + offsets[number];
    }

    public long endPc() {
        return pcOf(instructions);
    }
}
