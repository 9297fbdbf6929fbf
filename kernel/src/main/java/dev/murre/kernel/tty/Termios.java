package dev.murre.kernel.tty;

import static dev.murre.kernel.tty.TermBits.*;

/// The attributes of a terminal: `struct ktermios` of termios(3).
final class Termios {
    static final int CONTROL_CHARACTERS = 19;

    int inputFlags;
    int outputFlags;
    int controlFlags;
    int localFlags;
    int line;
    final byte[] controls = new byte[CONTROL_CHARACTERS];
    int inputSpeed;
    int outputSpeed;

    /// What a terminal starts with: cooked, echoing, 38400 baud (`tty_std_termios`).
    static Termios standard() {
        var t = new Termios();
        t.inputFlags = ICRNL | IXON;
        t.outputFlags = OPOST | ONLCR;
        t.controlFlags = B38400 | CS8 | CREAD | HUPCL;
        t.localFlags = ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE | IEXTEN;
        t.inputSpeed = 38400;
        t.outputSpeed = 38400;
        byte[] c = t.controls;
        c[VINTR] = 3;
        c[VQUIT] = 28;
        c[VERASE] = 127;
        c[VKILL] = 21;
        c[VEOF] = 4;
        c[VMIN] = 1;
        c[VSTART] = 17;
        c[VSTOP] = 19;
        c[VSUSP] = 26;
        c[VREPRINT] = 18;
        c[VDISCARD] = 15;
        c[VWERASE] = 23;
        c[VLNEXT] = 22;
        return t;
    }

    /// What the master side of a pty starts with: nothing is interpreted.
    static Termios raw() {
        Termios t = standard();
        t.inputFlags = 0;
        t.outputFlags = 0;
        t.controlFlags = B38400 | CS8 | CREAD;
        t.localFlags = 0;
        return t;
    }

    void assign(Termios other) {
        inputFlags = other.inputFlags;
        outputFlags = other.outputFlags;
        controlFlags = other.controlFlags;
        localFlags = other.localFlags;
        line = other.line;
        System.arraycopy(other.controls, 0, controls, 0, controls.length);
        inputSpeed = other.inputSpeed;
        outputSpeed = other.outputSpeed;
    }

    /// Takes what is locked from what there was before, TIOCSLCKTRMIOS in ioctl_tty(2).
    void keepLocked(Termios locked, Termios before) {
        inputFlags = kept(locked.inputFlags, before.inputFlags, inputFlags);
        outputFlags = kept(locked.outputFlags, before.outputFlags, outputFlags);
        controlFlags = kept(locked.controlFlags, before.controlFlags, controlFlags);
        localFlags = kept(locked.localFlags, before.localFlags, localFlags);
        line = locked.line != 0 ? before.line : line;
        for (int i = 0; i < CONTROL_CHARACTERS; i++) {
            controls[i] = locked.controls[i] != 0 ? before.controls[i] : controls[i];
        }
    }

    private static int kept(int locked, int before, int wanted) {
        return before & locked | wanted & ~locked;
    }

    int control(int index) {
        return controls[index] & 0xff;
    }

    boolean input(int bits) {
        return (inputFlags & bits) != 0;
    }

    boolean output(int bits) {
        return (outputFlags & bits) != 0;
    }

    boolean local(int bits) {
        return (localFlags & bits) != 0;
    }
}
