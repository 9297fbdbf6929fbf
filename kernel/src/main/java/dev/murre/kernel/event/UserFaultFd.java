package dev.murre.kernel.event;

import static dev.murre.abi.PollEvents.POLLERR;
import static dev.murre.abi.PollEvents.POLLIN;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.mm.FaultResult;
import dev.murre.kernel.mm.FaultServer;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.mm.ServedFault;
import dev.murre.machine.memory.Perm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Tells of page faults and has them served from user mode, userfaultfd(2).
///
/// Events other than page faults (UFFD_FEATURE_EVENT_…) are not offered.
public final class UserFaultFd extends OpenFile implements FaultServer {
    /// Whose faults are told of: everyone's, or only those of programs (UFFD_USER_MODE_ONLY).
    public enum Scope {
        ALL,
        USER_MODE
    }

    private static final int MESSAGE_BYTES = 32;
    private static final byte EVENT_PAGEFAULT = 0x12;
    private static final int FLAG_WRITE = 1;
    private static final int FLAG_PROTECTED = 2;

    private final Mm mm;
    private final Scope scope;
    private final WaitQueue waitQueue = new WaitQueue("userfaultfd_read");
    private final List<Asked> asked = new ArrayList<>();
    private final Set<Long> protectedPages = new HashSet<>();
    private final UserFaultControl control = new UserFaultControl(this);

    /// Those of the features that the program has chosen; −1 until it has.
    private long features = -1;

    public UserFaultFd(Inode inode, Mm mm, Scope scope) {
        super(inode);
        this.mm = mm;
        this.scope = scope;
        mm.served().countServer(1);
    }

    /// A thread that waits for a page.
    private final class Asked implements Question {
        private final ServedFault fault;
        private final int thread;
        private final WaitQueue answered = new WaitQueue("handle_userfault");
        private boolean told;

        Asked(ServedFault fault, int thread) {
            this.fault = fault;
            this.thread = thread;
        }

        @Override
        public WaitQueue answered() {
            return answered;
        }

        @Override
        public void drop() {
            asked.remove(this);
        }

        /// `struct uffd_msg`.
        byte[] message() {
            var out = ByteBuffer.allocate(MESSAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            long flags = (fault.access() & Perm.WRITE) != 0 ? FLAG_WRITE : 0;
            out.put(0, EVENT_PAGEFAULT);
            out.putLong(8, fault.isProtected() ? flags | FLAG_PROTECTED : flags);
            out.putLong(16, fault.address());
            out.putInt(24, has(UserFaultControl.FEATURE_THREAD_ID) ? thread : 0);
            return out.array();
        }
    }

    Mm mm() {
        return mm;
    }

    boolean isSetUp() {
        return features >= 0;
    }

    void setUp(long chosen) {
        features = chosen;
    }

    private boolean has(long feature) {
        return isSetUp() && (features & feature) != 0;
    }

    @Override
    public FaultResult missing() {
        boolean signal = has(UserFaultControl.FEATURE_SIGBUS);
        return signal ? FaultResult.BEYOND_END : FaultResult.WAITS;
    }

    @Override
    public boolean servesKernel() {
        return scope == Scope.ALL;
    }

    @Override
    public boolean protects(long page) {
        return protectedPages.contains(page);
    }

    @Override
    public void renewed(long page) {
        protectedPages.remove(page);
    }

    void protect(long page) {
        protectedPages.add(page);
    }

    @Override
    public Question ask(ServedFault fault, int thread) {
        var question = new Asked(fault, thread);
        asked.add(question);
        waitQueue.wakeAll(POLLIN);
        return question;
    }

    /// Has those try again who wait for pages in a range.
    void wake(long start, long length) {
        for (Asked question : asked) {
            if (question.fault.address() - start >= 0
                    && question.fault.address() - start < length) {
                question.answered.wakeAll();
            }
        }
    }

    @Override
    public long read(FsSubject who, IoBuf to, long at) {
        if (!isSetUp()) {
            return -Errno.EINVAL.number;
        }
        long done = 0;
        for (Asked question : asked) {
            if (!question.told && to.remaining() >= MESSAGE_BYTES) {
                question.told = true;
                to.put(question.message(), 0, MESSAGE_BYTES);
                done += MESSAGE_BYTES;
            }
        }
        if (done == 0) {
            boolean small = to.remaining() < MESSAGE_BYTES;
            return small ? -Errno.EINVAL.number : -Errno.EAGAIN.number;
        }
        return done;
    }

    @Override
    public int poll() {
        if (!isSetUp() || !isNonBlocking()) {
            return POLLERR;
        }
        return asked.stream().allMatch(question -> question.told) ? 0 : POLLIN;
    }

    @Override
    public WaitQueue waitQueue() {
        return waitQueue;
    }

    @Override
    public long ioctl(FsSubject who, int command, long argument) {
        return control.ioctl(who, command, argument);
    }

    @Override
    protected void release() {
        mm.served().forget(this);
        mm.served().countServer(-1);
        asked.forEach(question -> question.answered.wakeAll());
    }

    @Override
    public String fdinfo() {
        long pending = asked.stream().filter(question -> !question.told).count();
        return "pending:\t%d\ntotal:\t%d\nAPI:\t%x:%x:%x\n"
                .formatted(
                        pending,
                        asked.size(),
                        UserFaultControl.API,
                        isSetUp() ? features : 0,
                        UserFaultControl.CALLS);
    }
}
