package dev.murre.kernel.task;

import dev.murre.abi.Errno;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.PollEvents;
import dev.murre.abi.Rlimit;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The other side of a filter that asks somebody about system calls, seccomp_unotify(2): a
/// descriptor to take the questions from and to answer them.
final class SeccompListener extends OpenFile {
    static final int NOTIFICATION_BYTES = 80;
    static final int RESPONSE_BYTES = 24;
    static final int DATA_BYTES = 64;

    // ioctl numbers; the second form of ID_VALID is that of old headers.
    private static final int RECV = 0xc0502100;
    private static final int SEND = 0xc0182101;
    private static final int ID_VALID = 0x40082102;
    private static final int ID_VALID_OLD = 0x80082102;

    private static final int ADDFD = 0x40182103;

    private static final int CONTINUE = 1;
    private static final int ADDFD_SETFD = 1;
    private static final int ADDFD_SEND = 2;

    private enum Progress {
        ASKED,
        RECEIVED,
        ANSWERED
    }

    /// A question: what a task may do about one system call.
    static final class Notification {
        private final long id;
        private final Task task;
        private final int[] data;
        private final WaitQueue answered = new WaitQueue("seccomp_do_user_notification");
        private Progress progress = Progress.ASKED;
        private long result;
        private boolean goesOn;

        private Notification(long id, Task task, int[] data) {
            this.id = id;
            this.task = task;
            this.data = data;
        }

        /// Whether the call is to be made after all.
        boolean goesOn() {
            return goesOn;
        }

        private void answer(long value, boolean passes) {
            result = value;
            goesOn = passes;
            progress = Progress.ANSWERED;
            answered.wakeAll();
        }
    }

    private final Kernel kernel;
    private final List<Notification> questions = new ArrayList<>();
    private final WaitQueue queue = new WaitQueue("seccomp_notify_recv");
    private long nextId;
    private boolean closed;

    private SeccompListener(Kernel kernel, Inode inode, long firstId) {
        super(inode);
        this.kernel = kernel;
        this.nextId = firstId;
    }

    /// Makes one, with a descriptor of the task's.
    static SeccompListener open(Task t) {
        long first = t.kernel().entropy().nextLong() & 0xffff_ffff_ffffL;
        var file =
                new SeccompListener(
                        t.kernel(), t.kernel().vfs().anonymousInode(t, 0600), first + 1);
        file.initAnonymous("anon_inode:seccomp notify", OpenFlags.O_RDWR, t.creds());
        return file;
    }

    /// The descriptor, or -errno.
    long install(Task t) {
        int fd =
                t.files().install(this, 0, t.limits().soft(Rlimit.NOFILE), FdTable.CloseOnExec.YES);
        if (fd < 0) {
            put();
        }
        return fd;
    }

    /// Asks about a call; null when nobody listens any more.
    @Nullable Notification ask(Task t, int[] data) {
        if (closed) {
            return null;
        }
        var question = new Notification(nextId++, t, data);
        questions.add(question);
        queue.wakeAll(PollEvents.POLLIN);
        return question;
    }

    /// Waits for the answer: the call's result, or 0 when it [Notification#goesOn].
    long await(Task t, Notification question) {
        if (question.progress == Progress.ANSWERED) {
            questions.remove(question);
            return question.result;
        }
        long wait = t.waitOn(question.answered);
        if (wait != SyscallResult.BLOCKED) {
            questions.remove(question);
        }
        return wait;
    }

    /// A task whose calls are asked about is gone: perhaps there will be no more questions.
    void taskGone(Task t) {
        questions.removeIf(question -> question.task == t);
        queue.wakeAll(PollEvents.POLLHUP);
    }

    private @Nullable Notification find(long id) {
        for (Notification question : questions) {
            if (question.id == id) {
                return question;
            }
        }
        return null;
    }

    private @Nullable Notification first(Progress progress) {
        for (Notification question : questions) {
            if (question.progress == progress) {
                return question;
            }
        }
        return null;
    }

    @Override
    public long ioctl(FsSubject who, int command, long argument) {
        if (!(who instanceof Task t)) {
            return Errno.EINVAL.result();
        }
        return switch (command) {
            case RECV -> receive(t, argument);
            case SEND -> send(t.memory(), argument);
            case ID_VALID, ID_VALID_OLD -> {
                Notification question = find(t.memory().getLong(argument));
                boolean valid = question != null && question.progress == Progress.RECEIVED;
                yield valid ? 0 : Errno.ENOENT.result();
            }
            case ADDFD -> addDescriptor(t, argument);
            default -> Errno.EINVAL.result();
        };
    }

    /// Gives the asking task a descriptor for one of the answering task's files.
    private long addDescriptor(Task t, long address) {
        UserMemory memory = t.memory();
        int flags = memory.getInt(address + 8);
        int chosen = memory.getInt(address + 16);
        int newFlags = memory.getInt(address + 20);
        boolean sets = (flags & ADDFD_SETFD) != 0;
        if ((newFlags & ~OpenFlags.O_CLOEXEC) != 0
                || (flags & ~(ADDFD_SETFD | ADDFD_SEND)) != 0
                || chosen != 0 && !sets) {
            return Errno.EINVAL.result();
        }
        OpenFile file = t.files().require(memory.getInt(address + 12));
        Notification question = find(memory.getLong(address));
        if (question == null) {
            return Errno.ENOENT.result();
        }
        if (question.progress != Progress.RECEIVED) {
            return Errno.EINPROGRESS.result();
        }
        var onExec = newFlags != 0 ? FdTable.CloseOnExec.YES : FdTable.CloseOnExec.NO;
        int fd = install(question.task, file, sets ? chosen : -1, onExec);
        if (fd >= 0 && (flags & ADDFD_SEND) != 0) {
            question.answer(fd, false);
        }
        return fd;
    }

    private static int install(Task to, OpenFile file, int chosen, FdTable.CloseOnExec onExec) {
        if (chosen < 0) {
            int fd = to.files().install(file.share(), 0, to.limits().soft(Rlimit.NOFILE), onExec);
            if (fd < 0) {
                file.put();
            }
            return fd;
        }
        if (to.limits().exceeded(Rlimit.NOFILE, chosen + 1L)) {
            return -Errno.EBADF.number;
        }
        OpenFile old = to.files().replace(chosen, file.share(), onExec);
        if (old != null) {
            to.files().closeRemoved(to, old);
        }
        return chosen;
    }

    private long receive(Task t, long address) {
        UserMemory memory = t.memory();
        byte[] bytes = new byte[NOTIFICATION_BYTES];
        memory.copyFromUser(address, bytes, 0, bytes.length);
        for (byte b : bytes) {
            if (b != 0) {
                return Errno.EINVAL.result();
            }
        }
        Notification question = first(Progress.ASKED);
        if (question == null) {
            if (!Seccomp.isUsed(kernel, this)) {
                return Errno.ENOENT.result();
            }
            long wait = t.waitOn(queue);
            return wait == SyscallResult.BLOCKED ? wait : Errno.EINTR.result();
        }
        memory.putLong(address, question.id);
        memory.putInt(address + 8, t.numberOf(question.task));
        memory.putInt(address + 12, 0);
        for (int i = 0; i < question.data.length; i++) {
            memory.putInt(address + 16 + 4L * i, question.data[i]);
        }
        question.progress = Progress.RECEIVED;
        queue.wakeAll(PollEvents.POLLOUT);
        return 0;
    }

    private long send(UserMemory memory, long address) {
        long value = memory.getLong(address + 8);
        int error = memory.getInt(address + 16);
        int flags = memory.getInt(address + 20);
        boolean passes = (flags & CONTINUE) != 0;
        if ((flags & ~CONTINUE) != 0 || passes && (error != 0 || value != 0)) {
            return Errno.EINVAL.result();
        }
        Notification question = find(memory.getLong(address));
        if (question == null) {
            return Errno.ENOENT.result();
        }
        if (question.progress != Progress.RECEIVED) {
            return Errno.EINPROGRESS.result();
        }
        question.answer(error != 0 ? error : value, passes);
        return 0;
    }

    @Override
    public int poll() {
        int ready = first(Progress.ASKED) != null ? PollEvents.POLLIN | PollEvents.POLLRDNORM : 0;
        if (first(Progress.RECEIVED) != null) {
            ready |= PollEvents.POLLOUT | PollEvents.POLLWRNORM;
        }
        boolean used = Seccomp.isUsed(kernel, this);
        return used ? ready : ready | PollEvents.POLLHUP;
    }

    @Override
    public WaitQueue waitQueue() {
        return queue;
    }

    @Override
    protected void release() {
        closed = true;
        for (Notification question : questions) {
            if (question.progress != Progress.ANSWERED) {
                question.answer(Errno.ENOSYS.result(), false);
            }
        }
    }
}
