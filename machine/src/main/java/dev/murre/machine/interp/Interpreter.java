package dev.murre.machine.interp;

import dev.murre.machine.cpu.CompiledCode;
import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.cpu.HotCode;
import dev.murre.machine.ir.Block;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.memory.Perm;
import dev.murre.machine.memory.Unchecked;
import org.jspecify.annotations.Nullable;

/// Executes blocks operation by operation: the engine of every cold start, and the meaning of the
/// IR. Its loop only fetches: each operation is a {@link Handler}'s to execute.
public final class Interpreter {
    /// What {@link #execute} returns when the next block is not linked: PC says where to go on.
    private static final int NEXT = CompiledCode.NEXT;

    private static final Handler[] HANDLERS = Handlers.table();

    /// Where a block's first operation is.
    private static final int START = Unchecked.at(0);

    private Interpreter() {}

    /// Runs `cpu` from its PC until something traps. The result is a {@link Trap}; PC and every
    /// register are exact.
    public static int run(Cpu cpu) {
        @Nullable Block from = null;
        int exit = 0;
        boolean stopped = false;
        while (true) {
            if (cpu.budget <= 0) {
                return Trap.BUDGET;
            }
            if (cpu.isInterrupted()) {
                return Trap.INTERRUPTED;
            }
            if (cpu.isStepwise()) {
                int trap = Stepping.instruction(cpu);
                from = null;
                if (trap != Trap.NONE) {
                    return trap;
                }
                continue;
            }
            long pc = cpu.s[Slots.PC];
            if (cpu.writesItsCode && cpu.memory.allows(pc, 1, Perm.EXEC)) {
                int outcome = runUnkept(cpu, pc);
                from = null;
                if (outcome >= 0) {
                    return outcome;
                }
                continue;
            }
            Block block = cpu.code.lookup(pc);
            if (block == null) {
                int trap = Translation.prepare(cpu, pc);
                if (trap != Trap.NONE) {
                    return trap;
                }
                block = Translation.block(cpu, pc);
            }
            if (cpu.budget < block.instructions) {
                // The block may stem from another address space; its bytes need not be in this one.
                int trap = Translation.prepare(cpu, pc);
                if (trap != Trap.NONE) {
                    return trap;
                }
                block = Translation.single(cpu, pc);
            } else if (from != null && !Translation.isFetchFault(block)) {
                from.link(exit, block);
            }
            if (cpu.compileAtOnce && !block.isCompiled()) {
                reportHot(cpu, block);
            }
            CompiledCode compiled = block.enter(cpu);
            int outcome =
                    compiled != null && !stopped && compiled.mayRun(cpu)
                            ? Chain.run(cpu, compiled)
                            : execute(cpu, block);
            from = null;
            stopped = false;
            if (outcome == NEXT) {
                from = cpu.lastBlock;
                exit = cpu.lastExit;
                stopped = exit == CompiledCode.STOPPED;
            } else if (outcome >= 0) {
                return outcome;
            }
        }
    }

    /// Runs what is not compiled within compiled code (registers are where that has them), until
    /// control comes to `stopPc` or to compiled code ({@link #NEXT}), or something traps.
    public static int within(Cpu cpu, long stopPc) {
        Block block = cpu.code.lookup(cpu.s[Slots.PC]);
        if (block == null
                || cpu.budget < block.instructions
                || cpu.isInterrupted()
                || cpu.isStepwise()
                || cpu.writesItsCode) {
            cpu.lastExit = CompiledCode.UNWIND;
            return NEXT;
        }
        cpu.toSlots();
        cpu.stopPc = stopPc;
        int outcome = execute(cpu, block);
        cpu.stopPc = Cpu.NOWHERE;
        cpu.fromSlots();
        return outcome;
    }

    private static int runUnkept(Cpu cpu, long pc) {
        cpu.writesItsCode = false;
        return execute(cpu, Translation.unkept(cpu, pc));
    }

    /// Runs `first` and the blocks linked to it; returns {@link #NEXT}, a trap, or a helper's
    /// RESUME or AGAIN.
    static int execute(Cpu cpu, Block first) {
        cpu.showWindow();
        long[] s = cpu.s;
        Block block = first;
        int i = begin(cpu, block);
        while (true) {
            long w;
            int result;
            do {
                w = Unchecked.get(block.ops, i);
                i += Unchecked.STEP;
                result = HANDLERS[Op.opcode(w)].run(cpu, s, w);
            } while (result == Handler.GO_ON);
            @Nullable Block next;
            switch (result) {
                case Handler.EXIT0 -> next = block.link0;
                case Handler.EXIT1 -> next = block.link1;
                case Handler.COMPUTED -> next = computed(cpu, block);
                default -> {
                    if (result < Handler.SKIP) {
                        result = seldom(cpu, block, w, i, result);
                    }
                    if (result >= Handler.SKIP) {
                        i += (result - Handler.SKIP) * Unchecked.STEP;
                        continue;
                    }
                    return cpu.outcome;
                }
            }
            if (next == null || !mayFollow(cpu, next)) {
                return leave(cpu, block, result);
            }
            block = next;
            i = begin(cpu, block);
        }
    }

    private static int begin(Cpu cpu, Block block) {
        cpu.budget -= block.instructions;
        if (++block.heat == block.hotAt) {
            reportHot(cpu, block);
        }
        return START;
    }

    private static @Nullable Block computed(Cpu cpu, Block block) {
        Block next = cpu.code.lookup(cpu.s[Slots.PC]);
        if (next != block.lastTarget && next != null) {
            block.jumpedTo(next);
        }
        return next;
    }

    private static int leave(Cpu cpu, Block block, int result) {
        int exit = result - Handler.EXIT0;
        if (exit < 2) {
            cpu.s[Slots.PC] = exit == 0 ? block.exit0 : block.exit1;
        }
        cpu.lastBlock = block;
        cpu.lastExit = exit;
        return NEXT;
    }

    /// What an operation that does not just go on or end its block comes to: SKIP and more, or the
    /// end, for the reason in {@link Cpu#outcome}.
    private static int seldom(Cpu cpu, Block block, long w, int at, int result) {
        int i = (at - START) / Unchecked.STEP;
        switch (result) {
            case Handler.CONSTANT -> {
                cpu.s[Op.d(w)] = block.constants[(int) Op.imm(w)];
                return Handler.SKIP;
            }
            case Handler.FAULT -> cpu.outcome = Exits.atInstruction(cpu, block, i, Trap.PAGE);
            case Handler.HELPER -> cpu.outcome = Exits.afterHelper(cpu, block, i, cpu.outcome);
            default -> {
                cpu.outcome = Rare.execute(cpu, w, block, i);
                return cpu.outcome == Trap.NONE ? Handler.SKIP : result;
            }
        }
        return result;
    }

    private static boolean mayFollow(Cpu cpu, Block next) {
        return next.isValid(cpu.code)
                && cpu.budget >= next.instructions
                && !next.isCompiled()
                && next.pc != cpu.stopPc
                && !cpu.isInterrupted()
                && !cpu.isStepwise();
    }

    private static void reportHot(Cpu cpu, Block block) {
        HotCode hotCode = cpu.hotCode;
        if (hotCode != null) {
            hotCode.hot(block);
        }
    }
}
