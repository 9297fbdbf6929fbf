package dev.murre.kernel.syscalls;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.SigCodes;
import dev.murre.abi.Signal;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.signal.SigInfoLayout;
import dev.murre.kernel.signal.SignalSender;
import dev.murre.kernel.task.Pid;
import dev.murre.kernel.task.PidNamespace;
import dev.murre.kernel.task.ProcessDirectory;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;
import dev.murre.kernel.task.TaskGroup;
import dev.murre.kernel.task.ThreadGroup;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sending signals: kill, tkill, tgkill, sigqueue and pidfd_send_signal.
public final class KillSyscalls {
    /// Where si_code lies.
    private static final int CODE_AT = 8;

    private KillSyscalls() {}

    public static void register(SyscallTable table) {
        table.on(Sysno.KILL, (t, a, b, c, d, e, f) -> kill(t, (int) a, (int) b));
        table.on(Sysno.TKILL, (t, a, b, c, d, e, f) -> tgkill(t, 0, (int) a, (int) b));
        table.on(
                Sysno.TGKILL,
                (t, a, b, c, d, e, f) ->
                        (int) a <= 0
                                ? Errno.EINVAL.result()
                                : tgkill(t, (int) a, (int) b, (int) c));
        table.on(Sysno.RT_SIGQUEUEINFO, (t, a, b, c, d, e, f) -> queue(t, (int) a, (int) b, c));
        table.on(
                Sysno.RT_TGSIGQUEUEINFO,
                (t, a, b, c, d, e, f) -> queueThread(t, (int) a, (int) b, (int) c, d));
        table.on(
                Sysno.PIDFD_SEND_SIGNAL,
                (t, a, b, c, d, e, f) -> pidfdSend(t, (int) a, (int) b, c, (int) d));
    }

    /// The signal, or null for 0: only the right to send is checked.
    private static @Nullable Signal signal(int number) {
        return number == 0 ? null : Args.signal(number);
    }

    /// kill(2), "RETURN VALUE": same user, or CAP_KILL, or SIGCONT within the session.
    static boolean maySignal(Task t, Task target, @Nullable Signal signal) {
        Credentials mine = t.creds();
        Credentials theirs = target.creds();
        return mine.euid() == theirs.suid()
                || mine.euid() == theirs.uid()
                || mine.uid() == theirs.suid()
                || mine.uid() == theirs.uid()
                || mine.capableIn(theirs.user(), Capability.KILL)
                || signal == Signal.SIGCONT && t.session() == target.session()
                || t.threadGroup() == target.threadGroup();
    }

    private static SigInfo info(Task t, Signal signal, int code, Task target) {
        int pid = t.threadGroup().pid().numberIn(target.pidNamespace());
        return SigInfo.user(signal, code, pid, target.creds().seenUser(t.creds().uid()));
    }

    /// A bad signal number is noticed here: a target that is not there comes first.
    private static long sendTo(Task t, ThreadGroup process, int number) {
        Signal signal = signal(number);
        Task leader = process.leader();
        if (!maySignal(t, leader, signal)) {
            return Errno.EPERM.result();
        }
        if (signal != null) {
            SignalSender.sendToProcess(process, info(t, signal, SigCodes.SI_USER, leader));
        }
        return 0;
    }

    private static long kill(Task t, int id, int number) {
        if (id > 0) {
            Task target = t.pidNamespace().task(id);
            return target == null ? Errno.ESRCH.result() : sendTo(t, target.threadGroup(), number);
        }
        if (id == Integer.MIN_VALUE) {
            return Errno.ESRCH.result();
        }
        if (id == -1) {
            return sendToMany(t, everybodyElse(t), number);
        }
        Pid pid = id == 0 ? t.processGroup().pid() : t.pidNamespace().find(-id);
        TaskGroup group = pid == null ? null : pid.group();
        return group == null
                ? Errno.ESRCH.result()
                : sendToMany(t, List.copyOf(group.members()), number);
    }

    private static List<ThreadGroup> everybodyElse(Task t) {
        List<ThreadGroup> all = new ArrayList<>();
        PidNamespace pids = t.pidNamespace();
        Task other = pids.nextTask(1);
        while (other != null) {
            int number = other.pidStruct().numberIn(pids);
            if (number > 1 && other.isGroupLeader() && other.threadGroup() != t.threadGroup()) {
                all.add(other.threadGroup());
            }
            other = pids.nextTask(number + 1);
        }
        return all;
    }

    private static long sendToMany(Task t, List<ThreadGroup> targets, int number) {
        long failure = Errno.ESRCH.result();
        boolean sent = false;
        for (ThreadGroup target : targets) {
            long result = sendTo(t, target, number);
            sent |= result == 0;
            failure = result;
        }
        return sent ? 0 : failure;
    }

    private static long tgkill(Task t, int tgid, int tid, int number) {
        if (tid <= 0) {
            return Errno.EINVAL.result();
        }
        Task target = t.pidNamespace().task(tid);
        if (target == null
                || tgid > 0 && target.threadGroup().pid().numberIn(t.pidNamespace()) != tgid) {
            return Errno.ESRCH.result();
        }
        Signal signal = signal(number);
        if (!maySignal(t, target, signal)) {
            return Errno.EPERM.result();
        }
        if (signal == null) {
            return 0;
        }
        return SignalSender.sendToThread(target, info(t, signal, SigCodes.SI_TKILL, target));
    }

    /// Information from the caller, as the target sees it.
    private static SigInfo readInfo(Task t, Signal signal, byte[] bytes, Task target) {
        SigInfo info = SigInfoLayout.read(signal, t.abi(), bytes);
        // The id it claims is one of its own namespace; it has none in one that cannot see it.
        Credentials theirs = target.creds();
        int uid = theirs.seenUser(t.creds().user().users().toKernel(info.uid()));
        return info.from(target.numberOf(t) == 0 ? 0 : info.pid(), uid);
    }

    /// The information a caller sends along. Only to itself may it send what looks like the
    /// kernel's.
    private static byte[] information(Task t, long address, boolean toItself) {
        byte[] bytes = new byte[SigInfoLayout.BYTES];
        t.memory().copyFromUser(address, bytes, 0, bytes.length);
        int code = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(CODE_AT);
        if (!toItself && (code >= 0 || code == SigCodes.SI_TKILL)) {
            throw Errno.EPERM.exception();
        }
        return bytes;
    }

    private static long queue(Task t, int id, int number, long address) {
        byte[] info = information(t, address, t.pidNamespace().task(id) == t);
        Task target = t.pidNamespace().task(id);
        if (target == null) {
            return Errno.ESRCH.result();
        }
        return queueTo(t, target, signal(number), info, false);
    }

    private static long queueThread(Task t, int tgid, int tid, int number, long address) {
        if (tgid <= 0 || tid <= 0) {
            return Errno.EINVAL.result();
        }
        Task target = t.pidNamespace().task(tid);
        byte[] info = information(t, address, target == t);
        if (target == null || target.threadGroup().pid().numberIn(t.pidNamespace()) != tgid) {
            return Errno.ESRCH.result();
        }
        return queueTo(t, target, signal(number), info, true);
    }

    private static long queueTo(
            Task t, Task target, @Nullable Signal signal, byte[] bytes, boolean thread) {
        if (!maySignal(t, target, signal)) {
            return Errno.EPERM.result();
        }
        if (signal == null) {
            return 0;
        }
        SigInfo info = readInfo(t, signal, bytes, target);
        return thread
                ? SignalSender.sendToThread(target, info)
                : SignalSender.sendToProcess(target.threadGroup(), info);
    }

    private static long pidfdSend(Task t, int fd, int number, long address, int flags) {
        if (flags != 0) {
            return Errno.EINVAL.result();
        }
        Pid pid = ProcessDirectory.processOf(t.files().require(fd));
        if (pid == null) {
            return Errno.EBADF.result();
        }
        Task target = pid.task();
        if (target == null) {
            return Errno.ESRCH.result();
        }
        if (address != 0 && t.memory().getInt(address) != number) {
            return Errno.EINVAL.result();
        }
        if (address != 0) {
            byte[] info = information(t, address, target == t);
            return queueTo(t, target, signal(number), info, false);
        }
        return sendTo(t, target.threadGroup(), number);
    }
}
