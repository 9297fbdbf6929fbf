package dev.murre.machine.ir;

/// What every block goes through once: condition codes that nobody can see are not computed, and a
/// comparison right before
/// a branch becomes part of it. A trap shows the condition codes, so they are alive at every
/// operation that may trap.
final class Simplify {
    private static final int[] PLAIN = new int[Op.COUNT];
    private static final boolean[] WRITES_CC = new boolean[Op.COUNT];
    private static final boolean[] SEES_CC = new boolean[Op.COUNT];
    private static final int[] FUSED = new int[Op.COUNT];

    /// Whether an operation `d = f(a…)` can read another slot as `a` ([#foldCopies]).
    private static final byte[] FOLDS = new byte[Op.COUNT];

    /// It looks at no more than the low 32 bits of what it reads.
    private static final byte FOLDS_LOW = 2;

    static {
        for (int opcode = 0; opcode < Op.COUNT; opcode++) {
            WRITES_CC[opcode] = Op.has(opcode, 'c');
            SEES_CC[opcode] =
                    Op.has(opcode, 'C')
                            || Op.has(opcode, 'f')
                            || Op.has(opcode, 'h')
                            || Op.has(opcode, 't')
                            || opcode == Op.SKIPZ
                            || opcode == Op.SKIPNZ;
            PLAIN[opcode] = -1;
            FOLDS[opcode] = folds(opcode);
        }
        plain(Op.ADDF64, Op.ADD64);
        plain(Op.SUBF64, Op.SUB64);
        plain(Op.ANDF64, Op.AND64);
        plain(Op.ORF64, Op.OR64);
        plain(Op.XORF64, Op.XOR64);
        plain(Op.ADDFI64, Op.ADDI64);
        plain(Op.ANDFI64, Op.ANDI64);
        plain(Op.ADDF32, Op.ADD32);
        plain(Op.SUBF32, Op.SUB32);
        plain(Op.ANDF32, Op.AND32);
        plain(Op.ORF32, Op.OR32);
        plain(Op.XORF32, Op.XOR32);
        plain(Op.ADDFI32, Op.ADDI32);
        plain(Op.ANDFI32, Op.ANDI32);
        plain(Op.SHLFI64, Op.SHLI64);
        plain(Op.SHRFI64, Op.SHRI64);
        plain(Op.SARFI64, Op.SARI64);
        plain(Op.SHLFI32, Op.SHLI32);
        plain(Op.SHRFI32, Op.SHRI32);
        plain(Op.SARFI32, Op.SARI32);
        plain(Op.SHLF64, Op.SHL64);
        plain(Op.SHRF64, Op.SHR64);
        plain(Op.SARF64, Op.SAR64);
        plain(Op.SHLF32, Op.SHL32);
        plain(Op.SHRF32, Op.SHR32);
        plain(Op.SARF32, Op.SAR32);
        plain(Op.MULF64, Op.MUL64);
        plain(Op.MULF32, Op.MUL32);
        for (int compare :
                new int[] {
                    Op.CMP64,
                    Op.CMP32,
                    Op.CMPI64,
                    Op.CMPI32,
                    Op.CMPI8,
                    Op.TEST64,
                    Op.TEST32,
                    Op.SETCC_KIND,
                    Op.ROLCC,
                    Op.RORCC,
                    Op.SETCF
                }) {
            plain(compare, Op.NOP);
        }
        FUSED[Op.CMP64] = Op.CMPBR64;
        FUSED[Op.CMP32] = Op.CMPBR32;
        FUSED[Op.CMPI64] = Op.CMPBRI64;
        FUSED[Op.CMPI32] = Op.CMPBRI32;
        FUSED[Op.TEST64] = Op.TESTBR64;
        FUSED[Op.TEST32] = Op.TESTBR32;
    }

    private Simplify() {}

    private static byte folds(int opcode) {
        boolean function = Op.has(opcode, 'd') && Op.has(opcode, 'a');
        boolean other =
                Op.has(opcode, 'D')
                        || Op.has(opcode, 'm')
                        || Op.has(opcode, 'f')
                        || Op.has(opcode, 's')
                        || Op.has(opcode, 'C');
        if (!function || other) {
            return 0;
        }
        return Op.name(opcode).endsWith("32") ? FOLDS_LOW : 1;
    }

    private static void plain(int flagged, int plain) {
        PLAIN[flagged] = plain;
    }

    /// Rewrites `ops[0..count)` in place, with `owner` alongside, and returns the new count.
    static int run(long[] ops, short[] owner, int count) {
        boolean skips = dropDeadConditionCodes(ops, count);
        if (skips) {
            return count;
        }
        int kept = compact(ops, owner, fuseBranch(ops, count));
        return foldCopies(ops, owner, kept) ? compact(ops, owner, kept) : kept;
    }

    /// A copy whose target the next operation overwrites with a function of it: that operation can
    /// read the source itself. Only where it cannot trap, which would show the copy, and not from a
    /// temporary of another instruction.
    private static boolean foldCopies(long[] ops, short[] owner, int count) {
        boolean folded = false;
        for (int i = 0; i + 1 < count; i++) {
            int opcode = Op.opcode(ops[i]);
            if (opcode != Op.MOV && opcode != Op.MOV32) {
                continue;
            }
            long next = ops[i + 1];
            int target = Op.d(ops[i]);
            byte fold = FOLDS[Op.opcode(next)];
            boolean enough = opcode == Op.MOV ? fold != 0 : fold == FOLDS_LOW;
            enough &= owner[i] == owner[i + 1] || Op.a(ops[i]) < Slots.TEMP;
            if (enough && Op.d(next) == target && Op.a(next) == target) {
                long source = Op.a(ops[i]);
                long changed = next & ~(0x7fL << 16) | source << 16;
                if (Op.has(Op.opcode(next), 'b') && Op.b(next) == target) {
                    changed = changed & ~(0x7fL << 23) | source << 23;
                }
                ops[i + 1] = changed;
                ops[i] = Op.NOP;
                folded = true;
            }
        }
        return folded;
    }

    /// Whether the block has SKIP operations, whose counts forbid moving anything.
    private static boolean dropDeadConditionCodes(long[] ops, int count) {
        boolean live = true;
        boolean skips = false;
        for (int i = count - 1; i >= 0; i--) {
            int opcode = Op.opcode(ops[i]);
            if (WRITES_CC[opcode]) {
                if (!live) {
                    ops[i] = withoutConditionCodes(ops[i], opcode);
                    opcode = Op.opcode(ops[i]);
                }
                live = false;
            }
            if (SEES_CC[opcode]) {
                live = true;
                skips |= opcode == Op.SKIP || opcode == Op.SKIPZ || opcode == Op.SKIPNZ;
            }
        }
        return skips;
    }

    private static long withoutConditionCodes(long word, int opcode) {
        return switch (opcode) {
            case Op.SUBFI64 ->
                    Op.imm(word) == -(1L << 33)
                            ? word
                            : Op.pack(Op.ADDI64, Op.d(word), Op.a(word), 0, -Op.imm(word));
            case Op.SUBFI32 -> Op.pack(Op.ADDI32, Op.d(word), Op.a(word), 0, (int) -Op.imm(word));
            case Op.INCF64 -> Op.pack(Op.ADDI64, Op.d(word), Op.a(word), 0, 1);
            case Op.INCF32 -> Op.pack(Op.ADDI32, Op.d(word), Op.a(word), 0, 1);
            case Op.DECF64 -> Op.pack(Op.ADDI64, Op.d(word), Op.a(word), 0, -1);
            case Op.DECF32 -> Op.pack(Op.ADDI32, Op.d(word), Op.a(word), 0, -1);
            default -> PLAIN[opcode] < 0 ? word : word & ~0x1ffL | PLAIN[opcode];
        };
    }

    private static int fuseBranch(long[] ops, int count) {
        if (count < 2 || Op.opcode(ops[count - 1]) != Op.BRANCH) {
            return count;
        }
        long compare = ops[count - 2];
        int fused = FUSED[Op.opcode(compare)];
        if (fused == 0) {
            return count;
        }
        long condition = Op.imm(ops[count - 1]);
        ops[count - 2] = compare & ~0xffffL | fused | condition << 9;
        return count - 1;
    }

    private static int compact(long[] ops, short[] owner, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (Op.opcode(ops[i]) != Op.NOP) {
                owner[kept] = owner[i];
                ops[kept++] = ops[i];
            }
        }
        return kept;
    }
}
