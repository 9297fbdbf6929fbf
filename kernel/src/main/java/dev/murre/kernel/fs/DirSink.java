package dev.murre.kernel.fs;

/// Takes directory entries one by one.
@FunctionalInterface
public interface DirSink {
    /// Takes one entry; `type` is the file type bits of its mode (`S_IFREG`…), `next` the cookie
    /// that
    /// goes on after it. Returns false when it could not take this entry: stop here.
    boolean entry(String name, long ino, int type, long next);
}
