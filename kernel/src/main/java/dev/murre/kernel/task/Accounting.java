package dev.murre.kernel.task;

/// What a task has used, getrusage(2). A process keeps the sums of its ended threads and of its
/// waited-for children in others of these.
public final class Accounting {
    long userNanos;
    long systemNanos;
    long minorFaults;
    long majorFaults;
    long voluntarySwitches;
    long involuntarySwitches;
    long maxRssPages;
    long syscalls;
    private long readCalls;
    private long writeCalls;
    private long bytesRead;
    private long bytesWritten;

    private long sampledSystemNanos;

    /// The task has run; what of it was system time comes from samples.
    public void ran(long nanos) {
        long system = Math.min(nanos, sampledSystemNanos);
        sampledSystemNanos -= system;
        systemNanos += system;
        userNanos += nanos - system;
    }

    /// About this much time went by in the kernel.
    void sampleSystem(long nanos) {
        sampledSystemNanos += nanos;
    }

    /// A call has read so many bytes, `/proc/PID/io`.
    public void countRead(long bytes) {
        readCalls++;
        bytesRead += Math.max(0, bytes);
    }

    /// A call has written so many bytes.
    public void countWrite(long bytes) {
        writeCalls++;
        bytesWritten += Math.max(0, bytes);
    }

    /// A page fault was handled.
    public void countFault(boolean major) {
        if (major) {
            majorFaults++;
        } else {
            minorFaults++;
        }
    }

    /// Adds what another one has counted.
    void add(Accounting other) {
        userNanos += other.userNanos;
        systemNanos += other.systemNanos;
        minorFaults += other.minorFaults;
        majorFaults += other.majorFaults;
        voluntarySwitches += other.voluntarySwitches;
        involuntarySwitches += other.involuntarySwitches;
        maxRssPages = Math.max(maxRssPages, other.maxRssPages);
        syscalls += other.syscalls;
        readCalls += other.readCalls;
        writeCalls += other.writeCalls;
        bytesRead += other.bytesRead;
        bytesWritten += other.bytesWritten;
    }

    public long userNanos() {
        return userNanos;
    }

    public long systemNanos() {
        return systemNanos;
    }

    public long minorFaults() {
        return minorFaults;
    }

    public long majorFaults() {
        return majorFaults;
    }

    public long voluntarySwitches() {
        return voluntarySwitches;
    }

    public long involuntarySwitches() {
        return involuntarySwitches;
    }

    /// The most pages that were resident.
    public long maxRssPages() {
        return maxRssPages;
    }

    public long syscalls() {
        return syscalls;
    }

    /// Calls of read(2) and its relatives.
    public long readCalls() {
        return readCalls;
    }

    /// Calls of write(2) and its relatives.
    public long writeCalls() {
        return writeCalls;
    }

    public long bytesRead() {
        return bytesRead;
    }

    public long bytesWritten() {
        return bytesWritten;
    }
}
