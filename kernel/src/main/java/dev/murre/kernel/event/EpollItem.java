package dev.murre.kernel.event;

import static dev.murre.abi.PollEvents.*;

import dev.murre.kernel.base.WaitEntry;
import dev.murre.kernel.fs.OpenFile;
import org.jspecify.annotations.Nullable;

/// One descriptor an epoll instance watches; it stands on the wait queue of the file.
final class EpollItem extends WaitEntry implements OpenFile.CloseListener {
    /// Bits that say how, not what.
    static final int PRIVATE_BITS = EPOLLWAKEUP | EPOLLONESHOT | EPOLLET | EPOLLEXCLUSIVE;

    final Epoll epoll;
    final OpenFile file;
    final int fd;

    /// The next item with the same number: descriptors may be closed while the file stays open
    /// elsewhere.
    @Nullable EpollItem nextOfFd;

    int events;
    long data;

    /// Links of the ready list.
    @Nullable EpollItem previousReady;

    @Nullable EpollItem nextReady;
    boolean ready;

    EpollItem(Epoll epoll, OpenFile file, int fd) {
        this.epoll = epoll;
        this.file = file;
        this.fd = fd;
    }

    /// What of the wanted events is there now.
    int pollNow() {
        return file.poll() & events;
    }

    @Override
    protected boolean onWake(int key) {
        if ((events & ~PRIVATE_BITS) == 0 || key != 0 && (key & events) == 0) {
            return false;
        }
        boolean taken = epoll.becameReady(this);
        return (events & EPOLLEXCLUSIVE) == 0 || taken;
    }

    @Override
    public void closed(OpenFile closedFile) {
        epoll.remove(this);
    }
}
