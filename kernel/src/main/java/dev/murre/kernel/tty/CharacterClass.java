package dev.murre.kernel.tty;

/// Classes of Latin-1 bytes as the terminal code sees them.
final class CharacterClass {
    private CharacterClass() {}

    static boolean isControl(int c) {
        return c < 0x20 || c == 0x7f;
    }

    static boolean isAlphanumeric(int c) {
        return c >= '0' && c <= '9'
                || c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= 0xc0 && c != 0xd7 && c != 0xf7;
    }

    static int toUpper(int c) {
        boolean lower = c >= 'a' && c <= 'z' || c >= 0xe0 && c <= 0xfe && c != 0xf7;
        return lower ? c - 0x20 : c;
    }

    static int toLower(int c) {
        boolean upper = c >= 'A' && c <= 'Z' || c >= 0xc0 && c <= 0xde && c != 0xd7;
        return upper ? c + 0x20 : c;
    }

    /// Whether this is a byte inside a UTF-8 character on a terminal set to UTF-8 (`IUTF8`).
    static boolean isContinuation(Termios t, int c) {
        return t.input(TermBits.IUTF8) && (c & 0xc0) == 0x80;
    }
}
