package dev.murre.kernel.base;

/// The kernel's own messages, as dmesg(1) shows them.
public interface KernelLog {
    /// Something worth knowing happened.
    void info(String message);

    /// Something is not as it should be, such as a system call that does not exist.
    void warn(String message);

    /// The kernel made a mistake, which cost a task its life. Linux: an oops.
    void bug(String message, Throwable cause);
}
