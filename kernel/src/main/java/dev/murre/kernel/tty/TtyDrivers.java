package dev.murre.kernel.tty;

import dev.murre.abi.Errno;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.Rlimit;
import dev.murre.kernel.base.KernelServices;
import dev.murre.kernel.fs.Devices;
import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.Vfs;
import org.jspecify.annotations.Nullable;

/// Puts the terminals behind their device numbers: `/dev/tty`, `/dev/console`, `/dev/ptmx`,
/// `/dev/pts/N`.
public final class TtyDrivers {
    private static final int TTY_MAJOR = 5;

    private final PtyRegistry registry;
    private final DevPtsFs devPts;
    private @Nullable Console console;

    private TtyDrivers(PtyRegistry registry, DevPtsFs devPts) {
        this.registry = registry;
        this.devPts = devPts;
    }

    /// Registers the drivers with a machine's devices.
    public static TtyDrivers register(KernelServices kernel, Vfs vfs) {
        var registry = new PtyRegistry(kernel);
        var drivers = new TtyDrivers(registry, new DevPtsFs(vfs, registry));
        Devices devices = vfs.devices();
        devices.registerCharacter(TTY_MAJOR, 0, 1, "/dev/tty", drivers::openControlling);
        devices.registerCharacter(TTY_MAJOR, 1, 1, "/dev/console", drivers::openConsole);
        devices.registerCharacter(TTY_MAJOR, 2, 1, "/dev/ptmx", drivers::openMaster);
        devices.registerCharacter(
                PtyRegistry.SLAVE_MAJOR, 0, PtyRegistry.LIMIT, "pts", drivers::openSlave);
        return drivers;
    }

    /// The file system for `/dev/pts`.
    public DevPtsFs devPts() {
        return devPts;
    }

    /// What `/dev/console` is from now on.
    public void setConsole(Console newConsole) {
        console = newConsole;
    }

    private OpenFile openControlling(FsSubject who, Inode node, int flags) {
        if (who.terminal() instanceof Tty tty) {
            return new TtyFile(node, tty, TtyFile.Controlling.NO);
        }
        throw Errno.ENXIO.exception();
    }

    private OpenFile openConsole(FsSubject who, Inode node, int flags) {
        Console c = console;
        if (c == null) {
            throw Errno.ENODEV.exception();
        }
        return new TtyFile(node, c.tty(), controlling(flags));
    }

    private static TtyFile.Controlling controlling(int flags) {
        return (flags & OpenFlags.O_NOCTTY) == 0
                ? TtyFile.Controlling.IF_FREE
                : TtyFile.Controlling.NO;
    }

    private OpenFile openMaster(FsSubject who, Inode node, int flags) {
        PtyPair pair = registry.allocate();
        pair.setNode(devPts.slaveNode(who, pair));
        return new PtyMaster(node, registry, pair);
    }

    private OpenFile openSlave(FsSubject who, Inode node, int flags) {
        PtyPair pair = registry.find(Devices.minor(node.rdev()));
        if (pair == null || pair.locked || !pair.isMasterOpen()) {
            throw Errno.EIO.exception();
        }
        return new TtyFile(node, pair.slave(), controlling(flags));
    }

    /// Opens the slave of an open master, TIOCGPTPEER: a descriptor or `-errno`.
    static long openPeer(FsSubject who, PtyPair pair, int flags) {
        if (!pair.isMasterOpen()) {
            return -Errno.EIO.number;
        }
        var file = new TtyFile(pair.node(), pair.slave(), controlling(flags));
        int status = flags & (OpenFlags.O_ACCMODE | OpenFlags.O_NONBLOCK);
        file.initAnonymous("/dev/pts/" + pair.index(), status, who.creds());
        int error = file.finishOpen(who);
        if (error != 0) {
            file.put();
            return error;
        }
        FdTable.CloseOnExec onExec =
                (flags & OpenFlags.O_CLOEXEC) != 0
                        ? FdTable.CloseOnExec.YES
                        : FdTable.CloseOnExec.NO;
        int fd = who.files().install(file, 0, who.limits().soft(Rlimit.NOFILE), onExec);
        if (fd < 0) {
            file.put();
        }
        return fd;
    }
}
