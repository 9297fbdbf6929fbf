package dev.murre.conformance.isa;

import java.util.Arrays;

/// Cases of random bytes: one instruction, run with the trap flag set, so that its length, its #UD
/// and its #GP are compared too.
final class RandomCode {
    private static final int LONGEST = 16;

    private RandomCode() {}

    static IsaCase generate(CaseBuilder builder, long number) {
        Random64 random = builder.random;
        builder.state.rflags |= Flags.TF;
        byte[] bytes = new byte[LONGEST];
        do {
            fill(random, bytes);
        } while (Exclusions.excludes(bytes, builder.mode));
        if (random.below(16) == 0) {
            // Up against the end of the code pages, so that fetching it may fault.
            bytes = Arrays.copyOf(bytes, random.between(1, LONGEST));
            builder.moveTo(CaseFormat.CODE_BASE + CaseFormat.CODE_BYTES - bytes.length);
        }
        builder.add(new Instruction("random", bytes, 0, Flags.STATUS, 0, 0, 0xf, 0, 0));
        return builder.build(number);
    }

    private static void fill(Random64 random, byte[] bytes) {
        int at = 0;
        for (int prefixes = random.below(4) * random.below(2); at < prefixes; at++) {
            bytes[at] =
                    (byte)
                            random.pick(
                                    0x66, 0x67, 0xf2, 0xf3, 0xf0, 0x2e, 0x36, 0x3e, 0x26, 0x64,
                                    0x65);
        }
        if (random.coin()) {
            bytes[at++] = (byte) (0x40 | random.below(16));
        }
        int map = random.below(8);
        if (map < 4) {
            bytes[at++] = 0x0f;
        }
        if (map == 0) {
            bytes[at++] = (byte) (random.coin() ? 0x38 : 0x3a);
        }
        while (at < bytes.length) {
            bytes[at++] = (byte) random.next();
        }
    }
}
