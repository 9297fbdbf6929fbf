package dev.murre.runtime.host;

import dev.murre.abi.Errno;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.Signal;
import dev.murre.abi.StatMode;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.SuperBlock;
import dev.murre.kernel.fs.Vfs;
import org.jspecify.annotations.Nullable;

/// The files that stand for the host's streams in a guest: pipes whose other end is outside.
public final class HostStreams extends SuperBlock {
    private static final long PIPEFS_MAGIC = 0x50495045;
    private static final int FIONREAD = 0x541b;

    public HostStreams(Vfs vfs) {
        super(vfs);
        setRoot(new Stream(this, 1, null, null));
    }

    @Override
    public String typeName() {
        return "pipefs";
    }

    @Override
    public long magic() {
        return PIPEFS_MAGIC;
    }

    /// A file that reads what the host writes.
    public OpenFile open(FsSubject who, GuestInput input) {
        return open(who, new Stream(this, nextIno(), input, null), OpenFlags.O_RDONLY);
    }

    /// A file whose content the host reads.
    public OpenFile open(FsSubject who, GuestOutput output) {
        return open(who, new Stream(this, nextIno(), null, output), OpenFlags.O_WRONLY);
    }

    private static OpenFile open(FsSubject who, Stream stream, int flags) {
        stream.ownedBy(who);
        var file = new StreamFile(stream);
        file.initAnonymous("pipe:[" + stream.ino() + "]", flags, who.creds());
        return file;
    }

    /// Opening it again, by `/dev/stdin` and its like, gives the same stream.
    private static final class Stream extends Inode {
        private final @Nullable GuestInput input;
        private final @Nullable GuestOutput output;

        Stream(SuperBlock sb, long ino, @Nullable GuestInput input, @Nullable GuestOutput output) {
            super(sb, ino, StatMode.S_IFIFO | 0600);
            this.input = input;
            this.output = output;
        }

        void ownedBy(FsSubject who) {
            uid = who.creds().fsuid();
            gid = who.creds().fsgid();
            long now = sb.nowNanos();
            atimeNanos = now;
            mtimeNanos = now;
            ctimeNanos = now;
        }

        @Override
        public OpenFile open(FsSubject who, int flags) {
            return new StreamFile(this);
        }

        void lastClosed() {
            if (openCount() > 1) {
                return;
            }
            if (input != null) {
                input.abandon();
            }
            if (output != null) {
                output.finish();
            }
        }
    }

    private static final class StreamFile extends OpenFile {
        private final Stream stream;

        StreamFile(Stream stream) {
            super(stream);
            this.stream = stream;
        }

        @Override
        public long read(FsSubject who, IoBuf to, long at) {
            return stream.input == null ? -Errno.EBADF.number : stream.input.take(to);
        }

        @Override
        public long write(FsSubject who, IoBuf from, long at) {
            if (stream.output == null) {
                return -Errno.EBADF.number;
            }
            long result = stream.output.offer(from);
            if (result == -Errno.EPIPE.number) {
                who.sendSignal(SigInfo.user(Signal.SIGPIPE, 0, who.tgid(), who.creds().uid()));
            }
            return result;
        }

        @Override
        public int poll() {
            int ready = stream.input == null ? 0 : stream.input.poll();
            return stream.output == null ? ready : ready | stream.output.poll();
        }

        @Override
        public @Nullable WaitQueue waitQueue() {
            if (stream.input != null) {
                return stream.input.readable();
            }
            return stream.output == null ? null : stream.output.writable();
        }

        @Override
        public long ioctl(FsSubject who, int command, long argument) {
            if (command == FIONREAD && stream.input != null) {
                who.memory().putInt(argument, stream.input.buffered());
                return 0;
            }
            return -Errno.ENOTTY.number;
        }

        @Override
        protected void release() {
            stream.lastClosed();
        }
    }
}
