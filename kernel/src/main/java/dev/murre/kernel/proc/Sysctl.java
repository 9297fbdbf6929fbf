package dev.murre.kernel.proc;

import dev.murre.abi.Errno;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.task.Autogroups;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.SeccompLog;
import dev.murre.kernel.task.Task;
import java.util.UUID;

/// `/proc/sys`: the kernel's settings, sysctl(8).
final class Sysctl {
    private final ProcFs fs;
    private final Kernel kernel;
    private final StateDirectory root;
    private final String bootId;

    Sysctl(ProcFs fs) {
        this.fs = fs;
        this.kernel = fs.kernel();
        this.root = directory();
        this.bootId = uuid();
        kernelFiles();
        vmFiles();
        fsFiles();
        netFiles();
    }

    StateDirectory root() {
        return root;
    }

    private StateDirectory directory() {
        return new StateDirectory(fs, fs.newIno(), 0555, null);
    }

    /// Adds a file at a path with slashes, making directories.
    private void add(String path, int mode, TextInode.Source source, TextInode.Sink sink) {
        StateDirectory at = root;
        String[] parts = path.split("/");
        for (int i = 0; i < parts.length - 1; i++) {
            Inode next = at.entry(parts[i]);
            if (!(next instanceof StateDirectory)) {
                next = directory();
                at.add(parts[i], next);
            }
            at = (StateDirectory) next;
        }
        at.add(parts[parts.length - 1], new TextInode(fs, fs.newIno(), mode, null, source, sink));
    }

    private void constant(String path, String value) {
        add(
                path,
                0444,
                who -> value + "\n",
                (who, text) -> {
                    throw Errno.EPERM.exception();
                });
    }

    /// A setting that is kept and shown but changes nothing by itself.
    private void setting(String path, String initial) {
        String[] value = {initial};
        add(path, 0644, who -> value[0] + "\n", (who, text) -> value[0] = text);
    }

    private static Task task(FsSubject who) {
        if (who instanceof Task t) {
            return t;
        }
        throw Errno.EPERM.exception();
    }

    private String uuid() {
        long high = kernel.entropy().nextLong() & ~0xf000L | 0x4000L;
        long low = kernel.entropy().nextLong() & ~(3L << 62) | 1L << 63;
        return new UUID(high, low).toString();
    }

    private void kernelFiles() {
        constant("kernel/ostype", "Linux");
        constant("kernel/osrelease", "5.4.34-murre");
        constant("kernel/version", "#1 SMP PREEMPT");
        add(
                "kernel/hostname",
                0644,
                who -> task(who).namespaces().uts().host() + "\n",
                (who, text) -> task(who).namespaces().uts().setHost(text));
        add(
                "kernel/domainname",
                0644,
                who -> task(who).namespaces().uts().domain() + "\n",
                (who, text) -> task(who).namespaces().uts().setDomain(text));
        add(
                "kernel/pid_max",
                0644,
                who -> fs.pids().maximum() + "\n",
                (who, text) -> fs.pids().setMaximum(number(text, 301, 4194304)));
        add(
                "kernel/threads-max",
                0444,
                who -> kernel.config().maximumThreads() + "\n",
                (who, text) -> {
                    throw Errno.EPERM.exception();
                });
        add("kernel/ns_last_pid", 0444, who -> fs.pids().last() + "\n", (who, text) -> {});
        add("kernel/random/uuid", 0444, who -> uuid() + "\n", (who, text) -> {});
        constant("kernel/random/boot_id", bootId);
        constant("kernel/random/entropy_avail", "256");
        constant("kernel/random/poolsize", "256");
        constant("kernel/cap_last_cap", "37");
        constant("kernel/ngroups_max", "65536");
        constant("kernel/overflowuid", "65534");
        constant("kernel/overflowgid", "65534");
        constant("kernel/tainted", "0");
        add(
                "kernel/randomize_va_space",
                0644,
                who -> kernel.settings().randomizeVaSpace + "\n",
                (who, text) -> kernel.settings().randomizeVaSpace = number(text, 0, 2));
        constant(
                "kernel/seccomp/actions_avail",
                "kill_process kill_thread trap errno user_notif trace log allow");
        add(
                "kernel/seccomp/actions_logged",
                0644,
                who -> kernel.settings().loggedActions + "\n",
                (who, text) -> kernel.settings().loggedActions = SeccompLog.parse(text));
        add(
                "kernel/core_pattern",
                0644,
                who -> kernel.settings().corePattern + "\n",
                (who, text) -> kernel.settings().corePattern = text.strip());
        add(
                "kernel/core_uses_pid",
                0644,
                who -> kernel.settings().coreUsesPid + "\n",
                (who, text) -> kernel.settings().coreUsesPid = number(text, 0, 1));
        add(
                "kernel/dmesg_restrict",
                0644,
                who -> kernel.settings().dmesgRestrict + "\n",
                (who, text) -> kernel.settings().dmesgRestrict = number(text, 0, 1));
        setting("kernel/kptr_restrict", "0");
        setting("kernel/panic", "0");
        setting("kernel/printk", "7\t4\t1\t7");
        add(
                "kernel/sched_rt_runtime_us",
                0644,
                who -> micros(kernel.scheduler().realtimeRuntimeNanos()) + "\n",
                (who, text) -> setRealtimeRuntime(number(text, -1, 1_000_000_000)));
        add(
                "kernel/sched_rt_period_us",
                0644,
                who -> micros(kernel.scheduler().realtimePeriodNanos()) + "\n",
                (who, text) ->
                        kernel.scheduler()
                                .limitRealtime(
                                        kernel.scheduler().realtimeRuntimeNanos(),
                                        number(text, 1, 1_000_000_000) * 1000L));
        setting("kernel/sched_rr_timeslice_ms", "100");
        add(
                "kernel/sched_autogroup_enabled",
                0644,
                who -> Autogroups.enabled(kernel) + "\n",
                (who, text) -> Autogroups.enable(kernel, number(text, 0, 1)));
        setting("kernel/sched_child_runs_first", "0");
        setting("kernel/sysrq", "0");
        setting("kernel/perf_event_paranoid", "4");
        setting("kernel/yama/ptrace_scope", "0");
        constant("kernel/msgmax", "8192");
        constant("kernel/msgmnb", "16384");
        constant("kernel/msgmni", "32000");
        constant("kernel/sem", "32000\t1024000000\t500\t32000");
        constant("kernel/shmall", "18446744073692774399");
        constant("kernel/shmmax", "18446744073692774399");
        constant("kernel/shmmni", "4096");
    }

    private static long micros(long nanos) {
        return nanos < 0 ? -1 : nanos / 1000;
    }

    private void setRealtimeRuntime(int micros) {
        long period = kernel.scheduler().realtimePeriodNanos();
        if (micros * 1000L > period) {
            throw Errno.EINVAL.exception();
        }
        kernel.scheduler().limitRealtime(micros < 0 ? -1 : micros * 1000L, period);
    }

    private static int number(String text, int least, int most) {
        try {
            int value = Integer.parseInt(text.trim());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw Errno.EINVAL.exception();
        }
        throw Errno.EINVAL.exception();
    }

    private void vmFiles() {
        setting("vm/overcommit_memory", "1");
        setting("vm/overcommit_ratio", "50");
        setting("vm/swappiness", "60");
        setting("vm/drop_caches", "0");
        constant("vm/max_map_count", "65530");
        constant("vm/mmap_min_addr", "65536");
        constant("vm/nr_hugepages", "0");
    }

    private StateDirectory directoryOf(String name) {
        StateDirectory outer = directory();
        outer.add(name, directory());
        return outer;
    }

    private void fsFiles() {
        root.add("fs", directoryOf("binfmt_misc"));
        constant("fs/aio-max-nr", "65536");
        constant("fs/file-max", "9223372036854775807");
        constant("fs/nr_open", "1048576");
        constant("fs/file-nr", "0\t0\t9223372036854775807");
        constant("fs/pipe-max-size", "1048576");
        constant("fs/pipe-user-pages-soft", "16384");
        constant("fs/pipe-user-pages-hard", "0");
        constant("fs/inotify/max_queued_events", "16384");
        constant("fs/inotify/max_user_instances", "128");
        constant("fs/inotify/max_user_watches", "65536");
        constant("fs/mqueue/msg_max", "10");
        constant("fs/mqueue/msgsize_max", "8192");
        constant("fs/mqueue/queues_max", "256");
        constant("fs/epoll/max_user_watches", "1048576");
        constant("fs/protected_hardlinks", "0");
        constant("fs/protected_symlinks", "0");
        constant("fs/suid_dumpable", "0");
    }

    private void netFiles() {
        constant("net/core/somaxconn", "4096");
        constant("net/core/rmem_default", "212992");
        constant("net/core/rmem_max", "212992");
        constant("net/core/wmem_default", "212992");
        constant("net/core/wmem_max", "212992");
        add(
                "net/ipv4/ip_forward",
                0644,
                who -> (task(who).namespaces().net().forwards ? 1 : 0) + "\n",
                (who, text) ->
                        task(who).namespaces().net().forwards =
                                number(text, Integer.MIN_VALUE, Integer.MAX_VALUE) != 0);
        constant("net/ipv4/ip_local_port_range", "32768\t60999");
        constant("net/ipv4/tcp_rmem", "4096\t131072\t6291456");
        constant("net/ipv4/tcp_wmem", "4096\t16384\t4194304");
        constant("net/unix/max_dgram_qlen", "512");
    }
}
