package dev.murre.machine.x86;

import java.util.Map;

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

    private static final Map<Character, Place> PLACES =
            Map.ofEntries(
                    Map.entry('E', Place.RM),
                    Map.entry('K', Place.RM_WIDE_REGISTER),
                    Map.entry('G', Place.REG),
                    Map.entry('M', Place.MEMORY),
                    Map.entry('R', Place.RM_REGISTER),
                    Map.entry('Z', Place.OPCODE_REGISTER),
                    Map.entry('S', Place.SEGMENT),
                    Map.entry('C', Place.CONTROL),
                    Map.entry('D', Place.DEBUG),
                    Map.entry('V', Place.XMM_REG),
                    Map.entry('W', Place.XMM_RM),
                    Map.entry('U', Place.XMM_RM_REGISTER),
                    Map.entry('P', Place.MMX_REG),
                    Map.entry('Q', Place.MMX_RM),
                    Map.entry('N', Place.MMX_RM_REGISTER),
                    Map.entry('T', Place.X87_RM),
                    Map.entry('I', Place.IMMEDIATE),
                    Map.entry('B', Place.SIGNED_BYTE),
                    Map.entry('J', Place.RELATIVE),
                    Map.entry('O', Place.OFFSET),
                    Map.entry('A', Place.FAR));

    private static final Map<String, Integer> SEGMENTS =
            Map.of("ES", 0, "CS", 1, "SS", 2, "DS", 3, "FS", 4, "GS", 5);

    static OperandSpec parse(String text) {
        if (text.equals("ST0")) {
            return new OperandSpec(Place.X87_TOP, Size.TBYTE, 0);
        }
        if (text.startsWith("s")) {
            Integer segment = SEGMENTS.get(text.substring(1, 3));
            return new OperandSpec(
                    Place.FIXED_SEGMENT, sizeOf(text.charAt(3)), segment == null ? -1 : segment);
        }
        if (text.startsWith("r1")) {
            return new OperandSpec(Place.ONE, Size.BYTE, 0);
        }
        if (text.startsWith("r")) {
            int number = "AX,CX,DX".indexOf(text.substring(1, 3)) / 3;
            return new OperandSpec(Place.FIXED_REGISTER, sizeOf(text.charAt(3)), number);
        }
        if (text.equals("Es")) {
            return new OperandSpec(Place.RM_SELECTOR, Size.OPERAND, 0);
        }
        Place place = PLACES.get(text.charAt(0));
        if (place == null) {
            throw new AssertionError("opcode map: unknown operand " + text);
        }
        return new OperandSpec(place, text.length() > 1 ? sizeOf(text.charAt(1)) : Size.NONE, 0);
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
