package dev.murre.kernel.tty;

import static dev.murre.kernel.tty.TermBits.*;
import static dev.murre.kernel.tty.TtyIoctls.*;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.kernel.base.ProcessGroup;
import dev.murre.kernel.base.Session;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.fs.FsSubject;

/// The requests of ioctl_tty(2).
final class TtyControl {
    private static final int TERMIO_CONTROLS = 8;
    private static final int[] SPEEDS = {
        0, 50, 75, 110, 134, 150, 200, 300, 600, 1200, 1800, 2400, 4800, 9600, 19200, 38400
    };
    private static final int[] HIGH_SPEEDS = {
        0, 57600, 115200, 230400, 460800, 500000, 576000, 921600, 1000000, 1152000, 1500000,
        2000000, 2500000, 3000000, 3500000, 4000000
    };

    private TtyControl() {}

    static long ioctl(FsSubject who, Tty tty, int command, long argument) {
        return switch (command) {
            case TCGETS, TCGETA, TCGETS2 -> {
                getAttributes(who, tty.termios(), command, argument);
                yield 0;
            }
            case TIOCGLCKTRMIOS -> {
                getAttributes(who, tty.locked(), TCGETS, argument);
                yield 0;
            }
            case TIOCSLCKTRMIOS -> lock(who, tty, argument);
            case TCSETS, TCSETSW, TCSETSF, TCSETA, TCSETAW, TCSETAF, TCSETS2, TCSETSW2, TCSETSF2 ->
                    setAttributes(who, tty, command, argument);
            case TIOCGWINSZ -> {
                for (int i = 0; i < 4; i++) {
                    who.memory().putShort(argument + 2L * i, tty.window()[i]);
                }
                yield 0;
            }
            case TIOCSWINSZ -> {
                UserMemory m = who.memory();
                tty.resize(
                        m.getShort(argument),
                        m.getShort(argument + 2),
                        m.getShort(argument + 4),
                        m.getShort(argument + 6));
                yield 0;
            }
            case TIOCGPGRP, TIOCSPGRP, TIOCGSID, TIOCSCTTY, TIOCNOTTY ->
                    jobControl(who, tty, command, argument);
            default -> flow(who, tty, command, argument);
        };
    }

    private static long jobControl(FsSubject who, Tty tty, int command, long argument) {
        boolean own = tty.session() != null && tty.session() == who.session();
        switch (command) {
            case TIOCSCTTY -> {
                return tty.setControlling(who, argument == 1);
            }
            case TIOCNOTTY -> {
                return tty.release(who);
            }
            case TIOCSPGRP -> {
                return tty.setForeground(who, who.memory().getInt(argument));
            }
            case TIOCGPGRP -> {
                if (!own) {
                    return -Errno.ENOTTY.number;
                }
                ProcessGroup group = tty.foreground();
                who.memory().putInt(argument, group == null ? 0 : group.id());
            }
            default -> {
                Session session = tty.session();
                if (!own || session == null) {
                    return -Errno.ENOTTY.number;
                }
                who.memory().putInt(argument, session.id());
            }
        }
        return 0;
    }

    private static long flow(FsSubject who, Tty tty, int command, long argument) {
        UserMemory memory = who.memory();
        switch (command) {
            case TCXONC -> {
                return stopOrStart(who, tty, (int) argument);
            }
            case TCFLSH -> {
                return flush(who, tty, (int) argument);
            }
            case TCSBRK, TCSBRKP -> {
                return tty.checkChange(who);
            }
            case FIONREAD -> memory.putInt(argument, tty.discipline().available());
            case TIOCOUTQ -> memory.putInt(argument, tty.device().pending());
            case TIOCEXCL -> tty.setExclusive(true);
            case TIOCNXCL -> tty.setExclusive(false);
            case TIOCGEXCL -> memory.putInt(argument, tty.isExclusive() ? 1 : 0);
            case TIOCGETD -> memory.putInt(argument, tty.termios().line);
            case TIOCSETD -> {
                return memory.getInt(argument) == 0 ? 0 : -Errno.EINVAL.number;
            }
            case TIOCGDEV -> memory.putInt(argument, tty.deviceNumber());
            case TIOCSTI -> {
                return simulateInput(who, tty, argument);
            }
            case TIOCVHANGUP -> {
                if (!who.creds().capable(Capability.SYS_ADMIN)) {
                    return -Errno.EPERM.number;
                }
                tty.hangUp();
            }
            default -> {
                return -Errno.ENOTTY.number;
            }
        }
        return 0;
    }

    private static long simulateInput(FsSubject who, Tty tty, long argument) {
        boolean own = tty.session() != null && tty.session() == who.session();
        if (!own && !who.creds().capable(Capability.SYS_ADMIN)) {
            return -Errno.EPERM.number;
        }
        byte[] typed = {who.memory().getByte(argument)};
        tty.discipline().receive(typed, 0, 1);
        return 0;
    }

    private static long stopOrStart(FsSubject who, Tty tty, int action) {
        long refused = tty.checkChange(who);
        if (refused != 0) {
            return refused;
        }
        switch (action) {
            case 0 -> tty.stop();
            case 1 -> tty.start();
            case 2 -> sendCharacter(tty, VSTOP);
            case 3 -> sendCharacter(tty, VSTART);
            default -> {
                return -Errno.EINVAL.number;
            }
        }
        return 0;
    }

    private static void sendCharacter(Tty tty, int which) {
        byte c = tty.termios().controls[which];
        if (c != 0 && tty.device().room() > 0) {
            tty.device().write(new byte[] {c}, 0, 1);
        }
    }

    /// tcflush(3): 0 input, 1 output, 2 both.
    static long flush(FsSubject who, Tty tty, int which) {
        long refused = tty.checkChange(who);
        if (refused != 0) {
            return refused;
        }
        if (which < 0 || which > 2) {
            return -Errno.EINVAL.number;
        }
        if (which != 1) {
            tty.discipline().flushInput();
            tty.device().status(TIOCPKT_FLUSHREAD);
        }
        if (which != 0) {
            tty.discardOutput();
        }
        return 0;
    }

    // Attributes.

    private static void getAttributes(FsSubject who, Termios t, int command, long at) {
        UserMemory m = who.memory();
        if (command == TCGETA) {
            m.putShort(at, (short) t.inputFlags);
            m.putShort(at + 2, (short) t.outputFlags);
            m.putShort(at + 4, (short) t.controlFlags);
            m.putShort(at + 6, (short) t.localFlags);
            m.putByte(at + 8, (byte) t.line);
            m.copyToUser(at + 9, t.controls, 0, TERMIO_CONTROLS);
            return;
        }
        m.putInt(at, t.inputFlags);
        m.putInt(at + 4, t.outputFlags);
        m.putInt(at + 8, t.controlFlags);
        m.putInt(at + 12, t.localFlags);
        m.putByte(at + 16, (byte) t.line);
        m.copyToUser(at + 17, t.controls, 0, Termios.CONTROL_CHARACTERS);
        if (command == TCGETS2) {
            m.putInt(at + 36, t.inputSpeed);
            m.putInt(at + 40, t.outputSpeed);
        }
    }

    private static long setAttributes(FsSubject who, Tty tty, int command, long at) {
        long refused = tty.checkChange(who);
        if (refused != 0) {
            return refused;
        }
        var wanted = new Termios();
        wanted.assign(tty.termios());
        boolean old = command >= TCSETA && command <= TCSETAF;
        if (old) {
            readTermio(who.memory(), wanted, at);
        } else {
            readTermios(who.memory(), wanted, at);
        }
        boolean second = command == TCSETS2 || command == TCSETSW2 || command == TCSETSF2;
        if (second) {
            wanted.inputSpeed = who.memory().getInt(at + 36);
            wanted.outputSpeed = who.memory().getInt(at + 40);
        } else {
            wanted.outputSpeed = speed(wanted.controlFlags, wanted.outputSpeed);
            wanted.inputSpeed = wanted.outputSpeed;
        }
        boolean drains = command != TCSETS && command != TCSETA && command != TCSETS2;
        if (drains && tty.stopped() && tty.device().pending() > 0) {
            return -Errno.EAGAIN.number;
        }
        if (command == TCSETSF || command == TCSETAF || command == TCSETSF2) {
            tty.discipline().flushInput();
        }
        apply(tty, wanted);
        return 0;
    }

    private static long lock(FsSubject who, Tty tty, long at) {
        if (!who.creds().capable(Capability.SYS_ADMIN)) {
            return -Errno.EPERM.number;
        }
        var wanted = new Termios();
        readTermios(who.memory(), wanted, at);
        tty.locked().assign(wanted);
        return 0;
    }

    private static int speed(int controlFlags, int current) {
        int code = controlFlags & CBAUD;
        if (code == CBAUDEX) {
            return current;
        }
        int[] table = (code & CBAUDEX) != 0 ? HIGH_SPEEDS : SPEEDS;
        return table[code & 0xf];
    }

    private static void apply(Tty tty, Termios wanted) {
        Termios t = tty.termios();
        int oldLocal = t.localFlags;
        boolean stopKeysBefore = hasUsualStopKeys(t);
        wanted.keepLocked(tty.locked(), t);
        t.assign(wanted);
        tty.discipline().termiosChanged(oldLocal);
        boolean stopKeys = hasUsualStopKeys(t);
        if (stopKeys != stopKeysBefore) {
            tty.device().status(stopKeys ? TIOCPKT_DOSTOP : TIOCPKT_NOSTOP);
        }
        if (((oldLocal | t.localFlags) & EXTPROC) != 0) {
            tty.device().status(TIOCPKT_IOCTL);
        }
    }

    private static boolean hasUsualStopKeys(Termios t) {
        return t.input(IXON) && t.control(VSTOP) == 19 && t.control(VSTART) == 17;
    }

    private static void readTermios(UserMemory m, Termios t, long at) {
        t.inputFlags = m.getInt(at);
        t.outputFlags = m.getInt(at + 4);
        t.controlFlags = m.getInt(at + 8);
        t.localFlags = m.getInt(at + 12);
        t.line = m.getByte(at + 16) & 0xff;
        m.copyFromUser(at + 17, t.controls, 0, Termios.CONTROL_CHARACTERS);
    }

    private static void readTermio(UserMemory m, Termios t, long at) {
        int high = 0xffff0000;
        t.inputFlags = t.inputFlags & high | m.getShort(at) & 0xffff;
        t.outputFlags = t.outputFlags & high | m.getShort(at + 2) & 0xffff;
        t.controlFlags = t.controlFlags & high | m.getShort(at + 4) & 0xffff;
        t.localFlags = t.localFlags & high | m.getShort(at + 6) & 0xffff;
        t.line = m.getByte(at + 8) & 0xff;
        m.copyFromUser(at + 9, t.controls, 0, TERMIO_CONTROLS);
    }
}
