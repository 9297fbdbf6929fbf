package dev.murre.kernel.tty;

import static dev.murre.kernel.tty.TermBits.*;

/// Takes back typed characters, words and lines, on the screen as `ECHOE`, `ECHOK`, `ECHOKE` and
/// `ECHOPRT` ask.
final class LineEraser {
    enum Kind {
        CHARACTER,
        WORD,
        LINE
    }

    private final TerminalLine line;
    private final InputBuffer input;
    private final EchoQueue echoes;

    /// Between the `\` and the `/` of hardcopy erasing.
    private boolean printing;

    LineEraser(TerminalLine line, InputBuffer input, EchoQueue echoes) {
        this.line = line;
        this.input = input;
        this.echoes = echoes;
    }

    void reset() {
        printing = false;
    }

    /// Ends hardcopy erasing.
    void finish() {
        if (printing) {
            echoes.put('/');
            printing = false;
        }
    }

    void echo(Termios t, int c) {
        if (t.local(ECHOCTL) && CharacterClass.isControl(c) && c != '\t') {
            echoes.putControl(c);
        } else {
            echoes.put(c);
        }
    }

    void erase(Kind kind) {
        Termios t = line.termios();
        if (input.head() == input.lineStart()) {
            return;
        }
        if (kind == Kind.LINE && dropLine(t)) {
            return;
        }
        eraseCharacters(t, kind);
        if (input.head() == input.lineStart() && t.local(ECHO)) {
            finish();
        }
    }

    /// Drops the line without erasing it on the screen.
    ///
    /// @return false when the screen is to be erased character by character
    private boolean dropLine(Termios t) {
        if (t.local(ECHO) && t.local(ECHOK) && t.local(ECHOKE) && t.local(ECHOE)) {
            return false;
        }
        input.truncate(input.lineStart());
        if (t.local(ECHO)) {
            finish();
            echo(t, t.control(VKILL));
            if (t.local(ECHOK)) {
                echoes.put('\n');
            }
        }
        return true;
    }

    private void eraseCharacters(Termios t, Kind kind) {
        boolean inWord = false;
        while (input.head() != input.lineStart()) {
            int head = input.head();
            int c;
            do {
                c = input.at(--head);
            } while (CharacterClass.isContinuation(t, c) && head != input.lineStart());
            if (CharacterClass.isContinuation(t, c)) {
                return; // never a part of a character
            }
            if (kind == Kind.WORD) {
                if (CharacterClass.isAlphanumeric(c) || c == '_') {
                    inWord = true;
                } else if (inWord) {
                    return;
                }
            }
            int end = input.head();
            input.truncate(head);
            if (t.local(ECHO)) {
                eraseOnScreen(t, kind, c, end);
            }
            if (kind == Kind.CHARACTER) {
                return;
            }
        }
    }

    private void eraseOnScreen(Termios t, Kind kind, int c, int end) {
        if (t.local(ECHOPRT)) {
            if (!printing) {
                echoes.put('\\');
                printing = true;
            }
            echo(t, c);
            for (int i = input.head() + 1; i != end; i++) {
                echoes.put(input.at(i));
                echoes.moveBackColumn();
            }
        } else if (kind == Kind.CHARACTER && !t.local(ECHOE)) {
            echo(t, t.control(VERASE));
        } else if (c == '\t') {
            eraseTab(t);
        } else {
            boolean control = CharacterClass.isControl(c);
            if (control && t.local(ECHOCTL)) {
                rubOut();
            }
            if (!control || t.local(ECHOCTL)) {
                rubOut();
            }
        }
    }

    private void rubOut() {
        echoes.put('\b');
        echoes.put(' ');
        echoes.put('\b');
    }

    private void eraseTab(Termios t) {
        int characters = 0;
        boolean afterTab = false;
        for (int i = input.head(); i != input.lineStart() && !afterTab; ) {
            int c = input.at(--i);
            if (c == '\t') {
                afterTab = true;
            } else if (CharacterClass.isControl(c)) {
                characters += t.local(ECHOCTL) ? 2 : 0;
            } else if (!CharacterClass.isContinuation(t, c)) {
                characters++;
            }
        }
        echoes.eraseTab(characters, afterTab);
    }
}
