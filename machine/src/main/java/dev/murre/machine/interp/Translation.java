package dev.murre.machine.interp;

import dev.murre.machine.cpu.CodePage;
import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.Block;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.memory.Perm;
import java.util.Objects;

/// Getting the block for an address that has none yet.
public final class Translation {
    private Translation() {}

    /// Whether code at `pc` can be translated: NONE, or the trap that makes the kernel see to it.
    static int prepare(Cpu cpu, long pc) {
        if (!cpu.memory.allows(pc, 1, Perm.EXEC)) {
            cpu.faultAddress = pc;
            cpu.faultAccess = Perm.EXEC;
            return Trap.PAGE;
        }
        if (cpu.code.find(pc >>> 12) == null) {
            cpu.faultAddress = pc;
            return Trap.CODE_PAGE;
        }
        return Trap.NONE;
    }

    static Block block(Cpu cpu, long pc) {
        CodePage page = Objects.requireNonNull(cpu.code.find(pc >>> 12));
        Block block = cpu.translator.translate(cpu, page, pc, Integer.MAX_VALUE);
        if (!isFetchFault(block)) {
            page.replace(block);
        }
        return block;
    }

    /// A block of just the instruction at `pc`, kept nowhere.
    static Block single(Cpu cpu, long pc) {
        CodePage page = Objects.requireNonNull(cpu.code.find(pc >>> 12));
        return cpu.translator.translate(cpu, page, pc, 1);
    }

    /// The instruction at `pc`, translated without making its page a page of code.
    static Block unkept(Cpu cpu, long pc) {
        return cpu.translator.translate(cpu, new CodePage(pc >>> 12), pc, 1);
    }

    /// Whether `block` only asks for a page of its first instruction: nobody may come back to it.
    static boolean isFetchFault(Block block) {
        long last = block.ops[block.ops.length - 1];
        return Op.opcode(last) == Op.TRAP
                && (Op.imm(last) == Trap.PAGE || Op.imm(last) == Trap.CODE_PAGE);
    }
}
