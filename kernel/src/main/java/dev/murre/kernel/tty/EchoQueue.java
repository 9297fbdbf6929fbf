package dev.murre.kernel.tty;

/// Echoes that wait for room on the output, as small operations that depend on the cursor when they
/// run.
final class EchoQueue {
    private static final int CAPACITY = 8192;

    private static final int BYTE = 0;
    private static final int CONTROL = 2 << 8;
    private static final int MARK_COLUMN = 3 << 8;
    private static final int BACK_COLUMN = 4 << 8;
    private static final int ERASE_TAB = 5 << 8;
    private static final int KIND = 7 << 8;

    private final TerminalLine line;
    private final OutputProcessor output;
    private final short[] operations = new short[CAPACITY];
    private int head;
    private int tail;

    EchoQueue(TerminalLine line, OutputProcessor output) {
        this.line = line;
        this.output = output;
    }

    /// Echoes a byte with output processing as the terminal's flags ask.
    void put(int c) {
        add(BYTE | c);
    }

    /// Echoes a control character as `^X`.
    void putControl(int c) {
        add(CONTROL | c);
    }

    void markLineStart() {
        add(MARK_COLUMN);
    }

    void moveBackColumn() {
        add(BACK_COLUMN);
    }

    /// Erases a tab that stands `characters` columns after the line's start, or after another tab.
    void eraseTab(int characters, boolean afterTab) {
        add(ERASE_TAB | characters & 7 | (afterTab ? 0x80 : 0));
    }

    void clear() {
        head = tail = 0;
    }

    boolean isEmpty() {
        return head == tail;
    }

    private void add(int operation) {
        if (head - tail == CAPACITY) {
            tail++; // the oldest echo is lost, as in Linux
        }
        operations[head++ & CAPACITY - 1] = (short) operation;
    }

    /// Writes what there is room for.
    void flush() {
        while (tail != head && run(operations[tail & CAPACITY - 1])) {
            tail++;
        }
    }

    private boolean run(int operation) {
        int c = operation & 0xff;
        return switch (operation & KIND) {
            case BYTE -> line.termios().output(TermBits.OPOST) ? output.put(c) : emit(c);
            case CONTROL -> control(c);
            case MARK_COLUMN -> {
                output.lineStartColumn = output.column;
                yield true;
            }
            case BACK_COLUMN -> {
                if (output.column > 0) {
                    output.column--;
                }
                yield true;
            }
            default -> eraseTabNow(c);
        };
    }

    private boolean emit(int c) {
        if (line.outputRoom() < 1) {
            return false;
        }
        line.emit((byte) c);
        return true;
    }

    private boolean control(int c) {
        if (line.outputRoom() < 2) {
            return false;
        }
        line.emit((byte) '^');
        line.emit((byte) (c ^ 0x40));
        output.column += 2;
        return true;
    }

    private boolean eraseTabNow(int packed) {
        int characters = packed & 7;
        if ((packed & 0x80) == 0) {
            characters += output.lineStartColumn;
        }
        int backspaces = 8 - (characters & 7);
        if (line.outputRoom() < backspaces) {
            return false;
        }
        for (int i = 0; i < backspaces; i++) {
            line.emit((byte) '\b');
            if (output.column > 0) {
                output.column--;
            }
        }
        return true;
    }
}
