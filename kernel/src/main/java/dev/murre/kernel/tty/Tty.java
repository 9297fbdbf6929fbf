package dev.murre.kernel.tty;

import static dev.murre.abi.PollEvents.*;
import static dev.murre.kernel.tty.TermBits.*;
import static dev.murre.kernel.tty.TtyIoctls.*;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.Signal;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.base.KernelServices;
import dev.murre.kernel.base.ProcessGroup;
import dev.murre.kernel.base.Session;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.base.Subject;
import dev.murre.kernel.base.Timers;
import dev.murre.kernel.base.WaitQueue;
import org.jspecify.annotations.Nullable;

/// A terminal as programs on it see it: attributes, line discipline, window size, the session it
/// controls
/// and the group in its foreground. Linux's `tty_struct`; credentials(7), termios(3).
public final class Tty implements TerminalLine, Session.ControllingTerminal {
    private static final int CHUNK = 4096;

    private final KernelServices kernel;
    private final String name;
    private final int deviceNumber;
    private final TtyDevice device;
    private final Termios termios = Termios.standard();

    /// What cannot be changed: bits of flags, and control characters where they are not 0 here.
    private final Termios locked = new Termios();

    private final LineDiscipline discipline;
    private final WaitQueue waitQueue = new WaitQueue("tty");
    private final byte[] chunk = new byte[CHUNK];

    /// For echoes, which may come while the chunk is in use.
    private final byte[] single = new byte[1];

    private final short[] window = new short[4];

    private @Nullable Session session;
    private @Nullable ProcessGroup foreground;
    private boolean stopped;
    private boolean hungUp;
    private boolean otherEndClosed;
    private boolean exclusive;
    private int openFiles;
    private long lastInputNanos;

    Tty(KernelServices kernel, String name, int deviceNumber, TtyDevice device) {
        this.kernel = kernel;
        this.name = name;
        this.deviceNumber = deviceNumber;
        this.device = device;
        discipline = new LineDiscipline(this);
    }

    /// The name as `/proc` shows it, such as `pts/0`.
    public String name() {
        return name;
    }

    KernelServices kernel() {
        return kernel;
    }

    TtyDevice device() {
        return device;
    }

    LineDiscipline discipline() {
        return discipline;
    }

    WaitQueue waitQueue() {
        return waitQueue;
    }

    /// Rows, columns and the size in pixels.
    short[] window() {
        return window;
    }

    boolean isExclusive() {
        return exclusive;
    }

    void setExclusive(boolean value) {
        exclusive = value;
    }

    boolean isHungUp() {
        return hungUp;
    }

    void opened() {
        openFiles++;
        hungUp = false;
        device.openChanged(openFiles);
    }

    void closed() {
        openFiles--;
        if (openFiles == 0) {
            exclusive = false;
        }
        device.openChanged(openFiles);
    }

    int openFiles() {
        return openFiles;
    }

    Termios locked() {
        return locked;
    }

    // The line, as the discipline sees it.

    @Override
    public Termios termios() {
        return termios;
    }

    @Override
    public int outputRoom() {
        return stopped ? 0 : device.room();
    }

    @Override
    public void emit(byte b) {
        single[0] = b;
        device.write(single, 0, 1);
    }

    @Override
    public void emit(byte[] bytes, int offset, int length) {
        device.write(bytes, offset, length);
    }

    @Override
    public void discardOutput() {
        device.discard();
        device.status(TIOCPKT_FLUSHWRITE);
        waitQueue.wakeAll(POLLOUT | POLLWRNORM);
    }

    @Override
    public void stop() {
        if (!stopped) {
            stopped = true;
            device.status(TIOCPKT_STOP);
        }
    }

    @Override
    public void start() {
        if (stopped) {
            stopped = false;
            device.status(TIOCPKT_START);
            outputReady();
        }
    }

    @Override
    public boolean stopped() {
        return stopped;
    }

    @Override
    public void signalForeground(Signal signal) {
        ProcessGroup group = foreground;
        if (group != null) {
            group.send(SigInfo.kernel(signal));
        }
    }

    @Override
    public void inputReady() {
        lastInputNanos = kernel.timers().now();
        waitQueue.wakeAll(POLLIN | POLLRDNORM);
    }

    @Override
    public void inputDrained() {
        device.inputDrained();
    }

    /// The device has room again.
    void outputReady() {
        discipline.outputReady();
        if (outputRoom() > 0) {
            waitQueue.wakeAll(POLLOUT | POLLWRNORM);
        }
    }

    // Reading and writing.

    long read(Subject who, IoBuf to, boolean nonBlocking) {
        if (hungUp) {
            return 0;
        }
        long refused = checkForegroundReader(who);
        if (refused != 0) {
            return refused;
        }
        if (to.remaining() == 0) {
            return 0;
        }
        boolean raw = !termios.local(ICANON);
        int wanted = raw ? wantedBytes(to, nonBlocking) : 1;
        if (raw ? discipline.available() < wanted : !discipline.readable(false)) {
            return nothingToRead(raw);
        }
        int total = 0;
        do {
            int most = (int) Math.min(CHUNK, to.remaining());
            int count = discipline.read(chunk, 0, most);
            to.put(chunk, 0, count);
            total += count;
        } while (raw && to.remaining() > 0 && discipline.available() > 0);
        return total;
    }

    /// VMIN, as far as the caller's buffer and patience go.
    private int wantedBytes(IoBuf to, boolean nonBlocking) {
        int minimum = nonBlocking ? 1 : Math.max(termios.control(VMIN), 1);
        return (int) Math.min(minimum, to.remaining());
    }

    private long nothingToRead(boolean raw) {
        if (otherEndClosed) {
            return -Errno.EIO.number;
        }
        if (raw && termios.control(VMIN) == 0 && termios.control(VTIME) == 0) {
            return 0;
        }
        return -Errno.EAGAIN.number;
    }

    /// When a blocking read gives up: VTIME counts from the call, or between bytes when VMIN is
    /// set.
    long readDeadline(long beganNanos) {
        int tenths = termios.control(VTIME);
        if (termios.local(ICANON) || tenths == 0) {
            return Timers.NEVER;
        }
        long span = tenths * 100_000_000L;
        if (termios.control(VMIN) == 0) {
            return beganNanos + span;
        }
        return discipline.available() == 0
                ? Timers.NEVER
                : Math.max(lastInputNanos, beganNanos) + span;
    }

    /// What a read gets whose VTIME ran out.
    long readWhatIsThere(IoBuf to) {
        int count = discipline.read(chunk, 0, (int) Math.min(CHUNK, to.remaining()));
        to.put(chunk, 0, count);
        return count;
    }

    long write(Subject who, IoBuf from) {
        long refused = termios.local(TOSTOP) ? checkChange(who) : 0;
        if (refused != 0) {
            return refused;
        }
        if (hungUp || otherEndClosed) {
            return -Errno.EIO.number;
        }
        long total = 0;
        while (from.remaining() > 0) {
            int count = from.get(chunk, 0, CHUNK);
            int written = discipline.write(chunk, 0, count);
            total += written;
            if (written < count) {
                from.rewind(count - written);
                break;
            }
        }
        return total == 0 && from.remaining() > 0 ? -Errno.EAGAIN.number : total;
    }

    int poll() {
        if (hungUp) {
            return POLLIN | POLLOUT | POLLERR | POLLHUP | POLLRDNORM | POLLWRNORM;
        }
        int ready = discipline.readable(true) ? POLLIN | POLLRDNORM : 0;
        if (otherEndClosed) {
            ready |= POLLHUP;
        }
        return outputRoom() > 0 ? ready | POLLOUT | POLLWRNORM : ready;
    }

    // Job control.

    private boolean controls(Subject who) {
        return session != null && session == who.session() && who.terminal() == this;
    }

    /// A background process that reads is stopped by SIGTTIN.
    private long checkForegroundReader(Subject who) {
        if (!controls(who) || foreground == null || who.processGroup() == foreground) {
            return 0;
        }
        if (who.ignoresOrBlocks(Signal.SIGTTIN) || who.processGroup().isOrphaned()) {
            return -Errno.EIO.number;
        }
        who.processGroup().send(SigInfo.kernel(Signal.SIGTTIN));
        return Errno.ERESTARTSYS.result();
    }

    /// A background process that changes the terminal is stopped by SIGTTOU: 0, or what to return.
    long checkChange(Subject who) {
        if (!controls(who) || foreground == null || who.processGroup() == foreground) {
            return 0;
        }
        if (who.ignoresOrBlocks(Signal.SIGTTOU)) {
            return 0;
        }
        if (who.processGroup().isOrphaned()) {
            return -Errno.EIO.number;
        }
        who.processGroup().send(SigInfo.kernel(Signal.SIGTTOU));
        return Errno.ERESTARTSYS.result();
    }

    /// Becomes the controlling terminal of the caller's session when that has none; open(2),
    /// O_NOCTTY.
    void offerTo(Subject who) {
        if (who.isSessionLeader() && session == null && who.session().terminal() == null) {
            control(who);
        }
    }

    private void control(Subject who) {
        session = who.session();
        foreground = who.processGroup();
        who.session().setTerminal(this);
        who.giveUpTerminal(false);
    }

    /// TIOCSCTTY.
    ///
    /// @param force take the terminal away from another session, which needs CAP_SYS_ADMIN
    long setControlling(Subject who, boolean force) {
        if (who.isSessionLeader() && session == who.session()) {
            return 0;
        }
        if (!who.isSessionLeader() || who.session().terminal() != null) {
            return -Errno.EPERM.number;
        }
        if (session != null) {
            if (!force || !who.creds().capable(Capability.SYS_ADMIN)) {
                return -Errno.EPERM.number;
            }
            session.setTerminal(null);
        }
        control(who);
        return 0;
    }

    /// TIOCNOTTY: the caller's session gives its terminal up.
    long release(Subject who) {
        if (!controls(who)) {
            return -Errno.ENOTTY.number;
        }
        if (who.isSessionLeader()) {
            ProcessGroup group = foreground;
            letGo();
            if (group != null) {
                group.send(SigInfo.kernel(Signal.SIGHUP));
                group.send(SigInfo.kernel(Signal.SIGCONT));
            }
        } else {
            who.giveUpTerminal(true);
        }
        return 0;
    }

    private void letGo() {
        Session had = session;
        session = null;
        foreground = null;
        if (had != null) {
            had.setTerminal(null);
        }
    }

    @Override
    public void disassociate() {
        ProcessGroup group = foreground;
        letGo();
        if (group != null) {
            group.send(SigInfo.kernel(Signal.SIGHUP));
        }
    }

    @Override
    public int deviceNumber() {
        return deviceNumber;
    }

    @Override
    public int foregroundGroup() {
        ProcessGroup group = foreground;
        return group == null ? -1 : group.id();
    }

    @Nullable ProcessGroup foreground() {
        return foreground;
    }

    @Nullable Session session() {
        return session;
    }

    long setForeground(Subject who, int id) {
        long refused = checkChange(who);
        if (refused != 0) {
            return refused == -Errno.EIO.number ? -Errno.ENOTTY.number : refused;
        }
        if (!controls(who)) {
            return -Errno.ENOTTY.number;
        }
        if (id < 0) {
            return -Errno.EINVAL.number;
        }
        ProcessGroup group = kernel.processGroup(id, who);
        if (group == null) {
            return -Errno.ESRCH.number;
        }
        if (group.session() != session) {
            return -Errno.EPERM.number;
        }
        foreground = group;
        return 0;
    }

    // The other end.

    /// The line is gone: readers get the end, writers EIO, the session its SIGHUP; vhangup(2).
    public void hangUp() {
        Session had = session;
        ProcessGroup group = foreground;
        letGo();
        hungUp = true;
        discipline.flushInput();
        if (had != null) {
            had.signalLeader(SigInfo.kernel(Signal.SIGHUP));
            had.signalLeader(SigInfo.kernel(Signal.SIGCONT));
        }
        if (group != null && had == null) {
            group.send(SigInfo.kernel(Signal.SIGHUP));
        }
        waitQueue.wakeAll();
    }

    void setOtherEndClosed(boolean closed) {
        otherEndClosed = closed;
        waitQueue.wakeAll();
    }

    /// Changes the window size and tells the foreground, TIOCSWINSZ.
    void resize(short rows, short columns, short xPixels, short yPixels) {
        boolean same =
                window[0] == rows
                        && window[1] == columns
                        && window[2] == xPixels
                        && window[3] == yPixels;
        window[0] = rows;
        window[1] = columns;
        window[2] = xPixels;
        window[3] = yPixels;
        if (!same) {
            signalForeground(Signal.SIGWINCH);
        }
    }
}
