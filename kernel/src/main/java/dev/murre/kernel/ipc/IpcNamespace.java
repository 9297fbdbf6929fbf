package dev.murre.kernel.ipc;

import dev.murre.kernel.base.KernelServices;
import dev.murre.kernel.base.UserNamespace;

/// The System V objects and POSIX message queues a group of processes sees, ipc_namespaces(7).
public final class IpcNamespace {
    private final UserNamespace owner;
    private static final int MAX_SEGMENTS = 4096;
    private static final int MAX_SETS = 32000;
    private static final int MAX_QUEUES = 32000;

    private final KernelServices kernel;
    private final IpcTable<ShmSegment> segments = new IpcTable<>(MAX_SEGMENTS);
    private final IpcTable<SemaphoreSet> semaphores = new IpcTable<>(MAX_SETS);
    private final IpcTable<MessageQueue> queues = new IpcTable<>(MAX_QUEUES);
    private final PosixQueues posixQueues = new PosixQueues();

    /// @param owner the user namespace it belongs to
    public IpcNamespace(KernelServices kernel, UserNamespace owner) {
        this.owner = owner;
        this.kernel = kernel;
    }

    public long nowSeconds() {
        return kernel.clocks().realtimeSeconds();
    }

    public IpcTable<ShmSegment> segments() {
        return segments;
    }

    public IpcTable<SemaphoreSet> semaphores() {
        return semaphores;
    }

    public IpcTable<MessageQueue> queues() {
        return queues;
    }

    public PosixQueues posixQueues() {
        return posixQueues;
    }

    /// Removes a segment: at once, or when the last process detaches it.
    public void remove(ShmSegment segment) {
        segments.forgetKey(segment);
        if (segment.markForRemoval()) {
            segments.remove(segment);
        }
    }

    /// A process attached or detached a segment.
    void detached(ShmSegment segment) {
        if (segment.isDoomed() && segment.attachments() == 0) {
            segments.remove(segment);
        }
    }

    /// The user namespace it belongs to.
    public UserNamespace owner() {
        return owner;
    }
}
