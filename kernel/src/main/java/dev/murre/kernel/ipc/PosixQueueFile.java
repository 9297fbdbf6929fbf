package dev.murre.kernel.ipc;

import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import java.nio.charset.StandardCharsets;

/// An open POSIX message queue, mq_open(3).
public final class PosixQueueFile extends OpenFile {
    private final PosixQueue queue;

    public PosixQueueFile(Inode inode, PosixQueue queue) {
        super(inode);
        this.queue = queue;
    }

    public PosixQueue queue() {
        return queue;
    }

    @Override
    public long read(FsSubject who, IoBuf to, long at) {
        String text =
                "QSIZE:%-10d NOTIFY:0     SIGNO:0     NOTIFY_PID:0     \n".formatted(queue.bytes());
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (pos >= bytes.length) {
            return 0;
        }
        int count = to.put(bytes, (int) pos, bytes.length - (int) pos);
        pos += count;
        return count;
    }

    @Override
    public int poll() {
        return queue.poll();
    }

    @Override
    public WaitQueue waitQueue() {
        return queue.waitQueue();
    }

    @Override
    public int flush(FsSubject who) {
        queue.unregister(who.processId());
        return super.flush(who);
    }
}
