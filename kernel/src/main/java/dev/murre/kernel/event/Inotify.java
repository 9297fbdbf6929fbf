package dev.murre.kernel.event;

import static dev.murre.abi.PollEvents.POLLIN;
import static dev.murre.abi.PollEvents.POLLRDNORM;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.FsNotify;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A queue of file system events, inotify(7).
public final class Inotify extends OpenFile {
    private static final int FIONREAD = 0x541b;
    private static final int MAX_QUEUED = 16384;
    private static final int HEADER = 16;
    private static final int IN_Q_OVERFLOW = 0x4000;
    private static final int IN_MASK_CREATE = 0x10000000;
    private static final int IN_MASK_ADD = 0x20000000;

    private record Event(int descriptor, int mask, int cookie, @Nullable String name) {
        /// The name with at least one NUL, up to a multiple of the header's size; none without a
        /// name.
        int nameLength() {
            return name == null ? 0 : (name.length() + HEADER) / HEADER * HEADER;
        }

        int size() {
            return HEADER + nameLength();
        }
    }

    private final WaitQueue waitQueue = new WaitQueue("inotify_read");
    private final ArrayDeque<Event> queue = new ArrayDeque<>();
    private final Map<Integer, InotifyWatch> watches = new TreeMap<>();
    private int lastDescriptor;

    public Inotify(Inode inode) {
        super(inode);
    }

    /// Watches `target`, or changes what is watched for there; inotify_add_watch(2).
    ///
    /// @return the watch descriptor, or `-errno`
    public int addWatch(Inode target, int mask) {
        int kept = mask & ~(IN_MASK_ADD | IN_MASK_CREATE);
        InotifyWatch watch = InotifyHub.find(target, this);
        if (watch != null) {
            if ((mask & IN_MASK_CREATE) != 0) {
                return -Errno.EEXIST.number;
            }
            watch.mask = (mask & IN_MASK_ADD) != 0 ? watch.mask | kept : kept;
            return watch.descriptor;
        }
        watch = new InotifyWatch(this, target, ++lastDescriptor, kept);
        watches.put(watch.descriptor, watch);
        InotifyHub.attach(watch);
        return watch.descriptor;
    }

    /// Ends a watch; inotify_rm_watch(2).
    public int removeWatch(int descriptor) {
        InotifyWatch watch = watches.get(descriptor);
        if (watch == null) {
            return -Errno.EINVAL.number;
        }
        forget(watch);
        return 0;
    }

    void forget(InotifyWatch watch) {
        if (watches.remove(watch.descriptor) != null) {
            InotifyHub.detach(watch);
            enqueue(watch, InotifyHub.IN_IGNORED, null, 0);
        }
    }

    void enqueue(InotifyWatch watch, int mask, @Nullable String name, int cookie) {
        if (queue.size() > MAX_QUEUED) {
            return;
        }
        var event =
                queue.size() == MAX_QUEUED
                        ? new Event(-1, IN_Q_OVERFLOW, 0, null)
                        : new Event(watch.descriptor, mask, cookie, name);
        Event last = queue.peekLast();
        if (last != null && Objects.equals(last, event)) {
            return; // told already
        }
        queue.add(event);
        waitQueue.wakeAll(POLLIN | POLLRDNORM);
    }

    @Override
    public long read(FsSubject who, IoBuf to, long at) {
        if (queue.isEmpty()) {
            return -Errno.EAGAIN.number;
        }
        long done = 0;
        for (Event event = queue.peek(); event != null; event = queue.peek()) {
            if (event.size() > to.remaining()) {
                return done > 0 ? done : -Errno.EINVAL.number;
            }
            queue.remove();
            byte[] bytes = encode(event);
            to.put(bytes, 0, bytes.length);
            done += bytes.length;
        }
        return done;
    }

    private static byte[] encode(Event event) {
        ByteBuffer out = ByteBuffer.allocate(event.size()).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(event.descriptor).putInt(event.mask).putInt(event.cookie);
        out.putInt(event.nameLength());
        if (event.name != null) {
            out.put(event.name.getBytes(StandardCharsets.ISO_8859_1));
        }
        return out.array();
    }

    @Override
    public int poll() {
        return queue.isEmpty() ? 0 : POLLIN | POLLRDNORM;
    }

    @Override
    public WaitQueue waitQueue() {
        return waitQueue;
    }

    @Override
    public long ioctl(FsSubject who, int command, long argument) {
        if (command != FIONREAD) {
            return super.ioctl(who, command, argument);
        }
        int size = 0;
        for (Event event : queue) {
            size += event.size();
        }
        who.memory().putInt(argument, size);
        return 0;
    }

    @Override
    protected void release() {
        for (InotifyWatch watch : watches.values()) {
            InotifyHub.detach(watch);
        }
        watches.clear();
        queue.clear();
    }

    @Override
    public String fdinfo() {
        var text = new StringBuilder();
        for (InotifyWatch watch : watches.values()) {
            text.append(
                    "inotify wd:%x ino:%x sdev:%x mask:%x ignored_mask:0\n"
                            .formatted(
                                    watch.descriptor,
                                    watch.inode.ino(),
                                    watch.inode.superBlock().dev(),
                                    watch.mask & ~FsNotify.IS_DIR));
        }
        return text.toString();
    }
}
