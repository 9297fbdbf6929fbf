package dev.murre.kernel.tty;

import static dev.murre.kernel.tty.TermBits.*;

import dev.murre.abi.Signal;

/// The terminal line discipline N_TTY: what happens to a byte between the keyboard and the program,
/// and back.
///
/// See termios(3) for what each flag asks. Holds no reference to tasks or files; [TerminalLine] is
/// its
/// world, so it can be tested byte by byte.
final class LineDiscipline {
    /// How a newline outside canonical mode shows: `^J`, unless it is what a carriage return
    /// became.
    private enum NewlineEcho {
        AS_CONTROL,
        AS_NEWLINE
    }

    private final TerminalLine line;
    private final InputBuffer input = new InputBuffer();
    private final OutputProcessor output;
    private final EchoQueue echoes;
    private final LineEraser eraser;

    private boolean literalNext;

    LineDiscipline(TerminalLine line) {
        this.line = line;
        output = new OutputProcessor(line);
        echoes = new EchoQueue(line, output);
        eraser = new LineEraser(line, input, echoes);
    }

    // Input from the device.

    /// How many bytes the device may hand in; in canonical mode without a finished line always at
    /// least one,
    /// so that the key which ends the line can still come.
    int receiveRoom() {
        int room = InputBuffer.CAPACITY - input.size() - 1;
        if (line.termios().input(PARMRK)) {
            room = room / 3;
        }
        if (room <= 0 && line.termios().local(ICANON) && !input.hasLine()) {
            return 1;
        }
        return Math.max(room, 0);
    }

    /// Takes bytes from the device and tells readers when there is something for them.
    void receive(byte[] bytes, int offset, int length) {
        for (int i = 0; i < length; i++) {
            receive(bytes[offset + i] & 0xff);
        }
        echoes.flush();
        if (readable(false)) {
            line.inputReady();
        }
    }

    /// A break condition on the line.
    void receiveBreak() {
        Termios t = line.termios();
        if (t.input(IGNBRK)) {
            return;
        }
        if (t.input(BRKINT)) {
            signal(Signal.SIGINT);
            return;
        }
        if (t.input(PARMRK)) {
            store(0xff);
            store(0);
        }
        store(0);
        line.inputReady();
    }

    private void receive(int raw) {
        Termios t = line.termios();
        int c = raw;
        if (t.input(ISTRIP)) {
            c &= 0x7f;
        }
        if (t.input(IUCLC) && t.local(IEXTEN)) {
            c = CharacterClass.toLower(c);
        }
        if (literalNext) {
            literalNext = false;
            ordinary(t, c, NewlineEcho.AS_CONTROL);
        } else if (t.local(EXTPROC)) {
            store(c);
        } else if (!flowControl(t, c) && !signalKey(t, c)) {
            restartOnAnyKey(t);
            translated(t, c);
        }
    }

    private boolean flowControl(Termios t, int c) {
        if (!t.input(IXON) || c == 0) {
            return false;
        }
        if (c == t.control(VSTART)) {
            line.start();
            echoes.flush();
            return true;
        }
        if (c == t.control(VSTOP)) {
            line.stop();
            return true;
        }
        return false;
    }

    private boolean signalKey(Termios t, int c) {
        if (!t.local(ISIG) || c == 0) {
            return false;
        }
        Signal signal;
        if (c == t.control(VINTR)) {
            signal = Signal.SIGINT;
        } else if (c == t.control(VQUIT)) {
            signal = Signal.SIGQUIT;
        } else if (c == t.control(VSUSP)) {
            signal = Signal.SIGTSTP;
        } else {
            return false;
        }
        signal(signal);
        if (t.input(IXON)) {
            line.start();
        }
        if (t.local(ECHO)) {
            echo(t, c);
        }
        echoes.flush();
        return true;
    }

    private void signal(Signal signal) {
        if (!line.termios().local(NOFLSH)) {
            echoes.clear();
            line.discardOutput();
            flushInput();
        }
        line.signalForeground(signal);
    }

    private void restartOnAnyKey(Termios t) {
        if (line.stopped() && t.input(IXON) && t.input(IXANY)) {
            line.start();
            echoes.flush();
        }
    }

    private void translated(Termios t, int raw) {
        int c = raw;
        NewlineEcho echo = NewlineEcho.AS_CONTROL;
        if (c == '\r') {
            if (t.input(IGNCR)) {
                return;
            }
            if (t.input(ICRNL)) {
                c = '\n';
                echo = NewlineEcho.AS_NEWLINE;
            }
        } else if (c == '\n' && t.input(INLCR)) {
            c = '\r';
        }
        if (!t.local(ICANON) || !canonical(t, c)) {
            ordinary(t, c, echo);
        }
    }

    /// Keys that mean something while a line is edited.
    ///
    /// @return false when `c` is an ordinary character
    private boolean canonical(Termios t, int c) {
        boolean extended = t.local(IEXTEN);
        if (c == '\n') {
            if (t.local(ECHO) || t.local(ECHONL)) {
                echoes.put(c);
            }
            endLine(c);
            return true;
        }
        if (c == 0) {
            return false;
        }
        if (c == t.control(VERASE)) {
            eraser.erase(LineEraser.Kind.CHARACTER);
        } else if (c == t.control(VKILL)) {
            eraser.erase(LineEraser.Kind.LINE);
        } else if (extended && c == t.control(VWERASE)) {
            eraser.erase(LineEraser.Kind.WORD);
        } else if (extended && c == t.control(VLNEXT)) {
            literalNext(t);
        } else if (extended && t.local(ECHO) && c == t.control(VREPRINT)) {
            reprint(t, c);
        } else if (c == t.control(VEOF)) {
            endLine(InputBuffer.END_OF_FILE);
        } else if (c == t.control(VEOL) || extended && c == t.control(VEOL2)) {
            if (t.local(ECHO)) {
                markLineStart();
                echo(t, c);
            }
            if (t.input(PARMRK) && c == 0xff) {
                store(c);
            }
            endLine(c);
        } else {
            return false;
        }
        return true;
    }

    private void literalNext(Termios t) {
        literalNext = true;
        if (t.local(ECHO)) {
            eraser.finish();
            if (t.local(ECHOCTL)) {
                echoes.put('^');
                echoes.put('\b');
            }
        }
    }

    private void reprint(Termios t, int c) {
        eraser.finish();
        echo(t, c);
        echoes.put('\n');
        for (int i = input.lineStart(); i != input.head(); i++) {
            echo(t, input.at(i));
        }
    }

    private void ordinary(Termios t, int c, NewlineEcho newline) {
        if (t.local(ECHO)) {
            eraser.finish();
            if (c == '\n' && newline == NewlineEcho.AS_NEWLINE) {
                echoes.put(c);
            } else {
                markLineStart();
                echo(t, c);
            }
        }
        if (t.input(PARMRK) && c == 0xff) {
            store(c);
        }
        store(c);
    }

    private void markLineStart() {
        if (input.lineStart() == input.head()) {
            echoes.markLineStart();
        }
    }

    private void echo(Termios t, int c) {
        eraser.echo(t, c);
    }

    private void store(int c) {
        if (input.size() >= InputBuffer.CAPACITY - 1) {
            if (line.termios().input(IMAXBEL)) {
                echoes.put(7);
            }
            return;
        }
        input.put(c);
    }

    private void endLine(int c) {
        input.endLine(c);
        echoes.flush();
        line.inputReady();
    }

    // The program's side.

    /// Whether a read would find something; `forPoll` respects MIN as poll(2) does.
    boolean readable(boolean forPoll) {
        Termios t = line.termios();
        if (t.local(ICANON) && !t.local(EXTPROC)) {
            return input.hasLine();
        }
        int wanted = forPoll && t.control(VTIME) == 0 ? t.control(VMIN) : 1;
        return input.size() >= Math.max(wanted, 1);
    }

    /// Bytes that wait for a raw reader.
    int available() {
        return line.termios().local(ICANON) ? input.canonicalSize() : input.size();
    }

    /// Takes what is there: up to a line in canonical mode, else up to `length` bytes.
    int read(byte[] target, int offset, int length) {
        Termios t = line.termios();
        int count =
                t.local(ICANON) && !t.local(EXTPROC)
                        ? input.readLine(target, offset, length)
                        : input.read(target, offset, length);
        line.inputDrained();
        return count;
    }

    /// Writes with output processing.
    ///
    /// @return how many bytes were taken; fewer than `length` when the device is full or stopped
    int write(byte[] bytes, int offset, int length) {
        echoes.flush();
        if (!line.termios().output(OPOST)) {
            int count = Math.min(length, line.outputRoom());
            if (count > 0) {
                line.emit(bytes, offset, count);
            }
            return Math.max(count, 0);
        }
        int written = 0;
        while (written < length && output.put(bytes[offset + written] & 0xff)) {
            written++;
        }
        return written;
    }

    /// The device has room again.
    void outputReady() {
        echoes.flush();
    }

    void flushInput() {
        input.clear();
        eraser.reset();
        line.inputDrained();
    }

    /// The flags changed from `oldLocalFlags`: what has been typed so far is looked at anew.
    void termiosChanged(int oldLocalFlags) {
        int now = line.termios().localFlags;
        if (((oldLocalFlags ^ now) & (ICANON | EXTPROC)) != 0) {
            input.relabel((now & ICANON) != 0);
            eraser.reset();
            literalNext = false;
        }
        if (!line.termios().input(IXON) && line.stopped()) {
            line.start();
        }
        if (readable(false)) {
            line.inputReady();
        }
    }
}
