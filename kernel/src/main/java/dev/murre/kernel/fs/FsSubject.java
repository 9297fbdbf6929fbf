package dev.murre.kernel.fs;

import dev.murre.kernel.base.Subject;

/// A caller with a place in the file tree and open files; every task is one.
public interface FsSubject extends Subject {
    /// Root, working directory and umask.
    FsContext fs();

    /// The descriptors.
    FdTable files();
}
