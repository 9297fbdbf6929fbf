package dev.murre.kernel.task;

import dev.murre.abi.Errno;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.PollEvents;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;

/// A descriptor for a process, pidfd_open(2): readable when the process has ended.
public final class PidFile extends OpenFile {
    private final Pid pid;

    private PidFile(Inode inode, Pid pid) {
        super(inode);
        this.pid = pid;
    }

    /// Makes one for a process.
    ///
    /// @param flags O_NONBLOCK or 0
    public static PidFile open(Task t, Pid pid, int flags) {
        PidFile file = new PidFile(t.kernel().vfs().anonymousInode(t, 0600), pid);
        file.initAnonymous("anon_inode:[pidfd]", OpenFlags.O_RDWR | flags, t.creds());
        return file;
    }

    /// Whom it stands for.
    public Pid target() {
        return pid;
    }

    @Override
    public int poll() {
        Task task = pid.task();
        boolean ended = task == null || task.exited() && task.threadGroup.isEmpty();
        return ended ? PollEvents.POLLIN | PollEvents.POLLRDNORM : 0;
    }

    @Override
    public WaitQueue waitQueue() {
        return pid.ended();
    }

    @Override
    public long seek(FsSubject who, long offset, int whence) {
        return -Errno.ESPIPE.number;
    }

    /// Its ids from the first namespace inwards; -1 once it has been waited for.
    @Override
    public String fdinfo() {
        StringBuilder text = new StringBuilder();
        if (pid.task() == null) {
            return "Pid:\t-1\nNSpid:\t-1\n";
        }
        text.append("Pid:\t").append(pid.number()).append("\nNSpid:");
        for (int number : pid.numbers()) {
            text.append('\t').append(number);
        }
        return text.append('\n').toString();
    }
}
