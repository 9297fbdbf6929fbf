package dev.murre.kernel.syscalls;

import dev.murre.abi.Capability;
import dev.murre.abi.ClockIds;
import dev.murre.abi.Errno;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.Sysno;
import dev.murre.kernel.event.EventFd;
import dev.murre.kernel.event.Inotify;
import dev.murre.kernel.event.InotifyHub;
import dev.murre.kernel.event.TimerFd;
import dev.murre.kernel.event.UserFaultFd;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.PathWalk;
import dev.murre.kernel.fs.Permissions;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// eventfd(2), timerfd_create(2), inotify(7).
public final class EventSyscalls {
    private static final int EFD_SEMAPHORE = 1;
    private static final int CLOEXEC_NONBLOCK = OpenFlags.O_CLOEXEC | OpenFlags.O_NONBLOCK;
    private static final int UFFD_USER_MODE_ONLY = 1;
    private static final int IN_ALL_BITS = 0x37ff0fff | 0x80000000;
    private static final int IN_EVENTS = 0xfff;
    private static final int IN_ONLYDIR = 0x01000000;
    private static final int IN_DONT_FOLLOW = 0x02000000;
    private static final int IN_MASK_CREATE = 0x10000000;
    private static final int IN_MASK_ADD = 0x20000000;
    private static final int TFD_SET_FLAGS = 3;

    private EventSyscalls() {}

    public static void register(SyscallTable table, Kernel kernel) {
        kernel.vfs().setNotify(new InotifyHub());
        table.on(Sysno.EVENTFD, (t, n, b, c, d, e, f) -> eventfd(t, n, 0));
        table.on(Sysno.EVENTFD2, (t, n, flags, c, d, e, f) -> eventfd(t, n, (int) flags));
        table.on(Sysno.TIMERFD_CREATE, (t, id, fl, c, d, e, f) -> timerfd(t, (int) id, (int) fl));
        table.on(Sysno.USERFAULTFD, (t, flags, b, c, d, e, f) -> userfaultfd(t, (int) flags));
        TimeArgs.Layout own = TimeArgs.Layout.TIMESPEC;
        TimeArgs.Layout wide = TimeArgs.Layout.TIMESPEC64;
        table.on(
                Sysno.TIMERFD_SETTIME,
                (t, fd, fl, in, out, e, f) -> setTime(t, fd, (int) fl, in, out, own));
        table.on(
                Sysno.TIMERFD_SETTIME64,
                (t, fd, fl, in, out, e, f) -> setTime(t, fd, (int) fl, in, out, wide));
        table.on(Sysno.TIMERFD_GETTIME, (t, fd, out, c, d, e, f) -> getTime(t, fd, out, own));
        table.on(Sysno.TIMERFD_GETTIME64, (t, fd, out, c, d, e, f) -> getTime(t, fd, out, wide));
        table.on(Sysno.INOTIFY_INIT, (t, a, b, c, d, e, f) -> inotify(t, 0));
        table.on(Sysno.INOTIFY_INIT1, (t, flags, b, c, d, e, f) -> inotify(t, (int) flags));
        table.on(
                Sysno.INOTIFY_ADD_WATCH,
                (t, fd, path, mask, d, e, f) -> addWatch(t, fd, path, (int) mask));
        table.on(
                Sysno.INOTIFY_RM_WATCH,
                (t, fd, wd, c, d, e, f) -> inotifyOf(t, fd).removeWatch((int) wd));
    }

    private static Inode inode(Task t) {
        return t.kernel().vfs().anonymousInode(t, 0600);
    }

    private static long eventfd(Task t, long initial, int flags) {
        if ((flags & ~(CLOEXEC_NONBLOCK | EFD_SEMAPHORE)) != 0) {
            return -Errno.EINVAL.number;
        }
        EventFd.Mode mode =
                (flags & EFD_SEMAPHORE) != 0 ? EventFd.Mode.SEMAPHORE : EventFd.Mode.COUNTER;
        var file = new EventFd(inode(t), initial & 0xffffffffL, mode);
        return Descriptors.installAnonymous(t, file, "anon_inode:[eventfd]", flags);
    }

    private static long userfaultfd(Task t, int flags) {
        boolean userOnly = (flags & UFFD_USER_MODE_ONLY) != 0;
        if (!userOnly && !t.creds().capable(Capability.SYS_PTRACE)) {
            return -Errno.EPERM.number;
        }
        if ((flags & ~(CLOEXEC_NONBLOCK | UFFD_USER_MODE_ONLY)) != 0) {
            return -Errno.EINVAL.number;
        }
        var scope = userOnly ? UserFaultFd.Scope.USER_MODE : UserFaultFd.Scope.ALL;
        var file = new UserFaultFd(inode(t), t.mm(), scope);
        return Descriptors.installAnonymous(t, file, "anon_inode:[userfaultfd]", flags);
    }

    private static long timerfd(Task t, int clockId, int flags) {
        if ((flags & ~CLOEXEC_NONBLOCK) != 0) {
            return -Errno.EINVAL.number;
        }
        TimerFd.Clock clock;
        switch (clockId) {
            case ClockIds.CLOCK_REALTIME, ClockIds.CLOCK_REALTIME_ALARM ->
                    clock = TimerFd.Clock.REALTIME;
            case ClockIds.CLOCK_MONOTONIC, ClockIds.CLOCK_BOOTTIME, ClockIds.CLOCK_BOOTTIME_ALARM ->
                    clock = TimerFd.Clock.MONOTONIC;
            default -> {
                return -Errno.EINVAL.number;
            }
        }
        var file = new TimerFd(inode(t), t.kernel(), clockId, clock);
        return Descriptors.installAnonymous(t, file, "anon_inode:[timerfd]", flags);
    }

    private static TimerFd timer(Task t, long fd) {
        OpenFile file = t.files().require((int) fd);
        if (file instanceof TimerFd timer) {
            return timer;
        }
        throw Errno.EINVAL.exception();
    }

    private static long setTime(
            Task t, long fd, int flags, long in, long out, TimeArgs.Layout layout) {
        if ((flags & ~TFD_SET_FLAGS) != 0) {
            return -Errno.EINVAL.number;
        }
        long interval = TimeArgs.nanos(t, in, layout);
        long value = TimeArgs.nanos(t, in + TimeArgs.size(t, layout), layout);
        TimerFd timer = timer(t, fd);
        long oldInterval = timer.intervalNanos();
        long oldValue = timer.remainingNanos();
        timer.set(flags, value, interval);
        if (out != 0) {
            putSetting(t, out, layout, oldInterval, oldValue);
        }
        return 0;
    }

    private static long getTime(Task t, long fd, long out, TimeArgs.Layout layout) {
        TimerFd timer = timer(t, fd);
        long value = timer.remainingNanos();
        putSetting(t, out, layout, timer.intervalNanos(), value);
        return 0;
    }

    private static void putSetting(
            Task t, long out, TimeArgs.Layout layout, long interval, long value) {
        TimeArgs.put(t, out, layout, interval);
        TimeArgs.put(t, out + TimeArgs.size(t, layout), layout, value);
    }

    private static long inotify(Task t, int flags) {
        if ((flags & ~CLOEXEC_NONBLOCK) != 0) {
            return -Errno.EINVAL.number;
        }
        var file = new Inotify(inode(t));
        int status = flags & OpenFlags.O_NONBLOCK;
        file.initAnonymous("anon_inode:inotify", OpenFlags.O_RDONLY | status, t.creds());
        return Descriptors.install(t, file, flags);
    }

    private static Inotify inotifyOf(Task t, long fd) {
        OpenFile file = t.files().require((int) fd);
        if (file instanceof Inotify inotify) {
            return inotify;
        }
        throw Errno.EINVAL.exception();
    }

    private static long addWatch(Task t, long fd, long path, int mask) {
        if ((mask & IN_ALL_BITS) == 0 || (mask & IN_EVENTS) == 0) {
            return -Errno.EINVAL.number;
        }
        Inotify inotify = inotifyOf(t, fd);
        if ((mask & IN_MASK_ADD) != 0 && (mask & IN_MASK_CREATE) != 0) {
            return -Errno.EINVAL.number;
        }
        int how = (mask & IN_DONT_FOLLOW) != 0 ? 0 : PathWalk.FOLLOW;
        if ((mask & IN_ONLYDIR) != 0) {
            how |= PathWalk.DIRECTORY;
        }
        PathWalk walk = t.kernel().vfs().walk();
        int error = walk.lookup(t, dev.murre.abi.AtFlags.AT_FDCWD, t.memory().readPath(path), how);
        if (error != 0) {
            return error;
        }
        Inode target = walk.inode();
        error = Permissions.check(target, Permissions.MAY_READ, t.creds());
        return error != 0 ? error : inotify.addWatch(target, mask);
    }
}
