package dev.murre.machine.x86;

/// One operand column of the opcode map: where the operand is, and how wide.
record OperandSpec(Place place, Size size, int fixed) {

    /// Where an operand is found; `opcodes.txt` explains the letters.
    enum Place {
        RM,
        /// A register of operand size, or two bytes of memory.
        RM_SELECTOR,
        /// A 4-byte register, or memory of the given size.
        RM_WIDE_REGISTER,
        REG,
        MEMORY,
        RM_REGISTER,
        OPCODE_REGISTER,
        SEGMENT,
        CONTROL,
        DEBUG,
        XMM_REG,
        XMM_RM,
        XMM_RM_REGISTER,
        MMX_REG,
        MMX_RM,
        MMX_RM_REGISTER,
        X87_RM,
        X87_TOP,
        IMMEDIATE,
        SIGNED_BYTE,
        RELATIVE,
        OFFSET,
        FAR,
        FIXED_REGISTER,
        FIXED_SEGMENT,
        ONE;

        /// True when the operand is read from the ModRM byte.
        boolean usesModRm() {
            return switch (this) {
                case OPCODE_REGISTER,
                        X87_TOP,
                        IMMEDIATE,
                        SIGNED_BYTE,
                        RELATIVE,
                        OFFSET,
                        FAR,
                        FIXED_REGISTER,
                        FIXED_SEGMENT,
                        ONE ->
                        false;
                default -> true;
            };
        }
    }

    /// How wide an operand is.
    enum Size {
        NONE,
        BYTE,
        WORD,
        DWORD,
        QWORD,
        XMMWORD,
        TBYTE,
        OPERAND,
        OPERAND_MAX4,
        BY_REX_W,
        POINTER;

        /// Bytes, given the operand size and REX.W.
        int bytes(int operandSize, boolean rexW) {
            return switch (this) {
                case NONE -> 0;
                case BYTE -> 1;
                case WORD -> 2;
                case DWORD -> 4;
                case QWORD -> 8;
                case XMMWORD -> 16;
                case TBYTE -> 10;
                case OPERAND -> operandSize;
                case OPERAND_MAX4 -> Math.min(operandSize, 4);
                case BY_REX_W -> rexW ? 8 : 4;
                case POINTER -> operandSize + 2;
            };
        }
    }

    static OperandSpec parse(String text) {
        if (text.equals("ST0")) {
            return new OperandSpec(Place.X87_TOP, Size.TBYTE, 0);
        }
        char first = text.charAt(0);
        if (first == 's') {
            return new OperandSpec(Place.FIXED_SEGMENT, sizeOf(text.charAt(3)), segment(text));
        }
        if (text.startsWith("r1")) {
            return new OperandSpec(Place.ONE, Size.BYTE, 0);
        }
        if (first == 'r') {
            int number = "ACD".indexOf(text.charAt(1));
            return new OperandSpec(Place.FIXED_REGISTER, sizeOf(text.charAt(3)), number);
        }
        if (text.equals("Es")) {
            return new OperandSpec(Place.RM_SELECTOR, Size.OPERAND, 0);
        }
        Size size = text.length() > 1 ? sizeOf(text.charAt(1)) : Size.NONE;
        return new OperandSpec(placeOf(first), size, 0);
    }

    private static int segment(String text) {
        return "ECSDFG".indexOf(text.charAt(1));
    }

    private static Place placeOf(char letter) {
        return switch (letter) {
            case 'E' -> Place.RM;
            case 'K' -> Place.RM_WIDE_REGISTER;
            case 'G' -> Place.REG;
            case 'M' -> Place.MEMORY;
            case 'R' -> Place.RM_REGISTER;
            case 'Z' -> Place.OPCODE_REGISTER;
            case 'S' -> Place.SEGMENT;
            case 'C' -> Place.CONTROL;
            case 'D' -> Place.DEBUG;
            case 'V' -> Place.XMM_REG;
            case 'W' -> Place.XMM_RM;
            case 'U' -> Place.XMM_RM_REGISTER;
            case 'P' -> Place.MMX_REG;
            case 'Q' -> Place.MMX_RM;
            case 'N' -> Place.MMX_RM_REGISTER;
            case 'T' -> Place.X87_RM;
            case 'I' -> Place.IMMEDIATE;
            case 'B' -> Place.SIGNED_BYTE;
            case 'J' -> Place.RELATIVE;
            case 'O' -> Place.OFFSET;
            case 'A' -> Place.FAR;
            default -> throw new AssertionError("opcode map: unknown operand " + letter);
        };
    }

    private static Size sizeOf(char letter) {
        return switch (letter) {
            case 'n' -> Size.NONE;
            case 'b' -> Size.BYTE;
            case 'w' -> Size.WORD;
            case 'd' -> Size.DWORD;
            case 'q' -> Size.QWORD;
            case 'x' -> Size.XMMWORD;
            case 't' -> Size.TBYTE;
            case 'v' -> Size.OPERAND;
            case 'z' -> Size.OPERAND_MAX4;
            case 'y' -> Size.BY_REX_W;
            case 'p' -> Size.POINTER;
            default -> throw new AssertionError("opcode map: unknown size " + letter);
        };
    }
}
