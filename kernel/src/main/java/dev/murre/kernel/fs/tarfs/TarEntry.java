package dev.murre.kernel.fs.tarfs;

/// One member of an archive.
///
/// @param type its type flag, tar(5)
/// @param offset where its content begins in the archive
record TarEntry(
        String name,
        char type,
        int mode,
        int uid,
        int gid,
        long size,
        long mtimeNanos,
        String linkName,
        int major,
        int minor,
        long offset) {
    static final char HARD_LINK = '1';
    static final char SYMBOLIC_LINK = '2';
    static final char CHARACTER_DEVICE = '3';
    static final char BLOCK_DEVICE = '4';
    static final char DIRECTORY = '5';
    static final char FIFO = '6';
}
