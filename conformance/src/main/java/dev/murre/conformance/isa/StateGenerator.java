package dev.murre.conformance.isa;

/// Makes the registers a case starts with.
final class StateGenerator {
    private static final int MXCSR_DEFAULT = 0x1f80;
    private static final int FCW_DEFAULT = 0x37f;

    private final Random64 random;
    private final IsaCase.Mode mode;
    private final CpuState state = new CpuState();

    StateGenerator(Random64 random, IsaCase.Mode mode) {
        this.random = random;
        this.mode = mode;
    }

    CpuState generate() {
        for (int i = 0; i < 16; i++) {
            state.gpr[i] = generalRegister();
        }
        state.gpr[random.below(4)] = random.below(256);
        state.gpr[5 + random.below(3)] = Targets.ordinary(random);
        state.gpr[CpuState.RSP] = stackPointer();
        state.fsBase = segmentBase();
        state.gsBase = segmentBase();
        state.rflags = rflags();
        state.rip = codeStart();
        if (mode == IsaCase.Mode.COMPATIBILITY) {
            narrow();
        }
        fillFx(random, state.fx);
        return state;
    }

    private void narrow() {
        for (int i = 0; i < 16; i++) {
            state.gpr[i] = i < 8 ? state.gpr[i] & 0xffffffffL : 0;
        }
        state.fsBase = 0;
        state.gsBase = 0;
    }

    private long generalRegister() {
        int kind = random.below(10);
        if (kind < 5) {
            return EdgeValues.integer(random);
        }
        if (kind < 7) {
            return random.next();
        }
        return kind < 8 ? random.below(64) : Targets.ordinary(random);
    }

    private long stackPointer() {
        int kind = random.below(40);
        long top = CaseFormat.STACK_BASE + CaseFormat.PAGE;
        return switch (kind) {
            case 0 -> top - random.below(16);
            case 1 -> top;
            case 2 -> CaseFormat.STACK_BASE + random.below(16);
            case 3 -> CaseFormat.STACK_BASE + random.between(512, 3072);
            case 4 -> CaseFormat.READ_ONLY_BASE + 8L * random.below(512);
            default -> CaseFormat.STACK_BASE + 8L * random.between(64, 448);
        };
    }

    private long segmentBase() {
        return switch (random.below(6)) {
            case 0 -> 0;
            case 1 -> Targets.ordinary(random);
            case 2 -> random.below(0x20000);
            case 3 -> CaseFormat.DATA_BASE;
            case 4 -> -random.below(0x10000);
            default -> Targets.ordinary(random) & -64;
        };
    }

    private long rflags() {
        long flags = random.next() & Flags.STATUS | 2 | Flags.IF;
        if (random.below(6) == 0) {
            flags |= Flags.DF;
        }
        if (random.below(16) == 0) {
            flags |= Flags.ID;
        }
        return flags;
    }

    private long codeStart() {
        return CaseFormat.CODE_BASE
                + switch (random.below(12)) {
                    case 0 -> CaseFormat.PAGE - random.between(1, 40);
                    case 1 -> random.below(CaseFormat.CODE_BYTES - 512);
                    default -> 16L * random.below((CaseFormat.CODE_BYTES - 512) / 16);
                };
    }

    /// Fills an FXSAVE64 image that FXRSTOR accepts.
    static void fillFx(Random64 random, byte[] fx) {
        Bytes.putShort(fx, 0, controlWord(random));
        Bytes.putShort(fx, 2, statusWord(random, Bytes.getShort(fx, 0)));
        fx[4] = (byte) tags(random);
        Bytes.putInt(fx, 24, mxcsr(random));
        for (int i = 0; i < 8; i++) {
            EdgeValues.float80(random, fx, 32 + 16 * i);
        }
        for (int i = 0; i < 32; i++) {
            Bytes.putLong(fx, 160 + 8 * i, EdgeValues.packed(random));
        }
    }

    static int controlWord(Random64 random) {
        if (random.coin()) {
            return FCW_DEFAULT;
        }
        int masks = random.below(5) == 0 ? random.below(64) : 0x3f;
        int precision = (int) random.pick(0, 2, 3, 3);
        return 0x40 | masks | precision << 8 | random.below(4) << 10;
    }

    private static int statusWord(Random64 random, int controlWord) {
        int word = random.below(8) << 11 | random.below(8) << 8 | random.below(2) << 14;
        if (random.below(4) == 0) {
            word |= random.below(128);
        }
        if (random.below(8) != 0) {
            word &= ~(~controlWord & 0x3f);
        }
        boolean pending = (word & ~controlWord & 0x3f) != 0;
        return pending ? word | 0x8080 : word;
    }

    private static int tags(Random64 random) {
        return switch (random.below(6)) {
            case 0 -> 0;
            case 1, 2 -> random.below(256);
            default -> 0xff;
        };
    }

    static int mxcsr(Random64 random) {
        int kind = random.below(10);
        if (kind < 4) {
            return MXCSR_DEFAULT;
        }
        int word = random.below(4) << 13;
        if (random.below(3) == 0) {
            word |= random.below(2) << 15 | random.below(2) << 6;
        }
        if (random.below(3) == 0) {
            word |= random.below(64);
        }
        return word | (kind < 9 ? 0x1f80 : random.below(64) << 7);
    }
}
