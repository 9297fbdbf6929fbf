package dev.murre.kernel.event;

import dev.murre.abi.Errno;
import dev.murre.abi.PollEvents;
import dev.murre.abi.SigCodes;
import dev.murre.kernel.base.KernelServices;
import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.fs.FsNotify;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import java.util.ArrayList;
import java.util.List;

/// Signals for changes in a directory: fcntl(2), F_NOTIFY. The requests for one directory.
public final class DirectoryNotices {
    private static final int DN_ACCESS = 0x1;
    private static final int DN_MODIFY = 0x2;
    private static final int DN_CREATE = 0x4;
    private static final int DN_DELETE = 0x8;
    private static final int DN_RENAME = 0x10;
    private static final int DN_ATTRIB = 0x20;
    private static final int DN_MULTISHOT = 0x80000000;
    private static final int F_OWNER_PID = 1;

    private static final int BAND = PollEvents.POLLIN | PollEvents.POLLRDNORM | PollEvents.POLLMSG;

    private static final class Request {
        final FdTable files;
        final OpenFile file;
        final int descriptor;
        int mask;

        Request(FdTable files, OpenFile file, int descriptor) {
            this.files = files;
            this.file = file;
            this.descriptor = descriptor;
        }

        /// Closing the descriptor ends a request.
        boolean stands() {
            return files.getAny(descriptor) == file;
        }
    }

    private final KernelServices kernel;
    private final List<Request> requests = new ArrayList<>(1);
    private int lastMovedOut;

    DirectoryNotices(KernelServices kernel) {
        this.kernel = kernel;
    }

    /// Asks for signals, adds to what was asked for, or takes it back with an empty `mask`.
    ///
    /// @param pid who is to be told unless the file has an owner
    /// @return 0 or `-errno`
    public static long request(
            KernelServices kernel,
            FdTable files,
            OpenFile file,
            int descriptor,
            int mask,
            int pid) {
        Inode inode = file.inode();
        if ((mask & ~DN_MULTISHOT) == 0) {
            InotifyHub.endNotices(inode, files, file);
            return 0;
        }
        if (!inode.isDirectory()) {
            return -Errno.ENOTDIR.number;
        }
        if (file.ownerPid() == 0) {
            file.setOwner(F_OWNER_PID, pid);
        }
        InotifyHub.notices(inode, kernel).add(files, file, descriptor, mask);
        return 0;
    }

    private void add(FdTable files, OpenFile file, int descriptor, int mask) {
        Request request = null;
        for (Request each : requests) {
            if (each.files == files && each.file == file) {
                request = each;
            }
        }
        if (request == null) {
            request = new Request(files, file, descriptor);
            requests.add(request);
        }
        request.mask |= mask;
    }

    void end(FdTable files, OpenFile file) {
        requests.removeIf(each -> each.files == files && each.file == file);
    }

    boolean isEmpty() {
        return requests.isEmpty();
    }

    void event(int mask, int cookie) {
        int wanted = wantedBy(mask, cookie);
        requests.removeIf(each -> !each.stands());
        for (Request each : List.copyOf(requests)) {
            if ((each.mask & wanted) == 0) {
                continue;
            }
            each.file.tellOwner(kernel, SigCodes.POLL_MSG, BAND, each.descriptor);
            if ((each.mask & DN_MULTISHOT) == 0) {
                each.mask &= ~wanted;
                if (each.mask == 0) {
                    requests.remove(each);
                }
            }
        }
    }

    /// The requests that an event answers. Moving within the directory shows by both of its events
    /// having one cookie.
    private int wantedBy(int mask, int cookie) {
        int wanted = (mask & FsNotify.ACCESS) != 0 ? DN_ACCESS : 0;
        wanted |= (mask & FsNotify.MODIFY) != 0 ? DN_MODIFY : 0;
        wanted |= (mask & FsNotify.ATTRIB) != 0 ? DN_ATTRIB : 0;
        wanted |= (mask & (FsNotify.CREATE | FsNotify.MOVED_TO)) != 0 ? DN_CREATE : 0;
        wanted |= (mask & (FsNotify.DELETE | FsNotify.MOVED_FROM)) != 0 ? DN_DELETE : 0;
        if ((mask & FsNotify.MOVED_FROM) != 0) {
            lastMovedOut = cookie;
        } else if ((mask & FsNotify.MOVED_TO) != 0 && cookie == lastMovedOut) {
            wanted |= DN_RENAME;
        }
        return wanted;
    }
}
