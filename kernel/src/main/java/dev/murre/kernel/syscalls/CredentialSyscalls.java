package dev.murre.kernel.syscalls;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.base.IdMap;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.base.UserNamespace;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// User and group ids, supplementary groups and capabilities, credentials(7), capabilities(7).
public final class CredentialSyscalls {
    private static final int KEEP = -1;
    private static final int SECURE_NO_SETUID_FIXUP = 4;
    private static final int SECURE_KEEP_CAPS = 16;
    private static final int MAX_GROUPS = 65536;

    /// The capabilities about files: capabilities(7), "Effect of user ID changes".
    private static final long FILE_CAPABILITIES =
            Capability.CHOWN.mask()
                    | Capability.DAC_OVERRIDE.mask()
                    | Capability.DAC_READ_SEARCH.mask()
                    | Capability.FOWNER.mask()
                    | Capability.FSETID.mask()
                    | Capability.LINUX_IMMUTABLE.mask()
                    | Capability.MAC_OVERRIDE.mask()
                    | Capability.MKNOD.mask();

    private CredentialSyscalls() {}

    public static void register(SyscallTable table) {
        ids(table, Sysno.GETUID, Sysno.GETUID32, c -> c.user().users().shown(c.uid()));
        ids(table, Sysno.GETEUID, Sysno.GETEUID32, c -> c.user().users().shown(c.euid()));
        ids(table, Sysno.GETGID, Sysno.GETGID32, c -> c.user().groups().shown(c.gid()));
        ids(table, Sysno.GETEGID, Sysno.GETEGID32, c -> c.user().groups().shown(c.egid()));
        setters(table);
        table.on(Sysno.GETRESUID, (t, a, b, c, d, e, f) -> getres(t, a, b, c, true));
        table.on(Sysno.GETRESGID, (t, a, b, c, d, e, f) -> getres(t, a, b, c, false));
        table.on(Sysno.GETRESUID32, (t, a, b, c, d, e, f) -> getres(t, a, b, c, true));
        table.on(Sysno.GETRESGID32, (t, a, b, c, d, e, f) -> getres(t, a, b, c, false));
        table.on(Sysno.GETGROUPS, (t, a, b, c, d, e, f) -> getgroups(t, (int) a, b));
        table.on(Sysno.GETGROUPS32, (t, a, b, c, d, e, f) -> getgroups(t, (int) a, b));
        table.on(Sysno.SETGROUPS, (t, a, b, c, d, e, f) -> setgroups(t, (int) a, b));
        table.on(Sysno.SETGROUPS32, (t, a, b, c, d, e, f) -> setgroups(t, (int) a, b));
        table.on(Sysno.CAPGET, (t, a, b, c, d, e, f) -> capget(t, a, b));
        table.on(Sysno.CAPSET, (t, a, b, c, d, e, f) -> capset(t, a, b));
    }

    private static void setters(SyscallTable table) {
        Sysno[][] pairs = {
            {Sysno.SETUID, Sysno.SETUID32},
            {Sysno.SETGID, Sysno.SETGID32},
            {Sysno.SETREUID, Sysno.SETREUID32},
            {Sysno.SETREGID, Sysno.SETREGID32},
            {Sysno.SETRESUID, Sysno.SETRESUID32},
            {Sysno.SETRESGID, Sysno.SETRESGID32},
            {Sysno.SETFSUID, Sysno.SETFSUID32},
            {Sysno.SETFSGID, Sysno.SETFSGID32},
        };
        for (int wide = 0; wide < 2; wide++) {
            table.on(pairs[0][wide], (t, a, b, c, d, e, f) -> setuid(t, uid(t, a)));
            table.on(pairs[1][wide], (t, a, b, c, d, e, f) -> setgid(t, gid(t, a)));
            table.on(pairs[2][wide], (t, a, b, c, d, e, f) -> setreuid(t, uid(t, a), uid(t, b)));
            table.on(pairs[3][wide], (t, a, b, c, d, e, f) -> setregid(t, gid(t, a), gid(t, b)));
            table.on(
                    pairs[4][wide],
                    (t, a, b, c, d, e, f) -> setresuid(t, uid(t, a), uid(t, b), uid(t, c)));
            table.on(
                    pairs[5][wide],
                    (t, a, b, c, d, e, f) -> setresgid(t, gid(t, a), gid(t, b), gid(t, c)));
            table.on(pairs[6][wide], (t, a, b, c, d, e, f) -> setfsuid(t, uid(t, a)));
            table.on(pairs[7][wide], (t, a, b, c, d, e, f) -> setfsgid(t, gid(t, a)));
        }
    }

    private interface Getter {
        int of(Credentials creds);
    }

    private static void ids(SyscallTable table, Sysno narrow, Sysno wide, Getter getter) {
        table.on(narrow, (t, a, b, c, d, e, f) -> getter.of(t.creds()) & 0xffffffffL);
        table.on(wide, (t, a, b, c, d, e, f) -> getter.of(t.creds()) & 0xffffffffL);
    }

    /// An id as an argument; the calls of 32-bit ABIs without "32" have 16 bits.
    private static int id(Task t, long argument) {
        boolean narrow = !t.abi().is64() && t.syscallNumber() < 200;
        if (narrow) {
            return (short) argument == -1 ? KEEP : (int) argument & 0xffff;
        }
        return (int) argument;
    }

    /// A user id as an argument, as the machine counts; EINVAL for one that has no counterpart.
    private static int uid(Task t, long argument) {
        return known(id(t, argument), t.creds().user().users());
    }

    private static int gid(Task t, long argument) {
        return known(id(t, argument), t.creds().user().groups());
    }

    private static int known(int id, IdMap map) {
        int own = map.toKernel(id);
        if (own == -1 && id != KEEP) {
            throw Errno.EINVAL.exception();
        }
        return own;
    }

    /// Installs new user ids and adjusts capabilities, capabilities(7), "Effect of user ID
    /// changes".
    private static long setUids(Task t, int ruid, int euid, int suid, int fsuid) {
        Credentials old = t.creds();
        Credentials fresh = old.withUids(ruid, euid, suid, fsuid);
        if ((old.securebits() & SECURE_NO_SETUID_FIXUP) == 0) {
            fresh = fixCapabilities(old, fresh);
        }
        if (old.uid() != ruid) {
            t.kernel().countFor(old.uid(), -1);
            t.kernel().countFor(ruid, 1);
        }
        if (old.euid() != euid) {
            t.options().dumpable = false;
            t.options().parentDeathSignal = null;
        }
        t.setCreds(fresh);
        return 0;
    }

    private static Credentials fixCapabilities(Credentials old, Credentials fresh) {
        int zero = old.user().users().toKernel(0);
        boolean wasRoot = old.uid() == zero || old.euid() == zero || old.suid() == zero;
        boolean isRoot = fresh.uid() == zero || fresh.euid() == zero || fresh.suid() == zero;
        long permitted = fresh.permitted();
        long effective = fresh.effective();
        long ambient = fresh.ambient();
        if (wasRoot && !isRoot) {
            if ((old.securebits() & SECURE_KEEP_CAPS) == 0) {
                permitted = 0;
                effective = 0;
            }
            ambient = 0;
        }
        if (old.euid() == zero && fresh.euid() != zero) {
            effective = 0;
        }
        if (old.euid() != zero && fresh.euid() == zero) {
            effective = permitted;
        }
        return fresh.withCapabilities(
                fresh.inheritable(), permitted, effective, fresh.bounding(), ambient);
    }

    /// setfsuid's own effect: capabilities on files leave with file system id 0 and come back with
    /// it.
    private static Credentials fixFileCapabilities(Credentials old, Credentials fresh) {
        int zero = old.user().users().toKernel(0);
        boolean wasRoot = old.fsuid() == zero;
        boolean isRoot = fresh.fsuid() == zero;
        if (wasRoot == isRoot || (old.securebits() & SECURE_NO_SETUID_FIXUP) != 0) {
            return fresh;
        }
        long effective =
                isRoot
                        ? fresh.effective() | fresh.permitted() & FILE_CAPABILITIES
                        : fresh.effective() & ~FILE_CAPABILITIES;
        return fresh.withCapabilities(
                fresh.inheritable(),
                fresh.permitted(),
                effective,
                fresh.bounding(),
                fresh.ambient());
    }

    private static boolean maySetUid(Task t) {
        return t.creds().capableAtHome(Capability.SETUID);
    }

    private static boolean maySetGid(Task t) {
        return t.creds().capableAtHome(Capability.SETGID);
    }

    private static long setuid(Task t, int uid) {
        Credentials c = t.creds();
        if (uid == KEEP) {
            return Errno.EINVAL.result();
        }
        if (maySetUid(t)) {
            return setUids(t, uid, uid, uid, uid);
        }
        if (uid != c.uid() && uid != c.suid()) {
            return Errno.EPERM.result();
        }
        return setUids(t, c.uid(), uid, c.suid(), uid);
    }

    private static long setreuid(Task t, int ruid, int euid) {
        Credentials c = t.creds();
        boolean may = maySetUid(t);
        if (ruid != KEEP && !may && ruid != c.uid() && ruid != c.euid()) {
            return Errno.EPERM.result();
        }
        boolean known = euid == c.uid() || euid == c.euid() || euid == c.suid();
        if (euid != KEEP && !may && !known) {
            return Errno.EPERM.result();
        }
        int newRuid = ruid == KEEP ? c.uid() : ruid;
        int newEuid = euid == KEEP ? c.euid() : euid;
        boolean saves = ruid != KEEP || euid != KEEP && euid != c.uid();
        return setUids(t, newRuid, newEuid, saves ? newEuid : c.suid(), newEuid);
    }

    private static long setresuid(Task t, int ruid, int euid, int suid) {
        Credentials c = t.creds();
        if (!maySetUid(t)
                && !(known(c.uid(), c.euid(), c.suid(), ruid)
                        && known(c.uid(), c.euid(), c.suid(), euid)
                        && known(c.uid(), c.euid(), c.suid(), suid))) {
            return Errno.EPERM.result();
        }
        int newEuid = euid == KEEP ? c.euid() : euid;
        return setUids(
                t, ruid == KEEP ? c.uid() : ruid, newEuid, suid == KEEP ? c.suid() : suid, newEuid);
    }

    private static boolean known(int a, int b, int c, int wanted) {
        return wanted == KEEP || wanted == a || wanted == b || wanted == c;
    }

    private static long setfsuid(Task t, int fsuid) {
        Credentials c = t.creds();
        int old = c.fsuid();
        boolean known = fsuid == c.fsuid() || known(c.uid(), c.euid(), c.suid(), fsuid);
        if (fsuid != KEEP && (known || maySetUid(t))) {
            t.setCreds(fixFileCapabilities(c, c.withUids(c.uid(), c.euid(), c.suid(), fsuid)));
        }
        return old & 0xffffffffL;
    }

    private static long setGids(Task t, int rgid, int egid, int sgid) {
        if (t.creds().egid() != egid) {
            t.options().dumpable = false;
            t.options().parentDeathSignal = null;
        }
        t.setCreds(t.creds().withGids(rgid, egid, sgid, egid));
        return 0;
    }

    private static long setgid(Task t, int gid) {
        Credentials c = t.creds();
        if (gid == KEEP) {
            return Errno.EINVAL.result();
        }
        if (maySetGid(t)) {
            return setGids(t, gid, gid, gid);
        }
        if (gid != c.gid() && gid != c.sgid()) {
            return Errno.EPERM.result();
        }
        return setGids(t, c.gid(), gid, c.sgid());
    }

    private static long setregid(Task t, int rgid, int egid) {
        Credentials c = t.creds();
        boolean may = maySetGid(t);
        if (rgid != KEEP && !may && rgid != c.gid() && rgid != c.egid()) {
            return Errno.EPERM.result();
        }
        if (!may && !known(c.gid(), c.egid(), c.sgid(), egid)) {
            return Errno.EPERM.result();
        }
        int newEgid = egid == KEEP ? c.egid() : egid;
        boolean saves = rgid != KEEP || egid != KEEP && egid != c.gid();
        return setGids(t, rgid == KEEP ? c.gid() : rgid, newEgid, saves ? newEgid : c.sgid());
    }

    private static long setresgid(Task t, int rgid, int egid, int sgid) {
        Credentials c = t.creds();
        if (!maySetGid(t)
                && !(known(c.gid(), c.egid(), c.sgid(), rgid)
                        && known(c.gid(), c.egid(), c.sgid(), egid)
                        && known(c.gid(), c.egid(), c.sgid(), sgid))) {
            return Errno.EPERM.result();
        }
        return setGids(
                t,
                rgid == KEEP ? c.gid() : rgid,
                egid == KEEP ? c.egid() : egid,
                sgid == KEEP ? c.sgid() : sgid);
    }

    private static long setfsgid(Task t, int fsgid) {
        Credentials c = t.creds();
        int old = c.fsgid();
        boolean known = fsgid == c.fsgid() || known(c.gid(), c.egid(), c.sgid(), fsgid);
        if (fsgid != KEEP && (known || maySetGid(t))) {
            t.setCreds(c.withGids(c.gid(), c.egid(), c.sgid(), fsgid));
        }
        return old & 0xffffffffL;
    }

    private static boolean narrow(Task t) {
        return !t.abi().is64() && t.syscallNumber() < 200;
    }

    private static long getres(Task t, long real, long effective, long saved, boolean user) {
        Credentials c = t.creds();
        int[] ids = {
            user ? c.uid() : c.gid(), user ? c.euid() : c.egid(), user ? c.suid() : c.sgid()
        };
        long[] where = {real, effective, saved};
        IdMap map = user ? c.user().users() : c.user().groups();
        for (int i = 0; i < 3; i++) {
            ids[i] = map.shown(ids[i]);
            if (narrow(t)) {
                t.memory().putShort(where[i], (short) ids[i]);
            } else {
                t.memory().putInt(where[i], ids[i]);
            }
        }
        return 0;
    }

    private static long getgroups(Task t, int size, long list) {
        int[] groups = t.creds().groups().clone();
        for (int i = 0; i < groups.length; i++) {
            groups[i] = t.creds().user().groups().shown(groups[i]);
        }
        if (size < 0 || size != 0 && groups.length > size) {
            return Errno.EINVAL.result();
        }
        for (int i = 0; size != 0 && i < groups.length; i++) {
            if (narrow(t)) {
                t.memory().putShort(list + 2L * i, (short) groups[i]);
            } else {
                t.memory().putInt(list + 4L * i, groups[i]);
            }
        }
        return groups.length;
    }

    private static long setgroups(Task t, int size, long list) {
        UserNamespace user = t.creds().user();
        boolean mapped = !user.groups().extents().isEmpty();
        if (!maySetGid(t) || !mapped || !user.setgroupsAllowed()) {
            return Errno.EPERM.result();
        }
        if (size < 0 || size > MAX_GROUPS) {
            return Errno.EINVAL.result();
        }
        int[] groups = new int[size];
        for (int i = 0; i < size; i++) {
            groups[i] =
                    narrow(t)
                            ? t.memory().getShort(list + 2L * i) & 0xffff
                            : t.memory().getInt(list + 4L * i);
            groups[i] = known(groups[i], user.groups());
        }
        java.util.Arrays.sort(groups);
        t.setCreds(t.creds().withGroups(groups));
        return 0;
    }

    /// How many 32-bit words the version in a capability header has; writes back the version known
    /// here if it is another.
    private static int capabilityWords(Task t, long header) {
        int version = t.memory().getInt(header);
        switch (version) {
            case 0x19980330 -> {
                return 1;
            }
            case 0x20071026, 0x20080522 -> {
                return 2;
            }
            default -> {
                t.memory().putInt(header, 0x20080522);
                return 0;
            }
        }
    }

    private static long capget(Task t, long header, long data) {
        UserMemory memory = t.memory();
        int words = capabilityWords(t, header);
        if (words == 0) {
            return data == 0 ? 0 : Errno.EINVAL.result();
        }
        int pid = memory.getInt(header + 4);
        if (pid < 0) {
            return Errno.EINVAL.result();
        }
        Task target = pid == 0 ? t : t.pidNamespace().task(pid);
        if (target == null) {
            return Errno.ESRCH.result();
        }
        Credentials c = target.creds();
        for (int i = 0; data != 0 && i < words; i++) {
            long at = data + 12L * i;
            memory.putInt(at, (int) (c.effective() >>> 32 * i));
            memory.putInt(at + 4, (int) (c.permitted() >>> 32 * i));
            memory.putInt(at + 8, (int) (c.inheritable() >>> 32 * i));
        }
        return 0;
    }

    private static long capset(Task t, long header, long data) {
        UserMemory memory = t.memory();
        int words = capabilityWords(t, header);
        if (words == 0) {
            return Errno.EINVAL.result();
        }
        int pid = memory.getInt(header + 4);
        if (pid != 0 && pid != t.pid()) {
            return Errno.EPERM.result();
        }
        long[] sets = new long[3];
        for (int i = 0; i < words; i++) {
            for (int set = 0; set < 3; set++) {
                long word = memory.getInt(data + 12L * i + 4L * set) & 0xffffffffL;
                sets[set] |= word << 32 * i;
            }
        }
        Credentials c = t.creds();
        long effective = sets[0] & Capability.ALL;
        long permitted = sets[1] & Capability.ALL;
        long inheritable = sets[2] & Capability.ALL;
        boolean setpcap = c.capableAtHome(Capability.SETPCAP);
        long mayInherit = c.inheritable() | (setpcap ? c.bounding() : c.permitted());
        boolean bad =
                (inheritable & ~(mayInherit | c.permitted())) != 0
                        || (permitted & ~c.permitted()) != 0
                        || (effective & ~permitted) != 0;
        if (bad) {
            return Errno.EPERM.result();
        }
        long ambient = c.ambient() & permitted & inheritable;
        t.setCreds(c.withCapabilities(inheritable, permitted, effective, c.bounding(), ambient));
        return 0;
    }
}
