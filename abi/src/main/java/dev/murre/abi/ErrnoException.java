package dev.murre.abi;

/// An error on its way to the guest. There is one per [Errno], made beforehand and without a stack
/// trace, so throwing costs no allocation; the system call dispatcher turns it into `-errno`.
public final class ErrnoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// The error.
    public final transient Errno errno;

    ErrnoException(Errno errno) {
        super(errno.name(), null, false, false);
        this.errno = errno;
    }
}
