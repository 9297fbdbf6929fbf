package dev.murre.kernel.proc;

import dev.murre.abi.Abi;
import dev.murre.kernel.fs.FileSystemType;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.task.Accounting;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.PidNamespace;
import dev.murre.kernel.task.Task;
import java.util.Map;

/// The files directly in `/proc` that tell about the whole machine.
final class MachineFiles {
    static final String VERSION =
            "Linux version 5.4.34-murre (murre@localhost) (javac) #1 SMP PREEMPT\n";
    static final String TTY_DRIVERS =
            """
            /dev/tty             /dev/tty        5       0 system:/dev/tty
            /dev/console         /dev/console    5       1 system:console
            /dev/ptmx            /dev/ptmx       5       2 system
            pty_slave            /dev/pts      136 0-1048575 pty:slave
            pty_master           /dev/ptm      128 0-1048575 pty:master
            """;

    private static final long SECOND = 1_000_000_000L;
    private static final String X86_FLAGS =
            "fpu tsc cx8 sep cmov clflush mmx fxsr sse sse2 syscall nx rdtscp lm pni ssse3 cx16"
                    + " sse4_1 sse4_2 popcnt lahf_lm 3dnowprefetch";

    private MachineFiles() {}

    static TextInode text(ProcFs fs, int mode, TextInode.Source source) {
        return new TextInode(fs, fs.newIno(), mode, null, source, null);
    }

    static void addTo(StateDirectory root, ProcFs fs) {
        Kernel kernel = fs.kernel();
        root.add("cmdline", text(fs, 0444, who -> "murre\n"));
        root.add("consoles", text(fs, 0444, who -> "tty0                 -WU (EC  p  )    4:1\n"));
        root.add("cpuinfo", text(fs, 0444, who -> cpuInfo(kernel, who)));
        root.add("devices", text(fs, 0444, who -> devices(kernel)));
        root.add("filesystems", text(fs, 0444, who -> fileSystems(kernel)));
        root.add("interrupts", text(fs, 0444, who -> interrupts(kernel)));
        root.add("kallsyms", text(fs, 0444, who -> ""));
        root.add("loadavg", text(fs, 0444, who -> loadAverage(kernel, fs)));
        root.add("locks", text(fs, 0444, who -> ""));
        root.add("meminfo", text(fs, 0444, who -> memInfo(kernel)));
        root.add("modules", text(fs, 0444, who -> ""));
        root.add("partitions", text(fs, 0444, who -> "major minor  #blocks  name\n\n"));
        root.add("diskstats", text(fs, 0444, who -> ""));
        root.add("schedstat", text(fs, 0444, who -> schedulerStatistics(kernel)));
        root.add("stat", text(fs, 0444, who -> stat(kernel)));
        root.add("swaps", text(fs, 0444, who -> "Filename\t\t\t\tType\t\tSize\tUsed\tPriority\n"));
        root.add("uptime", text(fs, 0444, who -> uptime(kernel)));
        root.add("version", text(fs, 0444, who -> VERSION));
        root.add("vmstat", text(fs, 0444, who -> vmStat(kernel)));
        root.add(
                "cgroups",
                text(fs, 0444, who -> "#subsys_name\thierarchy\tnum_cgroups\tenabled\n"));
    }

    /// Pages the machine has: its limit, or what the JVM may take.
    static long totalPages(Kernel kernel) {
        long limit = kernel.memory().limitPages();
        return limit == Long.MAX_VALUE ? Runtime.getRuntime().maxMemory() >>> 12 : limit;
    }

    private static void kilobytes(StringBuilder out, String name, long pages) {
        out.append("%-16s%8d kB\n".formatted(name + ":", pages << 2));
    }

    private static String memInfo(Kernel kernel) {
        long total = totalPages(kernel);
        long used = Math.min(total, kernel.memory().usedPages());
        long free = total - used;
        StringBuilder out = new StringBuilder();
        kilobytes(out, "MemTotal", total);
        kilobytes(out, "MemFree", free);
        kilobytes(out, "MemAvailable", free);
        String[] zero = {
            "Buffers",
            "Cached",
            "SwapCached",
            "Active",
            "Inactive",
            "Active(anon)",
            "Inactive(anon)",
            "Active(file)",
            "Inactive(file)",
            "Unevictable",
            "Mlocked",
            "SwapTotal",
            "SwapFree",
            "Dirty",
            "Writeback"
        };
        for (String name : zero) {
            kilobytes(out, name, name.startsWith("Active") && !name.endsWith("file)") ? used : 0);
        }
        kilobytes(out, "AnonPages", used);
        kilobytes(out, "Mapped", 0);
        kilobytes(out, "Shmem", 0);
        kilobytes(out, "Slab", 0);
        kilobytes(out, "SReclaimable", 0);
        kilobytes(out, "SUnreclaim", 0);
        out.append(
                "KernelStack:    %8d kB\n".formatted(kernel.architectures().stackBytes() >>> 10));
        kilobytes(out, "PageTables", used >>> 9);
        kilobytes(out, "CommitLimit", total);
        kilobytes(out, "Committed_AS", used);
        out.append("VmallocTotal:   34359738367 kB\nVmallocUsed:           0 kB\n");
        out.append("HugePages_Total:       0\nHugePages_Free:        0\n");
        return out.append("Hugepagesize:       2048 kB\n").toString();
    }

    private static String cpuInfo(Kernel kernel, FsSubject who) {
        StringBuilder out = new StringBuilder();
        for (int cpu = 0; cpu < kernel.scheduler().cpus(); cpu++) {
            out.append(who.abi() == Abi.ARM ? arm(cpu) : x86(cpu, kernel.scheduler().cpus()));
        }
        if (who.abi() == Abi.ARM) {
            out.append("Hardware\t: Murre\nRevision\t: 0000\nSerial\t\t: 0000000000000000\n");
        }
        return out.toString();
    }

    private static String arm(int cpu) {
        return """
        processor\t: %d
        model name\t: ARMv7 Processor rev 0 (v7l)
        Features\t: swp half thumb fastmult vfp edsp vfpv3 vfpv3d16 tls
        CPU implementer\t: 0x41
        CPU architecture: 7
        CPU variant\t: 0x0
        CPU part\t: 0xc09
        CPU revision\t: 0

        """
                .formatted(cpu);
    }

    private static String x86(int cpu, int count) {
        return """
        processor\t: %d
        vendor_id\t: AuthenticAMD
        cpu family\t: 23
        model\t\t: 1
        model name\t: Murre virtual processor
        stepping\t: 1
        cpu MHz\t\t: 1000.000
        cache size\t: 512 KB
        physical id\t: 0
        siblings\t: %d
        core id\t\t: %d
        cpu cores\t: %d
        apicid\t\t: %d
        initial apicid\t: %d
        fpu\t\t: yes
        fpu_exception\t: yes
        cpuid level\t: 7
        wp\t\t: yes
        flags\t\t: %s
        bogomips\t: 2000.00
        clflush size\t: 64
        cache_alignment\t: 64
        address sizes\t: 48 bits physical, 48 bits virtual

        """
                .formatted(cpu, count, cpu, count, cpu, cpu, X86_FLAGS);
    }

    /// Time used by all processes, dead ones through their parents.
    private static long[] usedNanos(Kernel kernel) {
        long user = 0;
        long system = 0;
        PidNamespace pids = kernel.pids();
        for (Task t = pids.nextTask(1); t != null; t = pids.nextTask(t.id() + 1)) {
            if (t.isGroupLeader()) {
                Accounting own = t.threadGroup().usage();
                Accounting children = t.threadGroup().childrenUsage();
                user += own.userNanos() + children.userNanos();
                system += own.systemNanos() + children.systemNanos();
            }
        }
        return new long[] {user, system};
    }

    private static String uptime(Kernel kernel) {
        // A machine boots in less than a hundredth of a second; programs expect to see some time
        // passed.
        long up = kernel.clocks().monotonicNanos() + SECOND / 100;
        long[] used = usedNanos(kernel);
        long idle = Math.max(0, up * kernel.scheduler().cpus() - used[0] - used[1]);
        return hundredths(up) + " " + hundredths(idle) + "\n";
    }

    private static String hundredths(long nanos) {
        return "%d.%02d".formatted(nanos / SECOND, nanos % SECOND / 10_000_000);
    }

    private static String stat(Kernel kernel) {
        int cpus = kernel.scheduler().cpus();
        long up = kernel.clocks().monotonicNanos();
        long[] used = usedNanos(kernel);
        long idle = Math.max(0, up * cpus - used[0] - used[1]);
        StringBuilder out = new StringBuilder();
        cpuLine(out, "cpu ", used[0], used[1], idle);
        for (int cpu = 0; cpu < cpus; cpu++) {
            cpuLine(out, "cpu" + cpu, used[0] / cpus, used[1] / cpus, idle / cpus);
        }
        out.append("intr 0\nctxt ").append(switches(kernel)).append('\n');
        out.append("btime ").append(kernel.clocks().realtimeOffsetNanos() / SECOND).append('\n');
        out.append("processes ").append(kernel.forks()).append('\n');
        out.append("procs_running ").append(Math.max(1, kernel.scheduler().running()));
        return out.append("\nprocs_blocked 0\nsoftirq 0 0 0 0 0 0 0 0 0 0 0\n").toString();
    }

    /// Linux: Documentation/scheduler/sched-stats.rst, version 15, without domains.
    private static String schedulerStatistics(Kernel kernel) {
        long jiffies = kernel.clocks().monotonicNanos() / TaskStat.TICK_NANOS;
        StringBuilder out = new StringBuilder("version 15\ntimestamp " + jiffies + "\n");
        for (int cpu = 0; cpu < kernel.scheduler().cpus(); cpu++) {
            String line = kernel.scheduler().queue(cpu).statistics();
            out.append("cpu").append(cpu).append(' ').append(line).append('\n');
        }
        return out.toString();
    }

    private static long switches(Kernel kernel) {
        long sum = 0;
        PidNamespace pids = kernel.pids();
        for (Task t = pids.nextTask(1); t != null; t = pids.nextTask(t.id() + 1)) {
            Accounting a = t.accounting();
            sum += a.voluntarySwitches() + a.involuntarySwitches();
        }
        return sum;
    }

    private static void cpuLine(StringBuilder out, String name, long user, long system, long idle) {
        out.append(name).append(' ').append(user / TaskStat.TICK_NANOS).append(" 0 ");
        out.append(system / TaskStat.TICK_NANOS).append(' ').append(idle / TaskStat.TICK_NANOS);
        out.append(" 0 0 0 0 0 0\n");
    }

    private static String loadAverage(Kernel kernel, ProcFs fs) {
        int running = Math.max(1, kernel.scheduler().running());
        double load = fs.load().now(kernel.clocks().monotonicNanos(), running - 1);
        return "%.2f %.2f %.2f %d/%d %d\n"
                .formatted(
                        load,
                        fs.load().five(),
                        fs.load().fifteen(),
                        running,
                        kernel.taskCount(),
                        fs.pids().last());
    }

    private static String devices(Kernel kernel) {
        StringBuilder out = new StringBuilder("Character devices:\n");
        for (Map.Entry<Integer, String> e : kernel.vfs().devices().characterNames().entrySet()) {
            out.append("%3d %s\n".formatted(e.getKey(), e.getValue()));
        }
        return out.append("\nBlock devices:\n").toString();
    }

    private static String fileSystems(Kernel kernel) {
        StringBuilder out = new StringBuilder();
        for (FileSystemType type : kernel.vfs().fileSystemTypes().values()) {
            out.append(type.isNoDev() ? "nodev\t" : "\t").append(type.name()).append('\n');
        }
        return out.toString();
    }

    private static String interrupts(Kernel kernel) {
        StringBuilder out = new StringBuilder("    ");
        for (int cpu = 0; cpu < kernel.scheduler().cpus(); cpu++) {
            out.append("       CPU").append(cpu);
        }
        return out.append('\n').toString();
    }

    private static String vmStat(Kernel kernel) {
        long total = totalPages(kernel);
        long used = kernel.memory().usedPages();
        long minor = 0;
        long major = 0;
        PidNamespace pids = kernel.pids();
        for (Task t = pids.nextTask(1); t != null; t = pids.nextTask(t.id() + 1)) {
            if (t.isGroupLeader()) {
                Accounting own = t.threadGroup().usage();
                Accounting children = t.threadGroup().childrenUsage();
                minor += own.minorFaults() + children.minorFaults();
                major += own.majorFaults() + children.majorFaults();
            }
        }
        return """
        nr_free_pages %d
        nr_anon_pages %d
        nr_mapped 0
        nr_file_pages 0
        nr_dirty 0
        nr_writeback 0
        pgpgin 0
        pgpgout 0
        pswpin 0
        pswpout 0
        pgfault %d
        pgmajfault %d
        oom_kill 0
        """
                .formatted(total - used, used, minor + major, major);
    }
}
