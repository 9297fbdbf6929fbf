package dev.murre.machine.jit;

import dev.murre.machine.ir.Block;
import dev.murre.machine.ir.Op;

/// How many bytes of bytecode a block is likely to become.
final class Cost {
    private static final int BLOCK = 40;
    private static final int MEMORY = 52;
    private static final int HELPER = 90;
    private static final int CALL = 120;
    private static final int FLAGS = 34;
    private static final int FLAGS_OF_FLAGS = 90;
    private static final int PLAIN = 12;

    private Cost() {}

    static int of(Block block) {
        int cost = BLOCK;
        for (long word : block.ops) {
            cost += of(Op.opcode(word));
        }
        return cost;
    }

    private static int of(int opcode) {
        if (opcode == Op.HELPER) {
            return HELPER;
        }
        if (opcode == Op.CALL || opcode == Op.CALLI) {
            return CALL;
        }
        if (opcode == Op.LANES) {
            return FLAGS;
        }
        if (Op.has(opcode, 'f')) {
            return MEMORY;
        }
        if (Op.has(opcode, 'c') && Op.has(opcode, 'C')) {
            return FLAGS_OF_FLAGS;
        }
        return Op.has(opcode, 'c') || Op.has(opcode, 'C') ? FLAGS : PLAIN;
    }
}
