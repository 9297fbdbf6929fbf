package dev.murre.kernel.proc;

import dev.murre.abi.StatMode;
import dev.murre.kernel.fs.DirSink;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.task.PidNamespace;
import dev.murre.kernel.task.Task;
import org.jspecify.annotations.Nullable;

/// `/proc` itself: the machine's files and a directory for each process.
final class ProcRoot extends StateDirectory {
    private static final long PID_COOKIES = 0x10000;

    private final ProcFs fs;

    ProcRoot(ProcFs fs) {
        super(fs, 1, 0555, null);
        this.fs = fs;
        add("self", link(who -> selfNumber(who)));
        add("thread-self", link(who -> selfNumber(who) + "/task/" + number(who)));
        add("mounts", link(who -> "self/mounts"));
        add("net", link(who -> "self/net"));
        MachineFiles.addTo(this, fs);
        add("sys", new Sysctl(fs).root());
        StateDirectory filesystems = new StateDirectory(fs, fs.newIno(), 0555, null);
        add("fs", filesystems);
        add("bus", new StateDirectory(fs, fs.newIno(), 0555, null));
        add("driver", new StateDirectory(fs, fs.newIno(), 0555, null));
        StateDirectory tty = new StateDirectory(fs, fs.newIno(), 0555, null);
        tty.add("drivers", MachineFiles.text(fs, 0444, who -> MachineFiles.TTY_DRIVERS));
        add("tty", tty);
    }

    private Inode link(LinkInode.Text text) {
        return LinkInode.toText(fs, fs.newIno(), null, text);
    }

    private String selfNumber(FsSubject who) {
        int number = who instanceof Task t ? t.threadGroup().pid().numberIn(fs.pids()) : who.tgid();
        return Integer.toString(number);
    }

    private String number(FsSubject who) {
        int number = who instanceof Task t ? t.pidStruct().numberIn(fs.pids()) : who.pid();
        return Integer.toString(number);
    }

    /// A process number as a name: digits without leading zeros; −1 for other names.
    static int parse(String name) {
        if (name.isEmpty() || name.length() > 9 || name.charAt(0) == '0') {
            return -1;
        }
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return -1;
            }
        }
        return Integer.parseInt(name);
    }

    @Override
    public @Nullable Inode lookup(FsSubject who, String name) {
        int number = parse(name);
        if (number < 0) {
            return super.lookup(who, name);
        }
        Task task = fs.pids().task(number);
        return task == null ? null : new TaskDirectory(fs, task, TaskDirectory.Scope.PROCESS);
    }

    @Override
    public void iterate(FsSubject who, long cookie, DirSink sink) {
        if (cookie < PID_COOKIES && !iterateFixed(cookie, sink)) {
            return;
        }
        PidNamespace pids = fs.pids();
        int from = (int) Math.max(1, cookie - PID_COOKIES);
        for (Task t = pids.nextTask(from); t != null; t = pids.nextTask(from)) {
            int number = t.pidStruct().numberIn(pids);
            from = number + 1;
            long ino = TaskDirectory.inoOf(number, TaskDirectory.Scope.PROCESS, 0);
            if (t.isGroupLeader()
                    && !sink.entry(
                            Integer.toString(number),
                            ino,
                            StatMode.S_IFDIR,
                            PID_COOKIES + number + 1)) {
                return;
            }
        }
    }
}
