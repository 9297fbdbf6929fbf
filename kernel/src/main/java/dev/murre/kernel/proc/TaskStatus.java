package dev.murre.kernel.proc;

import dev.murre.abi.Rlimit;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.base.UserNamespace;
import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.fs.FsContext;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.task.Accounting;
import dev.murre.kernel.task.PidNamespace;
import dev.murre.kernel.task.Task;
import dev.murre.kernel.task.ThreadGroup;
import org.jspecify.annotations.Nullable;

/// `/proc/PID/status`.
final class TaskStatus {
    private final StringBuilder out = new StringBuilder(1400);
    private final Task task;
    private final PidNamespace pids;
    private final UserNamespace reader;

    private TaskStatus(Task task, PidNamespace pids, UserNamespace reader) {
        this.reader = reader;
        this.task = task;
        this.pids = pids;
    }

    static String status(Task t, PidNamespace pids, UserNamespace reader) {
        TaskStatus status = new TaskStatus(t, pids, reader);
        status.identity();
        status.credentials();
        status.memory(t.mmOrNull());
        status.signals();
        status.rights();
        status.placement();
        return status.out.toString();
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    private static String stateName(Task t) {
        return switch (t.state()) {
            case RUNNING -> "R (running)";
            case INTERRUPTIBLE -> "S (sleeping)";
            case KILLABLE, UNINTERRUPTIBLE -> "D (disk sleep)";
            case IDLE -> "I (idle)";
            case STOPPED -> "T (stopped)";
            case TRACED -> "t (tracing stop)";
            case ZOMBIE -> "Z (zombie)";
            case DEAD -> "X (dead)";
        };
    }

    private void identity() {
        line("Name:\t%s".formatted(task.comm().replace("\\", "\\\\").replace("\n", "\\n")));
        FsContext fs = task.fsOrNull();
        if (fs != null) {
            line("Umask:\t%04o".formatted(fs.umask()));
        }
        line("State:\t%s".formatted(stateName(task)));
        line("Tgid:\t%d".formatted(task.threadGroup().pid().numberIn(pids)));
        line("Ngid:\t0");
        line("Pid:\t%d".formatted(task.pidStruct().numberIn(pids)));
        line("PPid:\t%d".formatted(TaskStat.parent(task, pids)));
        Task tracer = task.isTraced() ? task.tracing().tracer() : null;
        line("TracerPid:\t%d".formatted(tracer == null ? 0 : tracer.pidStruct().numberIn(pids)));
    }

    private void credentials() {
        Credentials c = task.creds();
        line(
                "Uid:\t%d\t%d\t%d\t%d"
                        .formatted(user(c.uid()), user(c.euid()), user(c.suid()), user(c.fsuid())));
        line(
                "Gid:\t%d\t%d\t%d\t%d"
                        .formatted(
                                group(c.gid()),
                                group(c.egid()),
                                group(c.sgid()),
                                group(c.fsgid())));
        FdTable files = task.filesOrNull();
        line("FDSize:\t%d".formatted(files == null ? 0 : files.capacity()));
        StringBuilder groups = new StringBuilder("Groups:\t");
        for (int group : c.groups()) {
            groups.append(group(group)).append(' ');
        }
        line("%s".formatted(groups));
        line("NStgid:\t%d".formatted(task.threadGroup().pid().numberIn(pids)));
        line("NSpid:\t%d".formatted(task.pidStruct().numberIn(pids)));
        if (task.threadGroup().processGroupOrNull() != null) {
            line("NSpgid:\t%d".formatted(task.processGroup().pid().numberIn(pids)));
            line("NSsid:\t%d".formatted(task.session().pid().numberIn(pids)));
        }
    }

    private long user(int id) {
        return reader.users().shown(id) & 0xffffffffL;
    }

    private long group(int id) {
        return reader.groups().shown(id) & 0xffffffffL;
    }

    private void size(String name, long bytes) {
        line("%s:\t%8d kB".formatted(name, bytes >>> 10));
    }

    private void memory(@Nullable Mm mm) {
        if (mm == null) {
            return;
        }
        TaskMemoryUse use = TaskMemoryUse.of(mm);
        size("VmPeak", mm.totalBytes());
        size("VmSize", mm.totalBytes());
        size("VmLck", mm.lockedBytes());
        size("VmPin", 0);
        size("VmHWM", mm.peakPages() + mm.sharedPages() << 12);
        size("VmRSS", mm.presentPages() + mm.sharedPages() << 12);
        size("RssAnon", use.anonymousBytes());
        size("RssFile", use.fileBytes());
        size("RssShmem", use.sharedBytes());
        size("VmData", mm.dataBytes());
        size("VmStk", use.stackBytes());
        size("VmExe", mm.codeEnd() - mm.codeStart() + 4095 & -4096);
        size("VmLib", use.libraryBytes());
        size("VmPTE", Math.max(8, mm.presentPages() >>> 9) << 12);
        size("VmSwap", 0);
        size("HugetlbPages", 0);
        line("CoreDumping:\t0");
        line("THP_enabled:\t0");
    }

    private void signals() {
        ThreadGroup group = task.threadGroup();
        line("Threads:\t%d".formatted(group.threads().size()));
        line(
                "SigQ:\t%d/%s"
                        .formatted(
                                task.signals().pending.size() + group.pending().size(),
                                Long.toUnsignedString(task.limits().soft(Rlimit.SIGPENDING))));
        line("SigPnd:\t%016x".formatted(task.signals().pending.mask()));
        line("ShdPnd:\t%016x".formatted(group.pending().mask()));
        line("SigBlk:\t%016x".formatted(task.signals().blocked()));
        line("SigIgn:\t%016x".formatted(task.sigHand().ignoredMask()));
        line("SigCgt:\t%016x".formatted(task.sigHand().caughtMask()));
    }

    private void rights() {
        Credentials c = task.creds();
        line("CapInh:\t%016x".formatted(c.inheritable()));
        line("CapPrm:\t%016x".formatted(c.permitted()));
        line("CapEff:\t%016x".formatted(c.effective()));
        line("CapBnd:\t%016x".formatted(c.bounding()));
        line("CapAmb:\t%016x".formatted(c.ambient()));
        line("NoNewPrivs:\t%d".formatted(task.options().noNewPrivileges ? 1 : 0));
        line("Seccomp:\t0");
        line("Speculation_Store_Bypass:\tnot vulnerable");
    }

    private void placement() {
        int cpus = task.kernel().scheduler().cpus();
        long all = cpus >= 64 ? -1L : (1L << cpus) - 1;
        long allowed = task.sched().affinity() & all;
        line("Cpus_allowed:\t%x".formatted(allowed));
        line("Cpus_allowed_list:\t%s".formatted(CpuList.text(allowed)));
        line("Mems_allowed:\t1");
        line("Mems_allowed_list:\t0");
        Accounting a = task.accounting();
        line("voluntary_ctxt_switches:\t%d".formatted(a.voluntarySwitches()));
        line("nonvoluntary_ctxt_switches:\t%d".formatted(a.involuntarySwitches()));
    }
}
