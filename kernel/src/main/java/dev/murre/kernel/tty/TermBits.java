package dev.murre.kernel.tty;

/// Bits of `struct termios` as `<asm-generic/termbits.h>` has them; see termios(3).
final class TermBits {
    static final int IGNBRK = 0x1;
    static final int BRKINT = 0x2;
    static final int PARMRK = 0x8;
    static final int INPCK = 0x10;
    static final int ISTRIP = 0x20;
    static final int INLCR = 0x40;
    static final int IGNCR = 0x80;
    static final int ICRNL = 0x100;
    static final int IUCLC = 0x200;
    static final int IXON = 0x400;
    static final int IXANY = 0x800;
    static final int IXOFF = 0x1000;
    static final int IMAXBEL = 0x2000;
    static final int IUTF8 = 0x4000;

    static final int OPOST = 0x1;
    static final int OLCUC = 0x2;
    static final int ONLCR = 0x4;
    static final int OCRNL = 0x8;
    static final int ONOCR = 0x10;
    static final int ONLRET = 0x20;
    static final int TABDLY = 0x1800;
    static final int XTABS = 0x1800;

    static final int CBAUD = 0x100f;
    static final int CBAUDEX = 0x1000;
    static final int B38400 = 0xf;
    static final int CS8 = 0x30;
    static final int CREAD = 0x80;
    static final int CSIZE = 0x30;
    static final int PARENB = 0x100;
    static final int HUPCL = 0x400;
    static final int CLOCAL = 0x800;

    static final int ISIG = 0x1;
    static final int ICANON = 0x2;
    static final int XCASE = 0x4;
    static final int ECHO = 0x8;
    static final int ECHOE = 0x10;
    static final int ECHOK = 0x20;
    static final int ECHONL = 0x40;
    static final int NOFLSH = 0x80;
    static final int TOSTOP = 0x100;
    static final int ECHOCTL = 0x200;
    static final int ECHOPRT = 0x400;
    static final int ECHOKE = 0x800;
    static final int IEXTEN = 0x8000;
    static final int EXTPROC = 0x10000;

    static final int VINTR = 0;
    static final int VQUIT = 1;
    static final int VERASE = 2;
    static final int VKILL = 3;
    static final int VEOF = 4;
    static final int VTIME = 5;
    static final int VMIN = 6;
    static final int VSTART = 8;
    static final int VSTOP = 9;
    static final int VSUSP = 10;
    static final int VEOL = 11;
    static final int VREPRINT = 12;
    static final int VDISCARD = 13;
    static final int VWERASE = 14;
    static final int VLNEXT = 15;
    static final int VEOL2 = 16;

    private TermBits() {}
}
