package dev.murre.kernel.signal;

/// What happens when a signal is delivered, sigaction(2).
///
/// @param handler address of the handler, or [#DEFAULT_HANDLER] or [#IGNORE_HANDLER]
/// @param flags bits of [dev.murre.abi.SigactionFlags]
/// @param restorer address of the code that calls sigreturn, with SA_RESTORER
/// @param mask signals blocked while the handler runs
public record SigAction(long handler, int flags, long restorer, long mask) {
    public static final long DEFAULT_HANDLER = 0;
    public static final long IGNORE_HANDLER = 1;

    public static final SigAction DEFAULT = new SigAction(DEFAULT_HANDLER, 0, 0, 0);

    public boolean isDefault() {
        return handler == DEFAULT_HANDLER;
    }

    public boolean isIgnore() {
        return handler == IGNORE_HANDLER;
    }

    public boolean hasHandler() {
        return !isDefault() && !isIgnore();
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }
}
