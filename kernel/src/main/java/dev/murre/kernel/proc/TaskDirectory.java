package dev.murre.kernel.proc;

import dev.murre.abi.Errno;
import dev.murre.abi.StatMode;
import dev.murre.kernel.exec.ExecutableFile;
import dev.murre.kernel.fs.DirSink;
import dev.murre.kernel.fs.FsContext;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.Path;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.task.Pid;
import dev.murre.kernel.task.ProcessDirectory;
import dev.murre.kernel.task.Task;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/proc/PID` and `/proc/PID/task/TID`: one file a row.
final class TaskDirectory extends StateDirectory implements ProcessDirectory {
    /// Whether sums of all threads are shown, or one thread.
    enum Scope {
        PROCESS,
        THREAD
    }

    /// Makes the file of an entry.
    @FunctionalInterface
    private interface Maker {
        Inode make(TaskDirectory dir, long ino);
    }

    private record Row(String name, int type, Maker maker) {}

    private static final List<Row> ROWS =
            List.of(
                    dir("fd", 0500, FdDirectory.Kind.LINKS),
                    dir("fdinfo", 0555, FdDirectory.Kind.INFO),
                    new Row("ns", StatMode.S_IFDIR, TaskNamespaces::new),
                    new Row("net", StatMode.S_IFDIR, TaskDirectory::net),
                    text("environ", 0400, (d, who) -> TaskText.environment(d.task)),
                    text("auxv", 0400, (d, who) -> TaskText.auxv(d.task)),
                    text(
                            "status",
                            0444,
                            (d, who) -> TaskStatus.status(d.task, d.fs.pids(), who.creds().user())),
                    text("personality", 0400, (d, who) -> TaskText.personality(d.task)),
                    text("limits", 0444, (d, who) -> TaskText.limits(d.task)),
                    text("sched", 0644, (d, who) -> TaskText.sched(d.task)),
                    writable(
                            "autogroup",
                            0644,
                            (d, who) -> TaskText.autogroup(d.task),
                            TaskText::setAutogroup),
                    writable("comm", 0644, (d, who) -> d.task.comm() + "\n", TaskText::setComm),
                    text("syscall", 0400, (d, who) -> TaskText.syscall(d.task)),
                    text("cmdline", 0444, (d, who) -> TaskText.commandLine(d.task)),
                    text("stat", 0444, (d, who) -> TaskStat.stat(d.task, d.scope, d.fs.pids())),
                    text("statm", 0444, (d, who) -> TaskStat.statm(d.task)),
                    guarded("maps", 0444, (d, who) -> TaskMaps.maps(d.task, who)),
                    guarded("smaps", 0444, (d, who) -> TaskMaps.smaps(d.task, who)),
                    guarded("smaps_rollup", 0444, (d, who) -> TaskMaps.rollup(d.task)),
                    new Row("mem", StatMode.S_IFREG, TaskMemory::new),
                    link("cwd", TaskDirectory::cwd),
                    link("root", TaskDirectory::root),
                    link("exe", TaskDirectory::executable),
                    mounts("mounts", (d, who) -> MountText.mounts(d.task)),
                    mounts("mountinfo", (d, who) -> MountText.mountInfo(d.task, who)),
                    text("wchan", 0444, (d, who) -> d.task.waitChannel()),
                    text("stack", 0400, (d, who) -> TaskText.stack(d.task)),
                    text("schedstat", 0444, (d, who) -> TaskText.schedstat(d.task)),
                    text("cgroup", 0444, (d, who) -> TaskText.cgroup(d.task, who)),
                    text("oom_score", 0444, (d, who) -> TaskText.oomScore(d.task)),
                    writable(
                            "oom_score_adj",
                            0644,
                            (d, who) -> TaskText.oomAdjust(d.task),
                            TaskText::setOomAdjust),
                    writable(
                            "oom_adj",
                            0644,
                            (d, who) -> TaskText.oldOomAdjust(d.task),
                            TaskText::setOldOomAdjust),
                    writable(
                            "loginuid",
                            0644,
                            (d, who) -> LoginText.user(d.task, who),
                            LoginText::setUser),
                    text("sessionid", 0444, (d, who) -> LoginText.session(d.task)),
                    writable(
                            "coredump_filter",
                            0644,
                            (d, who) -> TaskText.coreFilter(d.task),
                            TaskText::setCoreFilter),
                    text("cpuset", 0444, (d, who) -> "/\n"),
                    text("arch_status", 0444, (d, who) -> "AVX512_elapsed_ms:\t-1\n"),
                    text("io", 0400, (d, who) -> TaskText.io(d.task)),
                    writable(
                            "uid_map",
                            0644,
                            (d, who) -> IdMaps.users(d.task, who),
                            IdMaps::setUsers),
                    writable(
                            "gid_map",
                            0644,
                            (d, who) -> IdMaps.groups(d.task, who),
                            IdMaps::setGroups),
                    writable(
                            "setgroups",
                            0644,
                            (d, who) -> IdMaps.setgroups(d.task),
                            IdMaps::setSetgroups),
                    text("projid_map", 0644, (d, who) -> TaskText.ID_MAP),
                    writable(
                            "fail-nth",
                            0644,
                            (d, who) -> d.task.options().failNth + "\n",
                            TaskText::setFailNth),
                    text("timerslack_ns", 0666, (d, who) -> TaskText.timerSlack(d.task)));

    /// What threads have no files of.
    private static final Set<String> OF_PROCESSES =
            Set.of("autogroup", "coredump_filter", "timerslack_ns");

    private static final Row TASKS = new Row("task", StatMode.S_IFDIR, TaskList::new);
    private static final Row CHILDREN =
            text("children", 0444, (d, who) -> TaskText.children(d.task, d.fs.pids()));

    /// The text of an entry.
    @FunctionalInterface
    private interface RowText {
        String text(TaskDirectory dir, FsSubject who);
    }

    /// Takes what is written to an entry.
    @FunctionalInterface
    private interface RowSink {
        void write(Task task, FsSubject who, String text);
    }

    final ProcFs fs;
    final Task task;
    final Scope scope;

    TaskDirectory(ProcFs fs, Task task, Scope scope) {
        super(fs, inoOf(task.pidStruct().numberIn(fs.pids()), scope, 0), 0555, task);
        this.fs = fs;
        this.task = task;
        this.scope = scope;
        nlink = scope == Scope.PROCESS ? 9 : 7;
    }

    /// Inode numbers that need no memory: made of the process number and the entry's row.
    static long inoOf(int number, Scope scope, int row) {
        return 1L << 31
                | ((long) number << 9 & 0x7fff_ffffL)
                | (scope == Scope.THREAD ? 0x100 : 0)
                | row;
    }

    private static Row dir(String name, int mode, FdDirectory.Kind kind) {
        return new Row(
                name, StatMode.S_IFDIR, (d, ino) -> new FdDirectory(d.fs, ino, mode, d.task, kind));
    }

    private static Row text(String name, int mode, RowText text) {
        return new Row(
                name,
                StatMode.S_IFREG,
                (d, ino) -> new TextInode(d.fs, ino, mode, d.task, w -> text.text(d, w), null));
    }

    /// A text for those who could trace the task.
    private static Row guarded(String name, int mode, RowText text) {
        return new Row(
                name,
                StatMode.S_IFREG,
                (d, ino) ->
                        new TextInode(d.fs, ino, mode, d.task, w -> text.text(d, w), null) {
                            @Override
                            public OpenFile open(FsSubject who, int flags) {
                                requireTracer(who);
                                return super.open(who, flags);
                            }
                        });
    }

    /// A text about the mounts of a task, who has none any more when it has ended.
    private static Row mounts(String name, RowText text) {
        return new Row(
                name,
                StatMode.S_IFREG,
                (d, ino) ->
                        new TextInode(d.fs, ino, 0444, d.task, w -> text.text(d, w), null) {
                            @Override
                            public OpenFile open(FsSubject who, int flags) {
                                if (d.task.fsOrNull() == null) {
                                    throw Errno.EINVAL.exception();
                                }
                                return super.open(who, flags);
                            }
                        });
    }

    private static Row writable(String name, int mode, RowText text, RowSink sink) {
        return new Row(
                name,
                StatMode.S_IFREG,
                (d, ino) ->
                        new TextInode(
                                d.fs,
                                ino,
                                mode,
                                d.task,
                                w -> text.text(d, w),
                                (w, written) -> sink.write(d.task, w, written)));
    }

    /// Finds the place a magic link of a task stands for.
    @FunctionalInterface
    private interface PlaceOf {
        @Nullable Path of(Task task);
    }

    private static Row link(String name, PlaceOf place) {
        return new Row(
                name,
                StatMode.S_IFLNK,
                (d, ino) -> LinkInode.toPlace(d.fs, ino, 0777, d.task, () -> place.of(d.task)));
    }

    private static @Nullable Path cwd(Task task) {
        FsContext context = task.fsOrNull();
        return context == null ? null : context.cwd();
    }

    private static @Nullable Path root(Task task) {
        FsContext context = task.fsOrNull();
        return context == null ? null : context.root();
    }

    private static @Nullable Path executable(Task task) {
        Mm mm = task.mmOrNull();
        return mm != null && mm.executable() instanceof ExecutableFile program
                ? program.file().path()
                : null;
    }

    private static Inode net(TaskDirectory d, long ino) {
        return NetFiles.directory(d.fs, ino, d.task);
    }

    @Override
    public Pid shown() {
        return task.pidStruct();
    }

    private boolean has(Row row) {
        return scope == Scope.PROCESS || !OF_PROCESSES.contains(row.name);
    }

    private Row lastRow() {
        return scope == Scope.PROCESS ? TASKS : CHILDREN;
    }

    /// Whatever else is its owner's only, the directory is the task's.
    @Override
    public int uid() {
        return task.creds().euid();
    }

    @Override
    public int gid() {
        return task.creds().egid();
    }

    @Override
    public @Nullable Inode lookup(FsSubject who, String name) {
        requireTask();
        int number = task.pidStruct().numberIn(fs.pids());
        for (int i = 0; i < ROWS.size(); i++) {
            if (ROWS.get(i).name.equals(name) && has(ROWS.get(i))) {
                return ROWS.get(i).maker.make(this, inoOf(number, scope, i + 1));
            }
        }
        return lastRow().name.equals(name)
                ? lastRow().maker.make(this, inoOf(number, scope, ROWS.size() + 1))
                : null;
    }

    @Override
    public void iterate(FsSubject who, long cookie, DirSink sink) {
        int number = task.pidStruct().numberIn(fs.pids());
        for (int i = (int) Math.max(0, cookie - FIRST_COOKIE); i <= ROWS.size(); i++) {
            Row row = i < ROWS.size() ? ROWS.get(i) : lastRow();
            long ino = inoOf(number, scope, i + 1);
            if (has(row) && !sink.entry(row.name, ino, row.type, FIRST_COOKIE + i + 1)) {
                return;
            }
        }
    }

    /// `/proc/PID/task`.
    private static final class TaskList extends StateDirectory {
        private final TaskDirectory owner;

        TaskList(TaskDirectory owner, long ino) {
            super(owner.fs, ino, 0555, owner.task);
            this.owner = owner;
        }

        @Override
        public int nlink() {
            return 2 + owner.task.threadGroup().threads().size();
        }

        @Override
        public @Nullable Inode lookup(FsSubject who, String name) {
            int number = ProcRoot.parse(name);
            Task found = number < 0 ? null : owner.fs.pids().task(number);
            return found == null || found.threadGroup() != owner.task.threadGroup()
                    ? null
                    : new TaskDirectory(owner.fs, found, Scope.THREAD);
        }

        @Override
        public void iterate(FsSubject who, long cookie, DirSink sink) {
            for (Task t : owner.task.threadGroup().threads()) {
                int number = t.pidStruct().numberIn(owner.fs.pids());
                long ino = inoOf(number, Scope.THREAD, 0);
                long at = number + FIRST_COOKIE;
                if (at >= cookie
                        && !sink.entry(Integer.toString(number), ino, StatMode.S_IFDIR, at + 1)) {
                    return;
                }
            }
        }
    }
}
