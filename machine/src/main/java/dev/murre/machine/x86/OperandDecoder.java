package dev.murre.machine.x86;

import static dev.murre.machine.x86.X86Registers.NO_REGISTER;

/// Reads an instruction's operands: registers, memory form, displacement and immediates.
final class OperandDecoder {
    private static final int OK = 0;
    private static final int GPR8_WITHOUT_REX = 0;

    /// Base and index of 16-bit addressing, by modrm.rm.
    private static final int[] BASE_16 = {
        X86Registers.RBX,
        X86Registers.RBX,
        X86Registers.RBP,
        X86Registers.RBP,
        X86Registers.RSI,
        X86Registers.RDI,
        X86Registers.RBP,
        X86Registers.RBX
    };

    private static final int[] INDEX_16 = {
        X86Registers.RSI,
        X86Registers.RDI,
        X86Registers.RSI,
        X86Registers.RDI,
        NO_REGISTER,
        NO_REGISTER,
        NO_REGISTER,
        NO_REGISTER
    };

    private final X86Decoder decoder;
    private final X86Mode mode;

    private int rex;
    private int opcode;
    private int modRm;
    private int segmentPrefix;
    /// Value of the last [#fetchNumber].
    private long number;

    OperandDecoder(X86Decoder decoder, X86Mode mode) {
        this.decoder = decoder;
        this.mode = mode;
    }

    /// Adds the operands of `row` to `insn`; negative is the decoder's failure code. An operand
    /// that does not exist makes the instruction undefined.
    int decode(
            X86Insn insn, OpcodeRow row, int rexByte, int opcodeByte, int modRmByte, int segment) {
        rex = rexByte;
        opcode = opcodeByte;
        modRm = row.ignoresMod ? modRmByte | 0xc0 : modRmByte;
        segmentPrefix = segment;
        if (row.usesModRm && modRm < 0xc0) {
            int failure = decodeMemory(insn);
            if (failure < 0) {
                return failure;
            }
        }
        for (OperandSpec spec : row.operands) {
            int width = spec.size().bytes(insn.operandSize, insn.rexW);
            int failure = decodeOperand(insn, spec, width);
            if (failure < 0) {
                return failure;
            }
        }
        return OK;
    }

    private int decodeOperand(X86Insn insn, OperandSpec spec, int width) {
        int reg = modRm >> 3 & 7;
        int rm = modRm & 7;
        switch (spec.place()) {
            case RM, RM_REGISTER, RM_WIDE_REGISTER, RM_SELECTOR -> addRm(insn, spec.place(), width);
            case REG -> addGeneral(insn, reg | (rex & 4) << 1, width);
            case OPCODE_REGISTER -> addGeneral(insn, opcode & 7 | (rex & 1) << 3, width);
            case FIXED_REGISTER -> insn.addRegister(OperandKind.REGISTER, spec.fixed(), width);
            case MEMORY -> insn.addOperand(OperandKind.MEMORY, width);
            case XMM_REG -> insn.addRegister(OperandKind.XMM, reg | (rex & 4) << 1, 16);
            case XMM_RM, XMM_RM_REGISTER -> {
                if (modRm < 0xc0) {
                    insn.addOperand(OperandKind.MEMORY, width);
                } else {
                    insn.addRegister(OperandKind.XMM, rm | (rex & 1) << 3, 16);
                }
            }
            case MMX_REG -> insn.addRegister(OperandKind.MMX, reg, 8);
            case MMX_RM, MMX_RM_REGISTER -> {
                if (modRm < 0xc0) {
                    insn.addOperand(OperandKind.MEMORY, width);
                } else {
                    insn.addRegister(OperandKind.MMX, rm, 8);
                }
            }
            case X87_RM -> insn.addRegister(OperandKind.X87, rm, width);
            case X87_TOP -> insn.addRegister(OperandKind.X87, 0, width);
            case SEGMENT -> addSegment(insn, reg, width);
            case FIXED_SEGMENT -> insn.addRegister(OperandKind.SEGMENT, spec.fixed(), width);
            case CONTROL -> insn.addRegister(OperandKind.CONTROL, reg | (rex & 4) << 1, width);
            case DEBUG -> insn.addRegister(OperandKind.DEBUG, reg | (rex & 4) << 1, width);
            default -> {
                return decodeConstant(insn, spec, width);
            }
        }
        return OK;
    }

    private int decodeConstant(X86Insn insn, OperandSpec spec, int width) {
        return switch (spec.place()) {
            case ONE -> {
                insn.immediate = 1;
                insn.addOperand(OperandKind.IMMEDIATE, 1);
                yield OK;
            }
            case IMMEDIATE -> addImmediate(insn, spec.size(), width);
            case SIGNED_BYTE -> {
                int failure = fetchNumber(1);
                insn.immediate = number;
                insn.addOperand(OperandKind.IMMEDIATE, width);
                yield failure;
            }
            case RELATIVE -> {
                int failure = fetchNumber(width);
                insn.immediate = number;
                insn.addOperand(OperandKind.RELATIVE, width);
                yield failure;
            }
            case OFFSET -> {
                int failure = fetchNumber(insn.addressSize);
                insn.displacement = insn.addressSize < 8 ? number & addressMask(insn) : number;
                insn.hasMemory = true;
                insn.addOperand(OperandKind.MEMORY, width);
                yield failure;
            }
            case FAR -> addFar(insn);
            default -> throw new AssertionError("not a constant operand: " + spec);
        };
    }

    private static long addressMask(X86Insn insn) {
        return (1L << insn.addressSize * 8) - 1;
    }

    private void addRm(X86Insn insn, OperandSpec.Place place, int width) {
        if (modRm < 0xc0) {
            insn.addOperand(OperandKind.MEMORY, place == OperandSpec.Place.RM_SELECTOR ? 2 : width);
            return;
        }
        int number8 = modRm & 7 | (rex & 1) << 3;
        if (place == OperandSpec.Place.RM_WIDE_REGISTER) {
            insn.addRegister(OperandKind.REGISTER, number8, 4);
        } else {
            addGeneral(insn, number8, width);
        }
    }

    private void addGeneral(X86Insn insn, int register, int width) {
        if (width == 1 && rex == GPR8_WITHOUT_REX && register >= 4) {
            insn.addRegister(OperandKind.HIGH_BYTE, register - 4, 1);
        } else {
            insn.addRegister(OperandKind.REGISTER, register, width);
        }
    }

    private static void addSegment(X86Insn insn, int segment, int width) {
        boolean loadsCs = insn.operandCount == 0 && segment == X86Registers.CS;
        if (segment > X86Registers.GS || loadsCs) {
            insn.status = DecodeStatus.UNDEFINED;
        }
        insn.addRegister(OperandKind.SEGMENT, segment, width);
    }

    private int addImmediate(X86Insn insn, OperandSpec.Size size, int width) {
        int failure = fetchNumber(width);
        boolean signed = size == OperandSpec.Size.OPERAND || size == OperandSpec.Size.OPERAND_MAX4;
        long value = signed ? number : number & (1L << width * 8) - 1;
        boolean second = insn.operandCount > 0 && hasImmediate(insn);
        if (second) {
            insn.immediate2 = value;
        } else {
            insn.immediate = value;
        }
        insn.addOperand(OperandKind.IMMEDIATE, signed ? insn.operandSize : width);
        return failure;
    }

    private static boolean hasImmediate(X86Insn insn) {
        return insn.kind[insn.operandCount - 1] == OperandKind.IMMEDIATE;
    }

    private int addFar(X86Insn insn) {
        int failure = fetchNumber(insn.operandSize);
        insn.immediate = insn.operandSize == 2 ? number & 0xffff : number & 0xffff_ffffL;
        if (failure < 0) {
            return failure;
        }
        failure = fetchNumber(2);
        insn.immediate2 = number & 0xffff;
        insn.addOperand(OperandKind.FAR, insn.operandSize + 2);
        return failure;
    }

    /// Reads a little-endian number of `width` bytes, sign-extended, into [#number].
    private int fetchNumber(int width) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            int next = decoder.fetch();
            if (next < 0) {
                return next;
            }
            value |= (long) next << 8 * i;
        }
        int spare = 64 - 8 * width;
        number = value << spare >> spare;
        return OK;
    }

    private int decodeMemory(X86Insn insn) {
        insn.hasMemory = true;
        int failure = insn.addressSize == 2 ? decodeMemory16(insn) : decodeMemory32(insn);
        boolean onStack = insn.base == X86Registers.RSP || insn.base == X86Registers.RBP;
        if (segmentPrefix < 0 && onStack) {
            insn.segment = X86Registers.SS;
        }
        return failure;
    }

    private int decodeMemory16(X86Insn insn) {
        int mod = modRm >> 6;
        int rm = modRm & 7;
        if (mod == 0 && rm == 6) {
            int failure = fetchNumber(2);
            insn.displacement = number & 0xffff;
            return failure;
        }
        insn.base = BASE_16[rm];
        insn.index = INDEX_16[rm];
        return mod == 0 ? OK : fetchDisplacement(insn, mod == 1 ? 1 : 2);
    }

    private int decodeMemory32(X86Insn insn) {
        int mod = modRm >> 6;
        int rm = modRm & 7;
        if (rm == 4) {
            return decodeSib(insn, mod);
        }
        if (mod == 0 && rm == 5) {
            insn.ripRelative = mode.is64();
            return fetchDisplacement(insn, 4);
        }
        insn.base = rm | (rex & 1) << 3;
        return mod == 0 ? OK : fetchDisplacement(insn, mod == 1 ? 1 : 4);
    }

    private int decodeSib(X86Insn insn, int mod) {
        int sib = decoder.fetch();
        if (sib < 0) {
            return sib;
        }
        insn.scaleShift = sib >> 6;
        int index = sib >> 3 & 7 | (rex & 2) << 2;
        insn.index = index == 4 ? NO_REGISTER : index;
        if (mod == 0 && (sib & 7) == 5) {
            return fetchDisplacement(insn, 4);
        }
        insn.base = sib & 7 | (rex & 1) << 3;
        return mod == 0 ? OK : fetchDisplacement(insn, mod == 1 ? 1 : 4);
    }

    private int fetchDisplacement(X86Insn insn, int width) {
        int failure = fetchNumber(width);
        insn.displacement = number;
        return failure;
    }
}
