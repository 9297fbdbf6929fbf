package dev.murre.kernel.init;

import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.abi.WaitFlags;
import dev.murre.kernel.exec.Exec;
import dev.murre.kernel.fs.Path;
import dev.murre.kernel.fs.PathWalk;
import dev.murre.kernel.task.ChildWait;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.KernelFunction;
import dev.murre.kernel.task.SyscallResult;
import dev.murre.kernel.task.Task;
import dev.murre.kernel.task.TaskExit;
import dev.murre.trace.KernelSymbol;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Process 1: starts programs when asked from outside, and waits for them and for all orphans. It
/// lives in the kernel, so that programs see an init that does what an init should and no more.
///
/// All methods are called under the kernel's lock.
public final class InitProcess {
    private static final int AT_FDCWD = -100;
    private static final int NOT_EXECUTED = 127 << 8;
    private static final String DEFAULT_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Kernel kernel;
    private final Exec exec;
    private final ArrayDeque<ProgramStart> wanted = new ArrayDeque<>();
    private final Map<Integer, ProgramStart> running = new HashMap<>();
    private @Nullable Task task;
    private final ChildWait.Result result = new ChildWait.Result();

    InitProcess(Kernel kernel, Exec exec) {
        this.kernel = kernel;
        this.exec = exec;
    }

    /// Has a program started soon.
    public void start(ProgramStart program) {
        wanted.add(program);
        Task init = task;
        if (init != null) {
            init.threadGroup().childExit().wakeAll();
        }
    }

    /// What process 1 runs.
    long run(Task init) {
        task = init;
        for (var next = wanted.poll(); next != null; next = wanted.poll()) {
            launch(init, next);
        }
        reap(init);
        return init.waitIdle(init.threadGroup().childExit());
    }

    private void launch(Task init, ProgramStart program) {
        try {
            var first = new FirstSteps(program);
            Task child = kernel.startChild(init, first);
            running.put(child.id(), program);
            program.listener().started(child.id());
        } catch (ErrnoException e) {
            program.listener().refused("new process", e.errno);
            program.listener().ended(NOT_EXECUTED);
        }
    }

    private void reap(Task init) {
        int options = WaitFlags.WNOHANG | WaitFlags.WEXITED | WaitFlags.WALL;
        while (ChildWait.call(init, ChildWait.Who.ANY, null, options, result) > 0) {
            var program = running.remove(result.pid);
            if (program != null) {
                program.listener().ended(result.status);
            }
        }
    }

    /// What a child does until it is a program.
    private final class FirstSteps implements KernelFunction {
        private final ProgramStart program;
        private final String[] candidates;
        private int next;
        private Errno worst = Errno.ENOENT;
        private boolean prepared;

        FirstSteps(ProgramStart program) {
            this.program = program;
            this.candidates = candidates(program);
        }

        @Override
        public long run(Task t) {
            try {
                if (!prepared) {
                    prepare(t);
                    prepared = true;
                }
            } catch (ErrnoException e) {
                program.listener().refused(program.directory(), e.errno);
                return end(t);
            }
            return exec(t);
        }

        private void prepare(Task t) {
            program.files().install(t);
            t.setCreds(program.creds());
            PathWalk walk = kernel.vfs().walk();
            int flags = PathWalk.FOLLOW | PathWalk.DIRECTORY;
            int error = walk.lookup(t, AT_FDCWD, program.directory(), flags);
            if (error != 0) {
                throw errno(error).exception();
            }
            t.fs().setCwd(new Path(walk.mount(), walk.dentry()));
        }

        /// As execvp(3): the first directory that has it and lets us.
        private long exec(Task t) {
            while (next < candidates.length) {
                long result = execOne(t, candidates[next]);
                if (SyscallResult.isSpecial(result)) {
                    return result;
                }
                next++;
                Errno errno = errno(result);
                if (errno != Errno.ENOENT && errno != Errno.ENOTDIR) {
                    worst = errno;
                }
            }
            return fail(t, worst);
        }

        private long execOne(Task t, String path) {
            try {
                long result =
                        exec.execve(t, AT_FDCWD, path, program::arguments, program::environment, 0);
                if (result == SyscallResult.NO_RETURN) {
                    program.listener().loaded();
                }
                return result;
            } catch (ErrnoException e) {
                kernel.events().leave(KernelSymbol.DO_EXECVEAT_COMMON, t);
                t.restart().clear();
                return e.errno.result();
            }
        }

        private long fail(Task t, Errno errno) {
            program.listener().failed(errno);
            return end(t);
        }

        private long end(Task t) {
            TaskExit.exitThread(t, NOT_EXECUTED);
            return 0;
        }
    }

    private static Errno errno(long result) {
        Errno errno = Errno.of((int) -result);
        return errno == null ? Errno.EIO : errno;
    }

    private static String[] candidates(ProgramStart program) {
        var name = program.arguments().getFirst();
        if (name.indexOf('/') >= 0) {
            return new String[] {name};
        }
        var path = DEFAULT_PATH;
        for (var variable : program.environment()) {
            if (variable.startsWith("PATH=")) {
                path = variable.substring("PATH=".length());
            }
        }
        var directories = path.split(":", -1);
        for (int i = 0; i < directories.length; i++) {
            directories[i] = directories[i].isEmpty() ? name : directories[i] + "/" + name;
        }
        return directories;
    }
}
