package dev.murre.kernel.proc;

import dev.murre.abi.Rlimit;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.base.UserNamespace;
import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.fs.FsContext;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.task.Accounting;
import dev.murre.kernel.task.PidNamespace;
import dev.murre.kernel.task.Seccomp;
import dev.murre.kernel.task.Task;
import dev.murre.kernel.task.ThreadGroup;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// `/proc/PID/status`.
final class TaskStatus {
    private static final HexFormat HEX = HexFormat.of();

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

    private void number(String name, long value) {
        out.append(name).append(":\t").append(value).append('\n');
    }

    private void ids(String name, long real, long effective, long saved, long file) {
        out.append(name).append(":\t").append(real).append('\t').append(effective);
        out.append('\t').append(saved).append('\t').append(file).append('\n');
    }

    private void mask(String name, long bits) {
        out.append(name).append(":\t").append(HEX.toHexDigits(bits)).append('\n');
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
        line("Name:\t" + task.comm().replace("\\", "\\\\").replace("\n", "\\n"));
        FsContext fs = task.fsOrNull();
        if (fs != null) {
            String umask = Integer.toOctalString(fs.umask());
            line("Umask:\t" + "0".repeat(Math.max(0, 4 - umask.length())) + umask);
        }
        line("State:\t" + stateName(task));
        number("Tgid", task.threadGroup().pid().numberIn(pids));
        line("Ngid:\t0");
        number("Pid", task.pidStruct().numberIn(pids));
        number("PPid", TaskStat.parent(task, pids));
        Task tracer = task.isTraced() ? task.tracing().tracer() : null;
        number("TracerPid", tracer == null ? 0 : tracer.pidStruct().numberIn(pids));
    }

    private void credentials() {
        Credentials c = task.creds();
        ids("Uid", user(c.uid()), user(c.euid()), user(c.suid()), user(c.fsuid()));
        ids("Gid", group(c.gid()), group(c.egid()), group(c.sgid()), group(c.fsgid()));
        FdTable files = task.filesOrNull();
        number("FDSize", files == null ? 0 : files.capacity());
        out.append("Groups:\t");
        for (int group : c.groups()) {
            out.append(group(group)).append(' ');
        }
        out.append('\n');
        number("NStgid", task.threadGroup().pid().numberIn(pids));
        number("NSpid", task.pidStruct().numberIn(pids));
        if (task.threadGroup().processGroupOrNull() != null) {
            number("NSpgid", task.processGroup().pid().numberIn(pids));
            number("NSsid", task.session().pid().numberIn(pids));
        }
    }

    private long user(int id) {
        return reader.users().shown(id) & 0xffffffffL;
    }

    private long group(int id) {
        return reader.groups().shown(id) & 0xffffffffL;
    }

    private void size(String name, long bytes) {
        String kilobytes = Long.toString(bytes >>> 10);
        out.append(name).append(":\t").repeat(' ', Math.max(0, 8 - kilobytes.length()));
        out.append(kilobytes).append(" kB\n");
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
        number("Threads", group.threads().size());
        int queued = task.signals().pending.size() + group.pending().size();
        long most = task.limits().soft(Rlimit.SIGPENDING);
        line("SigQ:\t" + queued + "/" + Long.toUnsignedString(most));
        mask("SigPnd", task.signals().pending.mask());
        mask("ShdPnd", group.pending().mask());
        mask("SigBlk", task.signals().blocked());
        mask("SigIgn", task.sigHand().ignoredMask());
        mask("SigCgt", task.sigHand().caughtMask());
    }

    private void rights() {
        Credentials c = task.creds();
        mask("CapInh", c.inheritable());
        mask("CapPrm", c.permitted());
        mask("CapEff", c.effective());
        mask("CapBnd", c.bounding());
        mask("CapAmb", c.ambient());
        number("NoNewPrivs", task.options().noNewPrivileges ? 1 : 0);
        number("Seccomp", Seccomp.modeOf(task));
        line("Speculation_Store_Bypass:\tnot vulnerable");
    }

    private void placement() {
        int cpus = task.kernel().scheduler().cpus();
        long all = cpus >= 64 ? -1L : (1L << cpus) - 1;
        long allowed = task.sched().affinity() & all;
        line("Cpus_allowed:\t" + Long.toHexString(allowed));
        line("Cpus_allowed_list:\t" + CpuList.text(allowed));
        line("Mems_allowed:\t1");
        line("Mems_allowed_list:\t0");
        Accounting a = task.accounting();
        number("voluntary_ctxt_switches", a.voluntarySwitches());
        number("nonvoluntary_ctxt_switches", a.involuntarySwitches());
    }
}
