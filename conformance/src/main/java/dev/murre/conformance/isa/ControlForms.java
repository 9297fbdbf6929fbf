package dev.murre.conformance.isa;

/// Jumps, calls, loops and flag loads: forms that need to know what stands after them.
final class ControlForms {
    private static final int NOP = 0x90;

    private ControlForms() {}

    static void add(CaseBuilder builder) {
        Random64 random = builder.random;
        switch (random.below(9)) {
            case 0, 1, 2 -> conditional(builder);
            case 3 -> jump(builder);
            case 4 -> countdown(builder);
            case 5 -> call(builder);
            case 6 -> indirect(builder);
            case 7 -> popFlags(builder);
            default -> jumpIfCounterZero(builder);
        }
    }

    private static void conditional(CaseBuilder builder) {
        Random64 random = builder.random;
        int condition = random.below(16);
        int over = random.below(6);
        CodeBytes code = new CodeBytes();
        if (random.coin()) {
            code.add(0x70 + condition);
            code.add(over);
        } else {
            code.add(0x0f);
            code.add(0x80 + condition);
            code.addNumber(over, 4);
        }
        for (int i = 0; i < over; i++) {
            code.add(NOP);
        }
        if (over > 0 && random.below(4) == 0) {
            byte[] bytes = code.toArray();
            bytes[bytes.length - over] = (byte) 0xcc;
            builder.add(Instruction.jump("jcc", bytes, Flags.readBy(condition), 0));
            return;
        }
        builder.add(Instruction.jump("jcc", code.toArray(), Flags.readBy(condition), 0));
    }

    private static void jump(CaseBuilder builder) {
        Random64 random = builder.random;
        int over = random.below(6);
        CodeBytes code = new CodeBytes();
        if (random.coin()) {
            code.add(0xeb);
            code.add(over);
        } else {
            code.add(0xe9);
            code.addNumber(over, 4);
        }
        for (int i = 0; i < over; i++) {
            code.add(0xcc);
        }
        builder.add(Instruction.plain("jmp", code.toArray()));
    }

    /// `loop`, `loope` or `loopne` back over one harmless instruction.
    private static void countdown(CaseBuilder builder) {
        Random64 random = builder.random;
        builder.addMove(CaseBuilder.RCX, random.below(20) + 1);
        CodeBytes code = new CodeBytes();
        code.add(0xff);
        code.add(0xc0 + builder.random.below(2) * 8 + CaseBuilder.RAX);
        int kind = random.below(3);
        code.add(0xe0 + kind);
        code.add(-4);
        int reads = kind == 2 ? 0 : Flags.ZF;
        Instruction loop =
                new Instruction(
                        "loop", code.toArray(), Flags.STATUS & ~Flags.CF, 0, reads, 0, 0, 0, 0);
        if (builder.add(loop)) {
            builder.forget(1 << CaseBuilder.RAX | 1 << CaseBuilder.RCX);
        }
    }

    /// `call` over a filler; the return address stays on the stack, or a `ret` follows and
    /// comes back.
    private static void call(CaseBuilder builder) {
        Random64 random = builder.random;
        CodeBytes code = new CodeBytes();
        if (random.coin()) {
            code.add(0xe8);
            int over = random.below(4);
            code.addNumber(over, 4);
            for (int i = 0; i < over; i++) {
                code.add(0xcc);
            }
        } else {
            code.add(0xe8);
            code.addNumber(2, 4);
            code.add(0xeb);
            code.add(random.coin() ? 1 : 3);
            code.add(0xc3);
            code.add(0xcc);
            code.add(0xcc);
        }
        if (builder.add(Instruction.plain("call", code.toArray()))) {
            builder.forget(1 << CpuState.RSP);
        }
    }

    private static void indirect(CaseBuilder builder) {
        Random64 random = builder.random;
        int register = random.below(4);
        int over = random.below(4);
        CodeBytes code = new CodeBytes();
        code.add(0xb8 + register);
        code.addNumber(builder.nextRip() + 7 + over, 4);
        code.add(0xff);
        boolean isCall = random.coin();
        code.add((isCall ? 0xd0 : 0xe0) + register);
        for (int i = 0; i < over; i++) {
            code.add(0xcc);
        }
        if (builder.add(Instruction.plain("jmp *", code.toArray()))) {
            builder.forget(1 << register | (isCall ? 1 << CpuState.RSP : 0));
        }
    }

    private static void popFlags(CaseBuilder builder) {
        Random64 random = builder.random;
        int flags = (int) random.next() & (Flags.STATUS | Flags.ID);
        flags |= random.below(6) == 0 ? Flags.DF : 0;
        flags |= random.coin() ? 2 : Flags.IF;
        CodeBytes code = new CodeBytes();
        code.add(0x68);
        code.addNumber(flags, 4);
        if (random.below(4) == 0) {
            code.add(0x66);
            code.add(0x9d);
            if (builder.add(popf(code.toArray()))) {
                builder.forget(1 << CpuState.RSP);
            }
            return;
        }
        code.add(0x9d);
        builder.add(popf(code.toArray()));
    }

    private static Instruction popf(byte[] bytes) {
        return new Instruction("popf", bytes, Flags.STATUS, 0, 0, 0, 0, 0, 0);
    }

    private static void jumpIfCounterZero(CaseBuilder builder) {
        CodeBytes code = new CodeBytes();
        if (builder.random.coin()) {
            code.add(0x67);
        }
        code.add(0xe3);
        code.add(2);
        code.add(0x8d);
        code.add(0xc0 | builder.random.below(8));
        byte[] bytes = code.toArray();
        bytes[bytes.length - 2] = (byte) 0x90;
        bytes[bytes.length - 1] = (byte) (builder.random.coin() ? 0x90 : 0xcc);
        builder.add(Instruction.plain("jrcxz", bytes));
    }
}
