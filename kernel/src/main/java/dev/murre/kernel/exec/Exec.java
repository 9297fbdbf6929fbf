package dev.murre.kernel.exec;

import static dev.murre.abi.AtFlags.AT_EMPTY_PATH;
import static dev.murre.abi.AtFlags.AT_FDCWD;
import static dev.murre.abi.AtFlags.AT_SYMLINK_NOFOLLOW;
import static dev.murre.trace.KernelSymbol.*;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.abi.Signal;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.PathWalk;
import dev.murre.kernel.fs.Vfs;
import dev.murre.kernel.task.Events;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.SyscallResult;
import dev.murre.kernel.task.Task;
import dev.murre.kernel.task.TaskExec;
import dev.murre.kernel.task.TaskExit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Runs a program in place of the calling one, execve(2).
public final class Exec {
    private static final int MAX_REWRITES = 5;

    private final Kernel kernel;
    private final MiscFormat misc;
    private final List<BinaryFormat> formats = new ArrayList<>();
    private final ProgramSpaces spaces;

    public Exec(Kernel kernel) {
        this.kernel = kernel;
        this.spaces = new ProgramSpaces(kernel);
        this.misc = new MiscFormat(this::openFor);
        formats.add(misc);
        formats.add(new ElfFormat(this::openFor));
        formats.add(new ScriptFormat(this::openFor));
        formats.add(new AoutFormat());
    }

    /// The format that programs can add interpreters to.
    public MiscFormat miscFormat() {
        return misc;
    }

    /// Opens an interpreter to be, execve(2) says with which errors.
    public OpenFile openInterpreter(FsSubject who, String path) {
        return opened(kernel.vfs().opener().openExec(who, AT_FDCWD, path, PathWalk.FOLLOW));
    }

    /// An exec whose image is ready and that waits for the caller's other threads to end.
    private record Ready(BinPrm prm, LoadedImage image, Credentials creds, boolean secure) {}

    /// execveat(2) and execve(2). Arguments and environment are asked for once the file is open: a
    /// missing program is noticed before a bad pointer.
    ///
    /// @return NO_RETURN when the new program is in place, BLOCKED, or an error that leaves the
    /// caller     as it was
    public long execve(
            Task t,
            int dirfd,
            String name,
            Supplier<List<String>> arguments,
            Supplier<List<String>> environment,
            int flags) {
        if (t.restart().object instanceof Ready ready) {
            return commit(t, ready);
        }
        if ((flags & ~(AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW)) != 0) {
            return Errno.EINVAL.result();
        }
        Events events = kernel.events();
        events.enter(DO_EXECVEAT_COMMON, t, dirfd, name);
        BinPrm prm = prepare(t, dirfd, name, arguments, environment, flags);
        LoadedImage image;
        events.enter(EXEC_BINPRM, t, 0, prm.fileName);
        boolean loaded = false;
        try {
            image = load(t, prm);
            loaded = true;
        } catch (ErrnoException e) {
            if (!prm.committed) {
                throw e;
            }
            TaskExit.exitGroup(t, Signal.SIGSEGV.number);
            return SyscallResult.NO_RETURN;
        } finally {
            if (!loaded) {
                prm.letGo();
            }
        }
        ExecCredentials.Result result = prm.result(t.creds());
        Ready ready = new Ready(prm, image, result.creds(), result.secure());
        t.restart().object = ready;
        return commit(t, ready);
    }

    private BinPrm prepare(
            Task t,
            int dirfd,
            String name,
            Supplier<List<String>> arguments,
            Supplier<List<String>> environment,
            int flags) {
        int how = (flags & AT_SYMLINK_NOFOLLOW) != 0 ? 0 : PathWalk.FOLLOW;
        if ((flags & AT_EMPTY_PATH) != 0) {
            how |= PathWalk.EMPTY;
        }
        kernel.events().enter(DO_OPEN_EXECAT, t, 0, name);
        OpenFile file = open(t, dirfd, name, how);
        kernel.events().leave(DO_OPEN_EXECAT, t);
        boolean byDescriptor = dirfd != AT_FDCWD && !name.startsWith("/");
        String shown = name;
        if (byDescriptor) {
            shown = "/dev/fd/" + dirfd + (name.isEmpty() ? "" : "/" + name);
        }
        BinPrm prm;
        boolean fine = false;
        try {
            prm = new BinPrm(t, spaces, shown, file, arguments.get(), environment.get());
            kernel.events()
                    .enter(PREPARE_ARG_PAGES, t, prm.arguments.size(), prm.environment.size());
            prm.pathInaccessible = byDescriptor && t.files().isCloseOnExec(dirfd);
            prm.noNewPrivileges = t.options().noNewPrivileges;
            prm.unsafe = isUnsafe(t);
            prm.checkSize();
            kernel.events().leave(PREPARE_ARG_PAGES, t);
            fine = true;
        } finally {
            if (!fine) {
                ExecutableFile.letGo(file);
            }
        }
        return prm;
    }

    /// Linux: check_unsafe_exec, ptracer_capable.
    private static boolean isUnsafe(Task t) {
        return t.options().noNewPrivileges
                || t.fs().users() > t.threadGroup().threads().size()
                || t.isTraced()
                        && !t.parent().creds().capableIn(t.creds().user(), Capability.SYS_PTRACE);
    }

    private OpenFile open(Task t, int dirfd, String name, int how) {
        return opened(kernel.vfs().opener().openExec(t, dirfd, name, how));
    }

    private OpenFile openFor(BinPrm prm, String name, int how) {
        return opened(kernel.vfs().opener().openExec(prm.who, AT_FDCWD, name, how));
    }

    private OpenFile opened(int error) {
        if (error != 0) {
            throw Vfs.exception(error);
        }
        return kernel.vfs().opener().opened();
    }

    /// Asks the formats one after the other, and again after each rewriting.
    private LoadedImage load(Task t, BinPrm prm) {
        while (true) {
            prm.readHead();
            kernel.events().enter(SEARCH_BINARY_HANDLER, t, prm.depth, 0);
            BinaryFormat.Outcome outcome = tryFormats(t, prm);
            kernel.events().leave(SEARCH_BINARY_HANDLER, t);
            // A switch would have the JVM make a class for it at every start, in 15 ms.
            if (outcome instanceof BinaryFormat.Loaded loaded) {
                return loaded.image();
            }
            if (outcome instanceof BinaryFormat.NotMine) {
                throw Errno.ENOEXEC.exception();
            }
            if (++prm.depth > MAX_REWRITES) {
                throw Errno.ELOOP.exception();
            }
        }
    }

    private BinaryFormat.Outcome tryFormats(Task t, BinPrm prm) {
        for (int i = 0; i < formats.size(); i++) {
            BinaryFormat format = formats.get(i);
            kernel.events().enter(format.symbol(), t, 0, prm.interpreter);
            BinaryFormat.Outcome outcome = format.load(prm);
            kernel.events().leave(format.symbol(), t);
            if (!(outcome instanceof BinaryFormat.NotMine)) {
                return outcome;
            }
        }
        return BinaryFormat.NOT_MINE;
    }

    /// The point of no return: other threads end, then everything is replaced.
    private static long commit(Task t, Ready ready) {
        Events events = t.kernel().events();
        events.enter(FLUSH_OLD_EXEC, t);
        int oldTid = t.id();
        long wait = TaskExec.endOtherThreads(t);
        if (wait == SyscallResult.BLOCKED) {
            return wait;
        }
        LoadedImage image = ready.image;
        BinPrm prm = ready.prm;
        image.mm().setExecutable(new ExecutableFile(prm.file));
        String base = prm.fileName.substring(prm.fileName.lastIndexOf('/') + 1);
        TaskExec.replace(
                t,
                new TaskExec.NewProgram(
                        image.mm(),
                        image.abi(),
                        image.entry(),
                        image.sp(),
                        image.vdsoBase(),
                        image.personality(),
                        base,
                        ready.creds,
                        ready.secure));
        prm.installDescriptor(t);
        events.exec(t, oldTid, prm.fileName);
        events.leave(DO_EXECVEAT_COMMON, t);
        TaskExec.traceExec(t, oldTid);
        return SyscallResult.NO_RETURN;
    }
}
