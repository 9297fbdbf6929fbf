package dev.murre.kernel.syscalls;

import dev.murre.abi.Abi;
import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.Namespaces.Uts;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The machine as a whole: uname, sysinfo, getrandom, sethostname, getcpu, membarrier, reboot.
public final class SystemSyscalls {
    /// What uname(2) calls the release.
    public static final String RELEASE = "5.4.34-murre";

    /// What uname(2) calls the version.
    public static final String VERSION = "#1 SMP PREEMPT Murre";

    private static final int NAME_BYTES = 65;
    private static final int MAX_NAME = 64;
    private static final int RANDOM_FLAGS = 7;
    private static final int CHUNK = 256;

    private SystemSyscalls() {}

    public static void register(SyscallTable table) {
        table.on(Sysno.UNAME, (t, a, b, c, d, e, f) -> uname(t, a));
        table.on(Sysno.SETHOSTNAME, (t, a, b, c, d, e, f) -> setName(t, a, (int) b, true));
        table.on(Sysno.SETDOMAINNAME, (t, a, b, c, d, e, f) -> setName(t, a, (int) b, false));
        table.on(Sysno.SYSINFO, (t, a, b, c, d, e, f) -> sysinfo(t, a));
        table.on(Sysno.GETRANDOM, (t, a, b, c, d, e, f) -> getrandom(t, a, b, (int) c));
        table.on(Sysno.GETCPU, (t, a, b, c, d, e, f) -> getcpu(t, a, b));
        table.on(Sysno.MEMBARRIER, (t, a, b, c, d, e, f) -> Membarrier.call(t, (int) a, (int) b));
        LogSyscalls.register(table);
        table.on(Sysno.REBOOT, (t, a, b, c, d, e, f) -> reboot(t, (int) a, (int) b, (int) c));
    }

    private static final int PER_LINUX32 = 8;

    private static long uname(Task t, long address) {
        Uts uts = t.namespaces().uts();
        String[] fields = {"Linux", uts.host(), RELEASE, VERSION, machine(t), uts.domain()};
        byte[] all = new byte[fields.length * NAME_BYTES];
        for (int i = 0; i < fields.length; i++) {
            byte[] text = fields[i].getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(text, 0, all, i * NAME_BYTES, Math.min(text.length, MAX_NAME));
        }
        t.memory().copyToUser(address, all, 0, all.length);
        return 0;
    }

    /// i386 programs run on an x86-64 kernel, and only those that ask for it are told otherwise.
    private static String machine(Task t) {
        Abi abi = t.arch().abi();
        if (abi == Abi.ARM) {
            return abi.machine;
        }
        boolean linux32 = (t.options().personality & 0xff) == PER_LINUX32;
        return (linux32 ? Abi.I386 : Abi.X86_64).machine;
    }

    private static long setName(Task t, long address, int length, boolean host) {
        if (!t.creds().capableIn(t.namespaces().uts().owner(), Capability.SYS_ADMIN)) {
            return Errno.EPERM.result();
        }
        if (length < 0 || length > MAX_NAME) {
            return Errno.EINVAL.result();
        }
        byte[] bytes = new byte[length];
        t.memory().copyFromUser(address, bytes, 0, length);
        String name = new String(bytes, StandardCharsets.ISO_8859_1);
        if (host) {
            t.namespaces().uts().setHost(name);
        } else {
            t.namespaces().uts().setDomain(name);
        }
        return 0;
    }

    private static long sysinfo(Task t, long address) {
        Kernel kernel = t.kernel();
        Abi abi = t.abi();
        int w = abi.wordSize;
        UserMemory memory = t.memory();
        long total = kernel.totalMemoryBytes();
        long free = Math.max(0, total - (kernel.memory().usedPages() << 12));
        int unit = abi.is64() || total < 1L << 32 ? 1 : 4096;
        long[] words = {
            kernel.clocks().monotonicNanos() / Args.NANOS,
            kernel.load().fixed(0),
            kernel.load().fixed(1),
            kernel.load().fixed(2),
            total / unit,
            free / unit,
            0,
            0,
            0,
            0
        };
        for (int i = 0; i < words.length; i++) {
            memory.putWord(address + (long) i * w, words[i], abi);
        }
        long at = address + (long) words.length * w;
        memory.putShort(at, (short) kernel.taskCount());
        memory.putShort(at + 2, (short) 0);
        long high = abi.is64() ? at + 8 : at + 4;
        memory.putWord(high, 0, abi);
        memory.putWord(high + w, 0, abi);
        memory.putInt(high + 2L * w, unit);
        return 0;
    }

    private static long getrandom(Task t, long address, long length, int flags) {
        if ((flags & ~RANDOM_FLAGS) != 0) {
            return Errno.EINVAL.result();
        }
        long wanted = length < 0 ? Integer.MAX_VALUE : Math.min(length, Integer.MAX_VALUE);
        byte[] bytes = new byte[(int) Math.min(wanted, CHUNK)];
        long done = 0;
        while (done < wanted) {
            int n = (int) Math.min(bytes.length, wanted - done);
            t.kernel().entropy().fill(bytes, 0, n);
            t.memory().copyToUser(address + done, bytes, 0, n);
            done += n;
        }
        Arrays.fill(bytes, (byte) 0);
        return done;
    }

    private static long getcpu(Task t, long cpu, long node) {
        if (cpu != 0) {
            t.memory().putInt(cpu, t.sched().cpu());
        }
        if (node != 0) {
            t.memory().putInt(node, 0);
        }
        return 0;
    }

    private static long reboot(Task t, int magic, int magic2, int command) {
        if (!t.creds().capable(Capability.SYS_BOOT)) {
            return Errno.EPERM.result();
        }
        boolean known =
                magic2 == 672274793
                        || magic2 == 85072278
                        || magic2 == 369367448
                        || magic2 == 537993216;
        if (magic != 0xfee1dead || !known) {
            return Errno.EINVAL.result();
        }
        switch (command) {
            case 0x89abcdef, 0 -> {
                return 0;
            }
            case 0x1234567, 0xcdef0123, 0x4321fedc -> {
                t.kernel().halt(0);
                return 0;
            }
            default -> {
                return Errno.EINVAL.result();
            }
        }
    }
}
