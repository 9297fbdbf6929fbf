package dev.murre.kernel.net;

import org.jspecify.annotations.Nullable;

/// A caller that can name network namespaces by processes and descriptors; every task is one.
public interface NetnsFinder {
    /// That of a process; null if there is none.
    @Nullable NetNamespace networkOfProcess(int pid);

    /// That of an open file of `/proc/PID/ns`.
    ///
    /// @throws dev.murre.abi.ErrnoException EBADF, or EINVAL for another file
    NetNamespace networkOfDescriptor(int fd);
}
