package dev.murre.kernel.task;

/// The kernel found itself in a state that cannot be: our error, or bytes of a kernel stack that
/// somebody has overwritten. Ends the task it happened in.
public final class KernelOops extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public KernelOops(String message) {
        super(message);
    }
}
