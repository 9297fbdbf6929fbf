package dev.murre.machine.x86;

/// The left column of the opcode map: which encodings a row holds for. `opcodes.txt` has the
/// grammar.
///
/// @param map 0 one-byte, 1 after 0F, 2 after 0F 38, 3 after 0F 3A
/// @param count how many opcodes from `opcode` on
/// @param prefix mandatory prefix (one of the constants here), or [#ANY]
/// @param form [#MEMORY_FORM], [#REGISTER_FORM] or [#ANY]
/// @param reg modrm.reg, or [#ANY]
/// @param rm modrm.rm of a register form, or [#ANY]
record OpcodePath(int map, int opcode, int count, int prefix, int form, int reg, int rm) {
    static final int ANY = -1;
    static final int PREFIX_NONE = 0;
    static final int PREFIX_66 = 1;
    static final int PREFIX_F3 = 2;
    static final int PREFIX_F2 = 3;
    static final int MEMORY_FORM = 0;
    static final int REGISTER_FORM = 1;

    static OpcodePath parse(String text) {
        String rest = text;
        int prefix = ANY;
        if (rest.length() > 2 && rest.charAt(2) == '.') {
            prefix = prefixOf(rest.substring(0, 2));
            rest = rest.substring(3);
        }
        int digits = 0;
        while (digits < rest.length() && isUpperHex(rest.charAt(digits))) {
            digits++;
        }
        String hex = rest.substring(0, digits);
        int opcode = Integer.parseInt(hex.substring(hex.length() - 2), 16);
        String tail = rest.substring(digits);
        int count = tail.startsWith("+") ? 8 : tail.startsWith("*") ? 16 : 1;
        int slash = tail.indexOf('/');
        int colon = tail.indexOf(':');
        int form = tail.contains("m") ? MEMORY_FORM : tail.contains("r") ? REGISTER_FORM : ANY;
        int reg = slash < 0 ? ANY : tail.charAt(slash + 1) - '0';
        int rm = colon < 0 ? ANY : tail.charAt(colon + 1) - '0';
        return new OpcodePath(mapOf(hex), opcode, count, prefix, form, reg, rm);
    }

    private static int prefixOf(String text) {
        return switch (text) {
            case "NP", "MX" -> PREFIX_NONE;
            case "66" -> PREFIX_66;
            case "F3" -> PREFIX_F3;
            case "F2" -> PREFIX_F2;
            default -> throw new AssertionError("opcode map: unknown prefix " + text);
        };
    }

    private static int mapOf(String hex) {
        if (hex.length() == 2) {
            return 0;
        }
        if (hex.length() == 4) {
            return 1;
        }
        return hex.startsWith("0F38") ? 2 : 3;
    }

    private static boolean isUpperHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
    }

    /// True when only the ModRM byte tells whether this row holds.
    boolean looksAtModRm() {
        return form != ANY || reg != ANY || rm != ANY;
    }

    /// True when this row holds for every encoding of its opcode.
    boolean unconditional() {
        return prefix == ANY && !looksAtModRm();
    }
}
