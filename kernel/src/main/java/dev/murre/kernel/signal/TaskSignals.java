package dev.murre.kernel.signal;

import dev.murre.abi.SigactionFlags;
import dev.murre.arch.SignalFrame;
import org.jspecify.annotations.Nullable;

/// The signal state of one thread: mask, own queue, alternate stack.
public final class TaskSignals {
    /// SIGKILL and SIGSTOP, which cannot be blocked.
    public static final long UNBLOCKABLE = 1L << 8 | 1L << 18;

    private long blocked;
    private long awaited;
    private long saved;
    private boolean restoreMask;
    private boolean maskOutlastsCall;

    /// Signals for this thread alone.
    public final SigQueue pending = new SigQueue();

    long altAddress;
    long altSize;
    int altFlags = SigactionFlags.SS_DISABLE;

    /// A group stop is to be taken part in, and the signal to report.
    boolean stopPending;

    private @Nullable SignalFrame frame;

    /// Whether the thread is to take part in a stop of its process.
    public boolean stopPending() {
        return stopPending;
    }

    /// Has a thread stop that its tracer had let run while its process was stopped.
    public void stopAgain() {
        stopPending = true;
    }

    /// Signals held back.
    public long blocked() {
        return blocked;
    }

    /// Sets the mask, without what cannot be blocked.
    public void setBlocked(long mask) {
        blocked = mask & ~UNBLOCKABLE;
    }

    /// Unblocks signals so that they wake the thread, which takes them itself: sigtimedwait(2).
    /// They
    /// are neither ignored nor fatal when they are sent.
    public void await(long signals) {
        awaited = blocked & signals;
        blocked &= ~signals;
    }

    /// Ends {@link #await}.
    public void endAwait() {
        blocked |= awaited;
        awaited = 0;
    }

    /// Whether a signal is held back, or awaited by a thread that holds it back otherwise.
    boolean holdsBack(long signal) {
        return ((blocked | awaited) & signal) != 0;
    }

    /// Whether the thread waits in sigtimedwait(2) for a signal that it blocks.
    boolean awaits(long signal) {
        return (awaited & signal) != 0;
    }

    /// Sets a mask for the time of one system call: sigsuspend(2), pselect(2), ppoll(2),
    /// epoll_pwait(2). The old one comes back when the call ends, after a handler has run if any.
    public void setTemporaryMask(long mask) {
        if (!restoreMask) {
            saved = blocked;
            restoreMask = true;
        }
        maskOutlastsCall = false;
        setBlocked(mask);
    }

    /// Keeps the temporary mask until the handlers that it lets run have, although the call
    /// succeeds.
    public void keepTemporaryMask() {
        maskOutlastsCall = restoreMask;
    }

    /// Whether a call that succeeds ends the temporary mask.
    public boolean endsMaskWithCall() {
        return restoreMask && !maskOutlastsCall;
    }

    /// Whether a temporary mask is in force.
    public boolean hasTemporaryMask() {
        return restoreMask;
    }

    /// Ends the temporary mask, if there is one.
    public void restoreSavedMask() {
        if (restoreMask) {
            restoreMask = false;
            blocked = saved;
        }
    }

    /// The mask that a signal frame is to restore; ends the temporary mask without restoring it.
    long maskForFrame() {
        if (restoreMask) {
            restoreMask = false;
            return saved;
        }
        return blocked;
    }

    /// Whether a stack pointer is on the alternate stack.
    boolean onAltStack(long sp) {
        if ((altFlags & SigactionFlags.SS_AUTODISARM) != 0) {
            return false;
        }
        return sp > altAddress && sp - altAddress <= altSize;
    }

    /// What sigaltstack(2) reports as ss_flags.
    int altStackFlags(long sp) {
        if (altSize == 0) {
            return SigactionFlags.SS_DISABLE;
        }
        return onAltStack(sp) ? SigactionFlags.SS_ONSTACK : 0;
    }

    void resetAltStack() {
        altAddress = 0;
        altSize = 0;
        altFlags = SigactionFlags.SS_DISABLE;
    }

    SignalFrame frame() {
        SignalFrame f = frame;
        if (f == null) {
            f = new SignalFrame();
            frame = f;
        }
        return f;
    }

    /// Becomes as the parent's at fork.
    public void copyFrom(TaskSignals parent, boolean keepAltStack) {
        blocked = parent.blocked;
        if (keepAltStack) {
            altAddress = parent.altAddress;
            altSize = parent.altSize;
            altFlags = parent.altFlags;
        }
    }

    /// What exec leaves: the mask and pending signals, no alternate stack.
    public void exec() {
        resetAltStack();
    }
}
