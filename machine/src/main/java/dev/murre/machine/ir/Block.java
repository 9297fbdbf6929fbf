package dev.murre.machine.ir;

import dev.murre.machine.cpu.CodeEntry;
import dev.murre.machine.cpu.CodePage;
import dev.murre.machine.cpu.CodeSpace;
import dev.murre.machine.cpu.CompiledCode;
import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.cpu.HotCode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A run of guest instructions without a branch into it, lowered: what the interpreter executes.
/// Immutable but for its
/// links to the blocks that follow.
public final class Block {
    /// Targets of a computed jump that are remembered.
    private static final int MAX_TARGETS = 48;

    /// So many entries later a block is compiled whose code has been dropped.
    private static final int SOON = 16;

    private static final @Nullable Block[] NO_TARGETS = {};

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

    /// Where the block's computed jump went last, as far as the interpreter knows.
    public @Nullable Block lastTarget;

    /// Where its computed jump has gone so far, the first ones.
    private @Nullable Block[] targets = NO_TARGETS;

    /// The epoch of the address space in which its pages were last found to be in place.
    private @Nullable Object validUnder;

    /// How often it was entered; a hint, not exact.
    public int heat;

    /// The value of {@link #heat} at which it is worth compiling. Put off when another region comes
    /// to contain the block: then it
    /// is entered from outside that region only, perhaps never again.
    public int hotAt = HotCode.THRESHOLD;

    /// Whether its arithmetic meets numbers that are not everyday ones more than now and then.
    public boolean unusual;

    /// How compiled code can be entered here.
    private @Nullable CodeEntry compiled;

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

    /// Whether all bytes that it was made from are still what `space` holds.
    public boolean isValid(CodeSpace space) {
        return validUnder == space.epoch || revalidate(space);
    }

    private boolean revalidate(CodeSpace space) {
        if (!space.has(page) || secondPage != null && !space.has(secondPage)) {
            return false;
        }
        validUnder = space.epoch;
        return true;
    }

    /// Notes that a compiled region can be entered at this block, if none could.
    public void enterBy(CompiledCode code, int number) {
        if (compiled == null) {
            compiled = new CodeEntry(code, number, pc);
        }
    }

    /// Code is of no use any more: another may be made soon.
    public void dropCode(CompiledCode code) {
        CodeEntry entry = compiled;
        if (entry != null && entry.code() == code) {
            compiled = null;
            hotAt = heat + SOON;
        }
    }

    public boolean isCompiled() {
        return compiled != null;
    }

    /// The compiled code that goes on at this block, with `cpu` told where to enter it; null if
    /// there is none (yet).
    public @Nullable CompiledCode enter(Cpu cpu) {
        CodeEntry entry = compiled;
        if (entry == null) {
            return null;
        }
        cpu.entry = entry.number();
        return entry.code();
    }

    /// Where compiled code goes on at this block; null if there is none (yet).
    public @Nullable CodeEntry entry() {
        return compiled;
    }

    /// Notes that `to` has come after this block's exit 0 or 1; other exits have no link.
    public void link(int exit, Block to) {
        if (exit == 0) {
            link0 = to;
        } else if (exit == 1) {
            link1 = to;
        }
    }

    /// Notes that this block's computed jump went to `to`.
    public void jumpedTo(Block to) {
        lastTarget = to;
        @Nullable Block[] known = targets;
        if (known.length == MAX_TARGETS || Op.opcode(lastOp()) == Op.RET) {
            return;
        }
        for (Block target : known) {
            if (target == to) {
                return;
            }
        }
        @Nullable Block[] more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = to;
        targets = more;
    }

    /// The operation that ends it.
    public long lastOp() {
        return ops[ops.length - 1];
    }

    /// Where this block's computed jump or call (not return) was seen to go. Another thread may
    /// see nulls in it.
    public @Nullable Block[] targets() {
        return targets;
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
