package dev.murre.conformance.isa;

/// Instructions put before another so that it usually does more than fault.
final class Setup {
    private Setup() {}

    static void prepare(CaseBuilder builder, Form form) {
        Random64 random = builder.random;
        if (form.has("str")) {
            prepareString(builder);
        } else if (form.has("rdi") && random.below(10) != 0) {
            builder.addMove(CaseBuilder.RDI, (int) Targets.choose(random, 16, Form.Alignment.FREE));
        } else if (form.has("xlat") && random.below(10) != 0) {
            builder.addMove(3, (int) Targets.ordinary(random));
        } else if (form.name().endsWith("div") && form.family().equals("muldiv")) {
            prepareDividend(builder);
        }
    }

    private static void prepareString(CaseBuilder builder) {
        Random64 random = builder.random;
        if (random.below(8) != 0) {
            builder.addMove(CaseBuilder.RCX, random.below(random.coin() ? 24 : 600));
        }
        if (random.below(10) != 0) {
            builder.addMove(CaseBuilder.RSI, (int) Targets.choose(random, 16, Form.Alignment.FREE));
        }
        if (random.below(10) != 0) {
            boolean near = builder.isKnown(CaseBuilder.RSI) && random.below(3) == 0;
            long to =
                    near
                            ? builder.value(CaseBuilder.RSI) + random.between(-20, 20)
                            : Targets.choose(random, 16, Form.Alignment.FREE);
            builder.addMove(CaseBuilder.RDI, (int) to);
        }
        if (random.below(6) == 0) {
            int opcode = random.coin() ? 0xfc : 0xfd;
            builder.add(Instruction.plain("cld", new byte[] {(byte) opcode}));
        }
    }

    private static void prepareDividend(CaseBuilder builder) {
        switch (builder.random.below(6)) {
            case 0 -> builder.addMove(CaseBuilder.RDX, builder.random.below(4));
            case 1, 2 -> builder.addMove(CaseBuilder.RDX, 0);
            case 3 -> {
                byte[] cqo =
                        builder.isLong()
                                ? new byte[] {0x48, (byte) 0x99}
                                : new byte[] {(byte) 0x99};
                builder.add(Instruction.plain("cqo", cqo));
                builder.forget(1 << CaseBuilder.RDX);
            }
            default -> {}
        }
    }
}
