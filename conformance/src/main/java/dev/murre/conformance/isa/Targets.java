package dev.murre.conformance.isa;

/// Chooses the addresses that memory operands reach.
final class Targets {
    private Targets() {}

    /// An address in the middle of the writable data.
    static long ordinary(Random64 random) {
        long address = CaseFormat.DATA_BASE + random.between(256, CaseFormat.DATA_BYTES - 1024);
        return random.coin() ? address & -16 : address;
    }

    /// An address for an operand of `bytes` bytes, mostly good, sometimes at an edge.
    static long choose(Random64 random, int bytes, Form.Alignment alignment) {
        int kind = random.below(200);
        if (kind < 176) {
            return interior(random, bytes, alignment);
        }
        int before = bytes > 1 ? random.between(1, bytes - 1) : 0;
        return switch (kind - 176) {
            case 0, 1, 2, 3, 4, 5 -> CaseFormat.DATA_BASE + CaseFormat.PAGE - before;
            case 6, 7 -> CaseFormat.DATA_BASE + CaseFormat.DATA_BYTES - before;
            case 8, 9 -> CaseFormat.DATA_BASE - before;
            case 10, 11 -> CaseFormat.READ_ONLY_BASE + random.below(CaseFormat.PAGE - bytes);
            case 12 -> CaseFormat.READ_ONLY_BASE + CaseFormat.PAGE - before;
            case 13, 14 -> CaseFormat.MIXED_BASE + CaseFormat.PAGE - before;
            case 15 -> CaseFormat.MIXED_BASE + random.below(2 * CaseFormat.PAGE - bytes);
            case 16 -> CaseFormat.STACK_BASE + CaseFormat.PAGE - before;
            case 17 -> CaseFormat.DATA_BASE + CaseFormat.DATA_BYTES + random.below(64);
            case 18 -> CaseFormat.CODE_BASE + random.below(CaseFormat.PAGE);
            case 19 -> random.below(65536);
            case 20 -> random.next();
            case 21 -> 0x7fffffffe000L - bytes;
            case 22 -> CaseFormat.DATA_BASE + CaseFormat.DATA_BYTES - bytes;
            default -> CaseFormat.DATA_BASE;
        };
    }

    private static long interior(Random64 random, int bytes, Form.Alignment alignment) {
        long address = CaseFormat.DATA_BASE + random.below(CaseFormat.DATA_BYTES - bytes);
        boolean aligned =
                alignment == Form.Alignment.REQUIRED ? !random.chance(8) : random.below(4) != 0;
        int unit = Math.min(16, Integer.highestOneBit(bytes));
        return aligned ? address & -unit : address;
    }
}
