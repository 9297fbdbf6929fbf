package dev.murre.kernel.event;

import static dev.murre.abi.PollEvents.*;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// An interest list and its ready list, epoll(7).
///
/// An item joins the ready list when its file wakes it and leaves when a wait finds nothing there
/// any more
/// (level-triggered) or as soon as it has been reported (edge-triggered, one-shot).
public final class Epoll extends OpenFile {
    /// Where a wait puts the events it found.
    public interface Sink {
        /// Stores an event as the `index`th; may throw EFAULT.
        void store(int index, int events, long data);
    }

    private static final int MAX_NESTING = 5;
    private static final int ALWAYS = POLLERR | POLLHUP;
    private static final int EXCLUSIVE_OK =
            POLLIN | POLLOUT | POLLERR | POLLHUP | EPOLLWAKEUP | EPOLLET | EPOLLEXCLUSIVE;

    private final WaitQueue waitQueue = new WaitQueue("ep_poll");

    /// Items by descriptor number.
    private @Nullable EpollItem[] byFd = new @Nullable EpollItem[16];

    private @Nullable EpollItem firstReady;
    private @Nullable EpollItem lastReady;

    public Epoll(Inode inode) {
        super(inode);
    }

    @Override
    public WaitQueue waitQueue() {
        return waitQueue;
    }

    // epoll_ctl(2).

    /// Starts to watch `file` under the number `fd`.
    ///
    /// @throws dev.murre.abi.ErrnoException EEXIST, EINVAL, ELOOP, EPERM
    public void add(OpenFile file, int fd, int events, long data) {
        WaitQueue queue = file.waitQueue();
        if (queue == null) {
            throw Errno.EPERM.exception();
        }
        checkExclusive(file, events);
        if (find(file, fd) != null) {
            throw Errno.EEXIST.exception();
        }
        if (file instanceof Epoll inner
                && (inner.reaches(this, 0) || inner.depth(0) >= MAX_NESTING)) {
            throw Errno.ELOOP.exception();
        }
        var item = new EpollItem(this, file, fd);
        item.events = events | ALWAYS;
        item.data = data;
        insert(item);
        file.addCloseListener(item);
        if ((events & EPOLLEXCLUSIVE) != 0) {
            queue.addExclusive(item, -1);
        } else {
            queue.add(item, -1);
        }
        if (item.pollNow() != 0) {
            becameReady(item);
        }
    }

    private static void checkExclusive(OpenFile file, int events) {
        if ((events & EPOLLEXCLUSIVE) != 0
                && (file instanceof Epoll || (events & ~EXCLUSIVE_OK) != 0)) {
            throw Errno.EINVAL.exception();
        }
    }

    /// Changes what is watched for; also arms a one-shot item again.
    public void modify(OpenFile file, int fd, int events, long data) {
        EpollItem item = require(file, fd);
        if (((events | item.events) & EPOLLEXCLUSIVE) != 0) {
            throw Errno.EINVAL.exception();
        }
        item.events = events | ALWAYS;
        item.data = data;
        if (item.pollNow() != 0) {
            becameReady(item);
        }
    }

    public void delete(OpenFile file, int fd) {
        EpollItem item = require(file, fd);
        file.removeCloseListener(item);
        remove(item);
    }

    private EpollItem require(OpenFile file, int fd) {
        EpollItem item = find(file, fd);
        if (item == null) {
            throw Errno.ENOENT.exception();
        }
        return item;
    }

    private @Nullable EpollItem find(OpenFile file, int fd) {
        EpollItem item = fd < byFd.length ? byFd[fd] : null;
        while (item != null && item.file != file) {
            item = item.nextOfFd;
        }
        return item;
    }

    private void insert(EpollItem item) {
        if (item.fd >= byFd.length) {
            byFd = Arrays.copyOf(byFd, Integer.highestOneBit(item.fd) * 2);
        }
        item.nextOfFd = byFd[item.fd];
        byFd[item.fd] = item;
    }

    /// Takes an item out of everything but the file's close listeners.
    void remove(EpollItem item) {
        item.leave();
        dropReady(item);
        EpollItem at = byFd[item.fd];
        if (at == item) {
            byFd[item.fd] = item.nextOfFd;
            return;
        }
        while (at != null && at.nextOfFd != item) {
            at = at.nextOfFd;
        }
        if (at != null) {
            at.nextOfFd = item.nextOfFd;
        }
    }

    @Override
    protected void release() {
        for (EpollItem item : byFd) {
            for (; item != null; item = item.nextOfFd) {
                item.file.removeCloseListener(item);
                item.leave();
            }
        }
        byFd = new @Nullable EpollItem[0];
        firstReady = null;
        lastReady = null;
    }

    private boolean reaches(Epoll target, int depth) {
        if (this == target || depth > MAX_NESTING) {
            return true;
        }
        for (EpollItem item : byFd) {
            for (; item != null; item = item.nextOfFd) {
                if (item.file instanceof Epoll inner && inner.reaches(target, depth + 1)) {
                    return true;
                }
            }
        }
        return false;
    }

    private int depth(int above) {
        int deepest = 1;
        for (EpollItem item : byFd) {
            for (; item != null && above < MAX_NESTING; item = item.nextOfFd) {
                if (item.file instanceof Epoll inner) {
                    deepest = Math.max(deepest, 1 + inner.depth(above + 1));
                }
            }
        }
        return deepest;
    }

    // The ready list.

    /// Puts an item on the ready list and wakes a waiter.
    ///
    /// @return whether somebody was waiting
    boolean becameReady(EpollItem item) {
        appendReady(item);
        return waitQueue.wakeOne(POLLIN | POLLRDNORM) > 0;
    }

    private void appendReady(EpollItem item) {
        if (item.ready) {
            return;
        }
        item.ready = true;
        item.previousReady = lastReady;
        item.nextReady = null;
        if (lastReady != null) {
            lastReady.nextReady = item;
        } else {
            firstReady = item;
        }
        lastReady = item;
    }

    private void dropReady(EpollItem item) {
        if (!item.ready) {
            return;
        }
        EpollItem before = item.previousReady;
        EpollItem after = item.nextReady;
        if (before != null) {
            before.nextReady = after;
        } else {
            firstReady = after;
        }
        if (after != null) {
            after.previousReady = before;
        } else {
            lastReady = before;
        }
        item.previousReady = null;
        item.nextReady = null;
        item.ready = false;
    }

    @Override
    public int poll() {
        while (firstReady != null) {
            if (firstReady.pollNow() != 0) {
                return POLLIN | POLLRDNORM;
            }
            dropReady(firstReady);
        }
        return 0;
    }

    /// Reports up to `maximum` events to `sink`; epoll_wait(2).
    ///
    /// @return how many
    public int collect(int maximum, Sink sink) {
        int count = 0;
        EpollItem last = lastReady;
        EpollItem item = firstReady;
        while (item != null && count < maximum) {
            EpollItem next = item == last ? null : item.nextReady;
            int found = item.pollNow();
            if (found == 0) {
                dropReady(item);
            } else {
                sink.store(count++, found, item.data);
                dropReady(item);
                if ((item.events & EPOLLONESHOT) != 0) {
                    item.events &= PRIVATE;
                } else if ((item.events & EPOLLET) == 0) {
                    appendReady(item);
                }
            }
            item = next;
        }
        if (firstReady != null) {
            waitQueue.wakeOne(POLLIN | POLLRDNORM);
        }
        return count;
    }

    private static final int PRIVATE = EpollItem.PRIVATE_BITS;

    @Override
    public String fdinfo() {
        var text = new StringBuilder();
        for (EpollItem item : byFd) {
            for (; item != null; item = item.nextOfFd) {
                text.append(
                        "tfd: %8d events: %8x data: %16x  pos:%d ino:%x sdev:%x\n"
                                .formatted(
                                        item.fd,
                                        item.events,
                                        item.data,
                                        item.file.pos(),
                                        item.file.inode().ino(),
                                        item.file.inode().superBlock().dev()));
            }
        }
        return text.toString();
    }
}
