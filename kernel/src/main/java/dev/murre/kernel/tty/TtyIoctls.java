package dev.murre.kernel.tty;

/// Numbers of terminal requests, ioctl_tty(2), as x86 and ARM share them.
final class TtyIoctls {
    static final int TCGETS = 0x5401;
    static final int TCSETS = 0x5402;
    static final int TCSETSW = 0x5403;
    static final int TCSETSF = 0x5404;
    static final int TCGETA = 0x5405;
    static final int TCSETA = 0x5406;
    static final int TCSETAW = 0x5407;
    static final int TCSETAF = 0x5408;
    static final int TCSBRK = 0x5409;
    static final int TCXONC = 0x540a;
    static final int TCFLSH = 0x540b;
    static final int TIOCEXCL = 0x540c;
    static final int TIOCNXCL = 0x540d;
    static final int TIOCSCTTY = 0x540e;
    static final int TIOCGPGRP = 0x540f;
    static final int TIOCSPGRP = 0x5410;
    static final int TIOCOUTQ = 0x5411;
    static final int TIOCSTI = 0x5412;
    static final int TIOCGWINSZ = 0x5413;
    static final int TIOCSWINSZ = 0x5414;
    static final int TIOCMGET = 0x5415;
    static final int FIONREAD = 0x541b;
    static final int TIOCPKT = 0x5420;
    static final int FIONBIO = 0x5421;
    static final int TIOCNOTTY = 0x5422;
    static final int TIOCSETD = 0x5423;
    static final int TIOCGETD = 0x5424;
    static final int TCSBRKP = 0x5425;
    static final int TIOCGSID = 0x5429;
    static final int TCGETS2 = 0x802c542a;
    static final int TCSETS2 = 0x402c542b;
    static final int TCSETSW2 = 0x402c542c;
    static final int TCSETSF2 = 0x402c542d;
    static final int TIOCGPTN = 0x80045430;
    static final int TIOCSPTLCK = 0x40045431;
    static final int TIOCGDEV = 0x80045432;
    static final int TIOCSIG = 0x40045436;
    static final int TIOCVHANGUP = 0x5437;
    static final int TIOCGPKT = 0x80045438;
    static final int TIOCGPTLCK = 0x80045439;
    static final int TIOCGEXCL = 0x80045440;
    static final int TIOCGPTPEER = 0x5441;
    static final int TIOCGLCKTRMIOS = 0x5456;
    static final int TIOCSLCKTRMIOS = 0x5457;

    static final int TIOCPKT_FLUSHREAD = 1;
    static final int TIOCPKT_FLUSHWRITE = 2;
    static final int TIOCPKT_STOP = 4;
    static final int TIOCPKT_START = 8;
    static final int TIOCPKT_NOSTOP = 16;
    static final int TIOCPKT_DOSTOP = 32;
    static final int TIOCPKT_IOCTL = 64;

    private TtyIoctls() {}
}
