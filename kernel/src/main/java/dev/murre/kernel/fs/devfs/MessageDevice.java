package dev.murre.kernel.fs.devfs;

import dev.murre.abi.Errno;
import dev.murre.abi.PollEvents;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.base.MessageRing;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// `/dev/kmsg`: each read gives one of the kernel's messages, each write adds one. Linux:
/// Documentation/ABI/testing/dev-kmsg.
final class MessageDevice extends OpenFile {
    private static final int LOG_USER = 1 << 3;
    private static final int DEFAULT_LEVEL = 4;
    private static final int LONGEST = 992;

    private final MessageRing ring;

    /// The message that the next read gives.
    private long at;

    MessageDevice(Inode node, MessageRing ring) {
        super(node);
        this.ring = ring;
        this.at = ring.firstNumber();
    }

    private MessageRing.@Nullable Entry next() {
        for (MessageRing.Entry entry : ring.entries()) {
            if (entry.number() >= at) {
                return entry;
            }
        }
        return null;
    }

    @Override
    public long read(FsSubject who, IoBuf to, long position) {
        if (at < ring.firstNumber()) {
            at = ring.firstNumber();
            return -Errno.EPIPE.number;
        }
        MessageRing.Entry entry = next();
        if (entry == null) {
            return -Errno.EAGAIN.number;
        }
        byte[] bytes = entry.record();
        if (bytes.length > to.remaining()) {
            return -Errno.EINVAL.number;
        }
        at = entry.number() + 1;
        return to.put(bytes, 0, bytes.length);
    }

    @Override
    public long write(FsSubject who, IoBuf from, long position) {
        long length = from.remaining();
        if (length > LONGEST) {
            return -Errno.EINVAL.number;
        }
        byte[] bytes = new byte[(int) length];
        from.get(bytes, 0, bytes.length);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int priority = LOG_USER | DEFAULT_LEVEL;
        int end = text.indexOf('>');
        if (text.startsWith("<") && end > 1 && text.substring(1, end).matches("[0-9]{1,6}")) {
            int given = Integer.parseInt(text.substring(1, end));
            priority = (given & ~7) != 0 ? given : LOG_USER | given;
            text = text.substring(end + 1);
        }
        ring.add(priority, text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
        return length;
    }

    @Override
    public long seek(FsSubject who, long offset, int whence) {
        if (offset != 0) {
            return -Errno.ESPIPE.number;
        }
        switch (whence) {
            case dev.murre.abi.AtFlags.SEEK_SET -> at = ring.firstNumber();
            case dev.murre.abi.AtFlags.SEEK_END -> at = ring.nextNumber();
            default -> {
                return -Errno.EINVAL.number;
            }
        }
        return 0;
    }

    @Override
    public int poll() {
        return next() != null ? PollEvents.POLLIN | PollEvents.POLLRDNORM : 0;
    }

    @Override
    public WaitQueue waitQueue() {
        return ring.waitQueue();
    }
}
