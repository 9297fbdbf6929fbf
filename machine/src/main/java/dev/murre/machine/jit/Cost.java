package dev.murre.machine.jit;

import dev.murre.machine.ir.Block;
import dev.murre.machine.ir.Helpers;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.ValueForm;

/// How many bytes of bytecode a block is likely to become.
final class Cost {
    private static final int BLOCK = 40;
    private static final int MEMORY = 52;
    private static final int HELPER = 90;
    private static final int ARITHMETIC = 42;
    private static final int CALL = 180;
    private static final int FLAGS = 34;
    private static final int FLAGS_OF_FLAGS = 90;
    private static final int PLAIN = 12;

    private Cost() {}

    static int of(Block block, Helpers helpers) {
        int cost = BLOCK;
        for (long word : block.ops) {
            int opcode = Op.opcode(word);
            cost += opcode == Op.HELPER ? helper(word, helpers) : of(opcode);
        }
        return cost;
    }

    private static int helper(long word, Helpers helpers) {
        ValueForm form = helpers.valueForm((int) (word >>> 30) & 0xfff);
        if (form == null || form.everyday() == null) {
            return HELPER;
        }
        return form.shape() == ValueForm.Shape.PACKED ? 2 * ARITHMETIC : ARITHMETIC;
    }

    private static int of(int opcode) {
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
