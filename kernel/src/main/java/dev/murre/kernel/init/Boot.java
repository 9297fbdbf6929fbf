package dev.murre.kernel.init;

import static dev.murre.kernel.fs.PathWalk.DIRECTORY;
import static dev.murre.kernel.fs.PathWalk.FOLLOW;

import dev.murre.abi.Errno;
import dev.murre.kernel.exec.Exec;
import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.fs.FsContext;
import dev.murre.kernel.fs.Path;
import dev.murre.kernel.fs.PathWalk;
import dev.murre.kernel.fs.SuperBlock;
import dev.murre.kernel.fs.Vfs;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.Task;
import dev.murre.kernel.tty.TtyDrivers;

/// Brings a machine up, in this order: [#mountRoot], [#mount] for whatever else is wanted,
/// [#start].
/// Called with the kernel's lock held, before the machine runs.
public final class Boot {
    private static final int AT_FDCWD = -100;
    private static final int UMASK = 022;

    private final Kernel kernel;
    private final Vfs vfs;
    private final TtyDrivers terminals;
    private final Exec exec;

    public Boot(Kernel kernel) {
        this.kernel = kernel;
        this.vfs = kernel.vfs();
        this.terminals = TtyDrivers.register(kernel, vfs);
        this.exec = new Exec(kernel);
        SystemCalls.register(kernel, exec);
    }

    /// The machine's terminals.
    public TtyDrivers terminals() {
        return terminals;
    }

    /// Mounts the root file system, and `/dev`, `/proc` and the like in it.
    public void mountRoot(SuperBlock root) {
        Path top = vfs.mountRoot(root);
        Task idle = kernel.idleTask();
        idle.setFs(new FsContext(top, top, UMASK));
        idle.setFiles(new FdTable());
        FileTree.mountStandard(kernel, terminals.devPts(), this::mount);
    }

    /// Mounts a file system, making the directory it is to stand on if there is none.
    ///
    /// @param flags bits of [Mount]
    /// @throws dev.murre.abi.ErrnoException as mkdir(2) and mount(2)
    public void mount(SuperBlock fs, String at, int flags) {
        Task idle = kernel.idleTask();
        PathWalk walk = vfs.walk();
        int error = walk.lookup(idle, AT_FDCWD, at, FOLLOW | DIRECTORY);
        if (error == -Errno.ENOENT.number) {
            check(vfs.names().mkdir(idle, AT_FDCWD, at, 0755));
            error = walk.lookup(idle, AT_FDCWD, at, FOLLOW | DIRECTORY);
        }
        check(error);
        vfs.mounts().attach(fs, new Path(walk.mount(), walk.dentry()), flags);
    }

    /// Starts process 1.
    public InitProcess start() {
        Task idle = kernel.idleTask();
        var init = new InitProcess(kernel, exec);
        kernel.start(idle.fs(), idle.files(), init::run);
        return init;
    }

    private static void check(int result) {
        if (result < 0) {
            Errno errno = Errno.of(-result);
            throw (errno == null ? Errno.EIO : errno).exception();
        }
    }
}
