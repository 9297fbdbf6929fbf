package dev.murre.kernel.task;

import dev.murre.abi.OpenFlags;
import dev.murre.abi.PollEvents;
import dev.murre.kernel.base.WaitQueue;
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
    public static PidFile open(Task t, Pid pid) {
        PidFile file = new PidFile(t.kernel().vfs().anonymousInode(t, 0600), pid);
        file.initAnonymous("anon_inode:[pidfd]", OpenFlags.O_RDWR, t.creds());
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
    public String fdinfo() {
        return "Pid:\t" + pid.number() + "\n";
    }
}
