package dev.murre.conformance.isa;

import org.jspecify.annotations.Nullable;

/// Chooses the operands of a form and encodes it.
final class Encoder {
    private static final int ADDRESS_SIZE = 0x67;
    private static final int OPERAND_SIZE = 0x66;
    private static final int LOCK = 0xf0;
    private static final int REX = 0x40;

    private final CaseBuilder builder;
    private final Random64 random;
    private final Form form;
    private final CodeBytes out = new CodeBytes();

    /// The operand width in bytes.
    int width = 4;

    private int rex;
    private boolean rexNeeded;
    private boolean highByte;
    private boolean operandSizePrefix;
    private int reg;
    private int rmRegister = -1;
    private int opcodeLow;
    private int writtenMask;
    private @Nullable Address address;
    long immediate;
    int condition;

    Encoder(CaseBuilder builder, Form form) {
        this.builder = builder;
        this.form = form;
        random = builder.random;
    }

    /// The encoded instruction, or null when these choices came to nothing.
    @Nullable Instruction encode() {
        chooseWidth();
        chooseOperands();
        chooseImmediate();
        prepareMemory();
        Effects effects = Effects.of(form, this, builder);
        if (effects == null || highByte && rexNeeded) {
            return null;
        }
        emitPrefixes();
        emitOpcode();
        int patchAt = form.hasModRm() ? emitModRm() : -1;
        emitImmediate();
        if (patchAt >= 0) {
            long end = builder.nextRip() + out.length();
            out.putInt(patchAt, (int) (address().target() - end));
        }
        if (address != null) {
            ControlImages.ignorePointers(form, builder, address.target(), width);
        }
        return effects.instruction(form.name(), out.toArray());
    }

    /// The general registers that the instruction may have changed.
    int writtenRegisters() {
        boolean accumulator = form.destination() == Form.Destination.ACCUMULATOR;
        boolean stack = form.family().equals("stack");
        return writtenMask
                | form.implicitWrites()
                | (accumulator ? 1 : 0)
                | (stack ? 1 << CpuState.RSP : 0);
    }

    private Address address() {
        return java.util.Objects.requireNonNull(address);
    }

    private void chooseWidth() {
        boolean isLong = builder.isLong();
        width =
                switch (form.width()) {
                    case NONE -> 4;
                    case BYTE -> 1;
                    case ANY -> (int) (isLong ? random.pick(2, 4, 4, 8, 8) : random.pick(2, 4, 4));
                    case WIDE, BYTE_TO_WIDE -> isLong && random.coin() ? 8 : 4;
                    case STACK -> random.below(6) == 0 ? 2 : isLong ? 8 : 4;
                    case LEGACY -> (int) random.pick(2, 4, 4);
                };
        operandSizePrefix = width == 2;
        boolean stackDefault = form.width() == Form.Width.STACK;
        if (width == 8 && (!stackDefault || random.below(8) == 0)) {
            rex |= 8;
            rexNeeded = true;
        }
    }

    private void chooseOperands() {
        if (form.low() == Form.Low.CONDITION) {
            condition = random.below(16);
            opcodeLow = condition;
        } else if (form.low() == Form.Low.STACK_SLOT) {
            opcodeLow = random.below(8);
        } else if (form.low() == Form.Low.REGISTER) {
            rmRegister = general(width, writes(Form.Destination.REG), 1);
            opcodeLow = rmRegister & 7;
        }
        if (form.reg().kind() != Form.Kind.NONE) {
            boolean written = writes(Form.Destination.REG);
            int size = form.width() == Form.Width.BYTE_TO_WIDE ? 4 : registerWidth(form.reg());
            reg = register(form.reg().kind(), size, written, 4);
        } else {
            reg = Math.max(form.digit(), 0);
        }
        if (form.hasModRm()) {
            chooseRm();
        }
    }

    private void chooseRm() {
        Form.Operand rm = form.rm();
        boolean memory =
                switch (rm.place()) {
                    case EITHER -> random.below(100) < 55;
                    case REGISTER -> false;
                    case MEMORY -> true;
                };
        if (memory) {
            address = new AddressChooser(builder).choose(memoryBytes(), rm.alignment());
            rexNeeded |= address.base() >= 8 || address.index() >= 8;
            rex |= address.base() >= 8 ? 1 : 0;
            rex |= address.index() >= 8 ? 2 : 0;
        } else {
            int size = form.width() == Form.Width.BYTE_TO_WIDE ? 1 : registerWidth(rm);
            rmRegister = register(rm.kind(), size, writes(Form.Destination.RM), 1);
        }
    }

    private int registerWidth(Form.Operand operand) {
        return operand.kind() == Form.Kind.GENERAL && operand.bytes() == 1 ? 1 : width;
    }

    private int memoryBytes() {
        if (form.name().equals("cmpxchg8b")) {
            return width == 8 ? 16 : 8;
        }
        return form.rm().bytes() != 0 ? form.rm().bytes() : width;
    }

    private boolean writes(Form.Destination operand) {
        return form.destination() == operand || form.destination() == Form.Destination.BOTH;
    }

    private int register(Form.Kind kind, int size, boolean written, int rexBit) {
        return switch (kind) {
            case GENERAL -> general(size, written, rexBit);
            case XMM -> extended(random.below(builder.registers()), rexBit);
            case MMX -> random.below(8);
            case SEGMENT -> random.below(6);
            case NONE -> 0;
        };
    }

    private int general(int size, boolean written, int rexBit) {
        int register = random.below(builder.registers());
        for (int i = 0; i < 6 && written && builder.isTreasured(register); i++) {
            register = random.below(builder.registers());
        }
        if (size == 1 && register >= 4 && register < 8) {
            if (!builder.isLong() || random.coin()) {
                highByte = true;
            } else {
                rexNeeded = true;
            }
        }
        if (written) {
            writtenMask |= 1 << register | (size == 1 && register >= 4 ? 1 << register - 4 : 0);
        }
        return extended(register, rexBit);
    }

    private int extended(int register, int rexBit) {
        if (register >= 8) {
            rex |= rexBit;
            rexNeeded = true;
        }
        return register;
    }

    private void chooseImmediate() {
        immediate = EdgeValues.integer(random);
        if (form.count() == Form.Count.IMMEDIATE && random.below(3) != 0) {
            immediate = random.below(width * 8 + 1);
        }
        if (form.name().equals("aam") && random.coin()) {
            immediate = random.between(1, 20);
        }
    }

    /// Gives instructions that load control state something they accept.
    private void prepareMemory() {
        if (address != null) {
            byte[] bytes = ControlImages.forForm(form, random, width);
            if (bytes != null && random.below(12) != 0) {
                builder.poke(address.target(), bytes);
            }
        }
    }

    private void emitPrefixes() {
        if (address != null && address.segmentPrefix() != 0) {
            out.add(address.segmentPrefix());
        }
        if (address != null && address.size() == Address.Size.OTHER) {
            out.add(ADDRESS_SIZE);
        }
        if (operandSizePrefix) {
            out.add(OPERAND_SIZE);
        }
        if (form.has("lock") && address != null ? random.below(4) == 0 : random.below(400) == 0) {
            out.add(LOCK);
        }
        if (form.has("str") && random.coin()) {
            out.add(random.coin() ? 0xf2 : 0xf3);
        }
        if (form.mandatoryPrefix() != 0) {
            out.add(form.mandatoryPrefix());
        }
        if (builder.isLong() && !highByte && (rexNeeded || random.below(16) == 0)) {
            out.add(REX | rex);
        }
    }

    private void emitOpcode() {
        byte[] opcode = form.opcode().clone();
        opcode[opcode.length - 1] += (byte) opcodeLow;
        out.addAll(opcode);
    }

    /// Returns where a RIP-relative displacement has to be filled in, or -1.
    private int emitModRm() {
        int regBits = (reg & 7) << 3;
        if (address == null) {
            out.add(0xc0 | regBits | rmRegister & 7);
            return -1;
        }
        if (address.kind() == Address.Kind.RIP) {
            out.add(regBits | 5);
            out.addNumber(0, 4);
            return out.length() - 4;
        }
        int mod = displacementMode(address);
        boolean sib =
                address.needsSib(builder.mode) || random.below(12) == 0 && address.base() >= 0;
        int low = sib ? 4 : address.base() < 0 ? 5 : address.base() & 7;
        out.add(mod << 6 | regBits | low);
        if (sib) {
            int index = address.index() < 0 ? 4 : address.index() & 7;
            int base = address.base() < 0 ? 5 : address.base() & 7;
            out.add(address.scale() << 6 | index << 3 | base);
        }
        if (address.base() < 0 || mod == 2) {
            out.addNumber(address.displacement(), 4);
        } else if (mod == 1) {
            out.addNumber(address.displacement(), 1);
        }
        return -1;
    }

    private int displacementMode(Address a) {
        if (a.base() < 0) {
            return 0;
        }
        if (a.displacement() == 0 && (a.base() & 7) != 5 && random.below(8) != 0) {
            return 0;
        }
        return a.displacement() == (byte) a.displacement() && random.below(8) != 0 ? 1 : 2;
    }

    private void emitImmediate() {
        switch (form.immediate()) {
            case NONE -> {}
            case BYTE -> out.addNumber(immediate, 1);
            case WORD -> out.addNumber(immediate, 2);
            case SHORT_FULL -> out.addNumber(immediate, Math.min(width, 4));
            case FULL -> out.addNumber(immediate, width);
            case ENTER_FLAT, ENTER_NESTED -> {
                out.addNumber(random.below(256), 2);
                out.add(form.immediate() == Form.Immediate.ENTER_FLAT ? 0 : random.below(4));
            }
            case OFFSET ->
                    out.addNumber(
                            Targets.choose(random, width, Form.Alignment.FREE),
                            builder.isLong() ? 8 : 4);
        }
    }
}
