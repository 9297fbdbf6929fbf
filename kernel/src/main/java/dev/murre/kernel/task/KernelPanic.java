package dev.murre.kernel.task;

/// The kernel cannot go on: what it stands on is broken. Ends the machine.
public final class KernelPanic extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public KernelPanic(String message) {
        super("Kernel panic: " + message);
    }
}
