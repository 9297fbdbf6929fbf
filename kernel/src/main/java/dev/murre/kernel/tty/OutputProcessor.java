package dev.murre.kernel.tty;

import static dev.murre.kernel.tty.TermBits.*;

/// Output processing of a terminal (`OPOST` and friends in termios(3)), which also keeps the
/// cursor's column.
final class OutputProcessor {
    private static final byte[] CR_LF = {'\r', '\n'};
    private static final byte[] SPACES = {' ', ' ', ' ', ' ', ' ', ' ', ' ', ' '};

    private final TerminalLine line;

    /// The cursor's column as far as it can be known.
    int column;

    /// The column at which the line being typed began.
    int lineStartColumn;

    OutputProcessor(TerminalLine line) {
        this.line = line;
    }

    /// Writes one byte with output processing.
    ///
    /// @return false when the device has no room for all that the byte turns into; nothing is
    /// written then
    boolean put(int c) {
        int room = line.outputRoom();
        if (room < 1) {
            return false;
        }
        Termios t = line.termios();
        return switch (c) {
            case '\n' -> newline(t, room);
            case '\r' -> carriageReturn(t);
            case '\t' -> tab(t, room);
            case '\b' -> {
                if (column > 0) {
                    column--;
                }
                yield emit(c);
            }
            default -> printable(t, c);
        };
    }

    private boolean newline(Termios t, int room) {
        if (t.output(ONLRET)) {
            column = 0;
        }
        if (t.output(ONLCR)) {
            if (room < 2) {
                return false;
            }
            column = 0;
            lineStartColumn = 0;
            line.emit(CR_LF, 0, 2);
            return true;
        }
        lineStartColumn = column;
        return emit('\n');
    }

    private boolean carriageReturn(Termios t) {
        if (t.output(ONOCR) && column == 0) {
            return true;
        }
        int out = '\r';
        if (t.output(OCRNL)) {
            out = '\n';
            if (t.output(ONLRET)) {
                column = 0;
                lineStartColumn = 0;
            }
        } else {
            column = 0;
            lineStartColumn = 0;
        }
        return emit(out);
    }

    private boolean tab(Termios t, int room) {
        int spaces = 8 - (column & 7);
        if ((t.outputFlags & TABDLY) == XTABS) {
            if (room < spaces) {
                return false;
            }
            column += spaces;
            line.emit(SPACES, 0, spaces);
            return true;
        }
        column += spaces;
        return emit('\t');
    }

    private boolean printable(Termios t, int c) {
        int out = c;
        if (!CharacterClass.isControl(c)) {
            if (t.output(OLCUC)) {
                out = CharacterClass.toUpper(c);
            }
            if (!CharacterClass.isContinuation(t, c)) {
                column++;
            }
        }
        return emit(out);
    }

    private boolean emit(int c) {
        line.emit((byte) c);
        return true;
    }
}
