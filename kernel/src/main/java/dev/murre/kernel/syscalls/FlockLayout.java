package dev.murre.kernel.syscalls;

/// Where the fields of `struct flock` stand: asm-generic/fcntl.h.
enum FlockLayout {
    /// `struct flock` of a 32-bit ABI.
    WORD32(4, 4, 8, 12),
    /// `struct flock` of 64-bit ABIs and `struct flock64` of ARM.
    WORD64(8, 8, 16, 24),
    /// `struct flock64` of i386, where 64-bit values need no alignment.
    I386_64(8, 4, 12, 20);

    final int width;
    final int start;
    final int length;
    final int pid;

    FlockLayout(int width, int start, int length, int pid) {
        this.width = width;
        this.start = start;
        this.length = length;
        this.pid = pid;
    }
}
