package dev.murre.kernel.proc;

import dev.murre.abi.Errno;
import dev.murre.abi.PollEvents;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.SuperBlock;
import dev.murre.kernel.task.Cgroup;

/// `cgroup.events`: poll(2) tells when it has changed since it was last read.
final class CgroupEvents extends TextInode {
    private final Cgroup group;

    CgroupEvents(SuperBlock sb, long ino, Cgroup group) {
        super(
                sb,
                ino,
                0444,
                null,
                who -> CgroupFile.CGROUP_EVENTS.read(group, who),
                CgroupEvents::refuse);
        this.group = group;
    }

    @Override
    public OpenFile open(FsSubject who, int flags) {
        return new TextFile(this) {
            private int seen = group.version();

            @Override
            public long read(FsSubject reader, IoBuf to, long at) {
                seen = group.version();
                return super.read(reader, to, at);
            }

            @Override
            public int poll() {
                int usual = super.poll();
                boolean changed = seen != group.version();
                return changed ? usual | PollEvents.POLLERR | PollEvents.POLLPRI : usual;
            }

            @Override
            public WaitQueue waitQueue() {
                return group.changes();
            }
        };
    }

    private static void refuse(FsSubject who, String text) {
        throw Errno.EINVAL.exception();
    }
}
