package dev.murre.kernel.mm;

/// The kernel needs a page that a [FaultServer] has yet to bring in: the system call is left, and
/// entered again when it is there.
public final class FaultWait extends RuntimeException {
    private static final long serialVersionUID = 1;

    static final FaultWait INSTANCE = new FaultWait();

    private FaultWait() {
        super("", null, false, false);
    }
}
