package dev.murre.kernel.signal;

import dev.murre.abi.Signal;
import dev.murre.kernel.base.SigInfo;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Signals that wait to be delivered: `struct sigpending`. Standard signals once each, real-time
/// signals as often as they were sent.
public final class SigQueue {
    /// Signals that a fault raises: delivered before all others.
    private static final long SYNCHRONOUS =
            Signal.SIGSEGV.mask()
                    | Signal.SIGBUS.mask()
                    | Signal.SIGILL.mask()
                    | Signal.SIGTRAP.mask()
                    | Signal.SIGFPE.mask()
                    | Signal.SIGSYS.mask();

    private long mask;
    private final ArrayDeque<SigInfo> queue = new ArrayDeque<>(4);

    /// Which signals wait.
    public long mask() {
        return mask;
    }

    public boolean has(Signal signal) {
        return (mask & signal.mask()) != 0;
    }

    /// How many entries are queued, for RLIMIT_SIGPENDING.
    public int size() {
        return queue.size();
    }

    /// What waits, the oldest first.
    public List<SigInfo> entries() {
        return List.copyOf(queue);
    }

    /// Marks a signal as pending without information.
    public void mark(Signal signal) {
        mask |= signal.mask();
    }

    /// Queues a signal.
    public void add(SigInfo info) {
        mask |= info.signal().mask();
        queue.addLast(info);
    }

    /// The signal to deliver next among those not in `blocked`, or null.
    public @Nullable Signal next(long blocked) {
        long ready = mask & ~blocked;
        if (ready == 0) {
            return null;
        }
        long first = (ready & SYNCHRONOUS) != 0 ? ready & SYNCHRONOUS : ready;
        return Signal.of(Long.numberOfTrailingZeros(first) + 1);
    }

    /// Takes the oldest entry of a signal off; makes one up if it was only marked.
    public SigInfo take(Signal signal) {
        SigInfo found = null;
        boolean more = false;
        for (Iterator<SigInfo> all = queue.iterator(); all.hasNext(); ) {
            SigInfo info = all.next();
            if (info.signal() == signal) {
                if (found == null) {
                    found = info;
                    all.remove();
                } else {
                    more = true;
                    break;
                }
            }
        }
        if (!more) {
            mask &= ~signal.mask();
        }
        return found != null ? found : SigInfo.user(signal, 0, 0, 0);
    }

    /// The oldest entry of a signal without taking it, for ptrace and tests; null if there is none.
    public @Nullable SigInfo peek(Signal signal) {
        for (SigInfo info : queue) {
            if (info.signal() == signal) {
                return info;
            }
        }
        return null;
    }

    /// Entry number `index`, or null: PTRACE_PEEKSIGINFO.
    public @Nullable SigInfo at(long index) {
        long i = index;
        for (SigInfo info : queue) {
            if (i-- == 0) {
                return info;
            }
        }
        return null;
    }

    /// Drops all signals of a set.
    public void flush(long signals) {
        if ((mask & signals) == 0) {
            return;
        }
        mask &= ~signals;
        queue.removeIf(info -> (info.signal().mask() & signals) != 0);
    }

    /// Drops all signals.
    public void clear() {
        mask = 0;
        queue.clear();
    }
}
