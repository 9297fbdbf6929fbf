package dev.murre.kernel.ipc;

import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.mm.AnonymousShared;
import dev.murre.kernel.mm.MappedFile;
import dev.murre.kernel.mm.PageSource;

/// A shared memory segment, shmget(2). Each mapping of it holds it once and counts as an
/// attachment.
public final class ShmSegment extends IpcObject implements MappedFile {
    private static final int SHM_DEST = 01000;
    private static final int SHM_LOCKED = 02000;

    private final IpcNamespace namespace;
    private final AnonymousShared memory;
    private final long size;
    private final int creatorPid;
    private int attachments;
    private boolean doomed;
    private boolean locked;
    private int lastPid;
    private long attachSeconds;
    private long detachSeconds;
    private long changeSeconds;

    public ShmSegment(
            IpcNamespace namespace,
            AnonymousShared memory,
            int key,
            Credentials creator,
            int mode,
            long size,
            int creatorPid) {
        super(key, creator, mode);
        this.namespace = namespace;
        this.memory = memory;
        this.size = size;
        this.creatorPid = creatorPid;
        changeSeconds = namespace.nowSeconds();
    }

    public long size() {
        return size;
    }

    public int attachments() {
        return attachments;
    }

    public int creatorPid() {
        return creatorPid;
    }

    public int lastPid() {
        return lastPid;
    }

    public long attachSeconds() {
        return attachSeconds;
    }

    public long detachSeconds() {
        return detachSeconds;
    }

    public long changeSeconds() {
        return changeSeconds;
    }

    public void changed() {
        changeSeconds = namespace.nowSeconds();
    }

    public void setLocked(boolean value) {
        locked = value;
    }

    /// Notes who attached or detached last.
    public void usedBy(int pid) {
        lastPid = pid;
    }

    @Override
    public int mode() {
        return super.mode() | (doomed ? SHM_DEST : 0) | (locked ? SHM_LOCKED : 0);
    }

    boolean isDoomed() {
        return doomed;
    }

    /// Returns whether nothing holds the segment any more.
    boolean markForRemoval() {
        doomed = true;
        return attachments == 0;
    }

    @Override
    void remove() {
        super.remove();
        memory.put();
    }

    @Override
    public PageSource pages() {
        return memory;
    }

    @Override
    public MappedFile share() {
        attachments++;
        attachSeconds = namespace.nowSeconds();
        return this;
    }

    @Override
    public void put() {
        attachments--;
        detachSeconds = namespace.nowSeconds();
        namespace.detached(this);
    }
}
