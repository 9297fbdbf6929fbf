package dev.murre.kernel.init;

import static dev.murre.kernel.fs.PathWalk.DIRECTORY;
import static dev.murre.kernel.fs.PathWalk.FOLLOW;

import dev.murre.abi.Errno;
import dev.murre.abi.StatMode;
import dev.murre.kernel.base.MessageRing;
import dev.murre.kernel.exec.Exec;
import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.fs.FsContext;
import dev.murre.kernel.fs.Path;
import dev.murre.kernel.fs.PathWalk;
import dev.murre.kernel.fs.SuperBlock;
import dev.murre.kernel.fs.Vfs;
import dev.murre.kernel.syscalls.SystemSyscalls;
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
        kernel.messages()
                .add(MessageRing.NOTICE, "Linux version " + SystemSyscalls.RELEASE + " (murre)");
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
        FileTree.mountStandard(kernel, exec, terminals.devPts(), this::mount);
    }

    /// Mounts a file system, making the directories it is to stand on if there are none.
    ///
    /// @param flags bits of [Mount]
    /// @throws dev.murre.abi.ErrnoException as mkdir(2) and mount(2)
    public void mount(SuperBlock fs, String at, int flags) {
        Task idle = kernel.idleTask();
        PathWalk walk = vfs.walk();
        int error = walk.lookup(idle, AT_FDCWD, at, FOLLOW | DIRECTORY);
        if (error == -Errno.ENOENT.number) {
            makeDirectories(at + "/");
            error = walk.lookup(idle, AT_FDCWD, at, FOLLOW | DIRECTORY);
        }
        check(error);
        vfs.mounts().attach(fs, new Path(walk.mount(), walk.dentry()), flags);
    }

    /// Mounts one file of a file system's top directory, making the file it is to stand on if there
    /// is none.
    ///
    /// @param flags bits of [Mount]
    /// @throws dev.murre.abi.ErrnoException as open(2) and mount(2)
    public void mountFile(SuperBlock fs, String name, String at, int flags) {
        Task idle = kernel.idleTask();
        PathWalk walk = vfs.walk();
        Path directory = idle.fs().cwd();
        idle.fs().setCwd(new Path(vfs.mounts().hidden(fs), fs.root()));
        check(walk.lookup(idle, AT_FDCWD, name, 0));
        Path file = walk.result();
        idle.fs().setCwd(directory);
        int error = walk.lookup(idle, AT_FDCWD, at, FOLLOW);
        if (error == -Errno.ENOENT.number) {
            makeDirectories(at);
            check(vfs.names().mknod(idle, AT_FDCWD, at, StatMode.S_IFREG | 0644, 0));
            error = walk.lookup(idle, AT_FDCWD, at, FOLLOW);
        }
        check(error);
        if (walk.inode().isDirectory()) {
            throw Errno.EISDIR.exception();
        }
        vfs.mounts().attach(file, walk.result(), flags);
    }

    /// Makes the directories that are missing before the last slash of an absolute path.
    private void makeDirectories(String path) {
        for (int end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1)) {
            int error =
                    vfs.names().mkdir(kernel.idleTask(), AT_FDCWD, path.substring(0, end), 0755);
            check(error == -Errno.EEXIST.number ? 0 : error);
        }
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
