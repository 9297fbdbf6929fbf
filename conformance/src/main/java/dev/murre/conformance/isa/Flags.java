package dev.murre.conformance.isa;

/// The RFLAGS bits, and sets of them written as letters (`OSZAPC`).
final class Flags {
    static final int CF = 1;
    static final int PF = 1 << 2;
    static final int AF = 1 << 4;
    static final int ZF = 1 << 6;
    static final int SF = 1 << 7;
    static final int TF = 1 << 8;
    static final int IF = 1 << 9;
    static final int DF = 1 << 10;
    static final int OF = 1 << 11;
    static final int RF = 1 << 16;
    static final int ID = 1 << 21;
    static final int STATUS = CF | PF | AF | ZF | SF | OF;

    private static final int[] CONDITION_READS = {
        OF, CF, ZF, CF | ZF, SF, PF, SF | OF, SF | OF | ZF
    };

    private Flags() {}

    static int parse(String letters) {
        int set = 0;
        for (int i = 0; i < letters.length(); i++) {
            set |=
                    switch (letters.charAt(i)) {
                        case 'O' -> OF;
                        case 'S' -> SF;
                        case 'Z' -> ZF;
                        case 'A' -> AF;
                        case 'P' -> PF;
                        case 'C' -> CF;
                        case 'D' -> DF;
                        default -> throw new IllegalArgumentException("flags " + letters);
                    };
        }
        return set;
    }

    /// The flags that condition code `condition` (0 to 15) depends on.
    static int readBy(int condition) {
        return CONDITION_READS[condition >> 1];
    }

    static String toText(long flags) {
        StringBuilder text = new StringBuilder();
        String names = "C.P.A.ZSTIDO";
        for (int bit = 0; bit < names.length(); bit++) {
            if (names.charAt(bit) != '.' && (flags >> bit & 1) != 0) {
                text.append(names.charAt(bit));
            }
        }
        if ((flags & ID) != 0) {
            text.append("(ID)");
        }
        return text.toString();
    }
}
