package dev.murre.kernel.signal;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.abi.SigactionFlags;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.task.Task;

/// The alternate signal stack, sigaltstack(2).
public final class AltStack {
    private static final int MODES = SigactionFlags.SS_AUTODISARM;

    private AltStack() {}

    /// sigaltstack(2): reads the new stack if there is one, and reports the old.
    public static long call(Task t, long fresh, long old) {
        UserMemory memory = t.memory();
        Abi abi = t.abi();
        TaskSignals signals = t.signals();
        long sp = t.arch().sp(t.stack().regs());
        long oldAddress = signals.altAddress;
        long oldSize = signals.altSize;
        int oldFlags = signals.altStackFlags(sp) | signals.altFlags & MODES;
        if (fresh != 0) {
            long address = memory.getWord(fresh, abi);
            int flags = memory.getInt(fresh + abi.wordSize);
            long size = memory.getWord(fresh + 2L * abi.wordSize, abi);
            if (signals.onAltStack(sp)) {
                return Errno.EPERM.result();
            }
            long result = set(t, address, flags, size);
            if (result != 0) {
                return result;
            }
        }
        if (old != 0) {
            memory.putWord(old, oldAddress, abi);
            memory.putInt(old + abi.wordSize, oldFlags);
            memory.putWord(old + 2L * abi.wordSize, oldSize, abi);
        }
        return 0;
    }

    private static long set(Task t, long address, int flags, long size) {
        int mode = flags & ~MODES;
        if (mode != SigactionFlags.SS_DISABLE && mode != SigactionFlags.SS_ONSTACK && mode != 0) {
            return Errno.EINVAL.result();
        }
        TaskSignals signals = t.signals();
        if (mode == SigactionFlags.SS_DISABLE) {
            signals.altAddress = 0;
            signals.altSize = 0;
        } else {
            if (Long.compareUnsigned(size, 2048) < 0) {
                return Errno.ENOMEM.result();
            }
            signals.altAddress = address;
            signals.altSize = size;
        }
        signals.altFlags = flags;
        return 0;
    }

    /// What sigreturn does with the stack that the frame names; errors are ignored.
    static void restore(Task t, long address, int flags, long size) {
        long sp = t.arch().sp(t.stack().regs());
        if (!t.signals().onAltStack(sp)) {
            long unused = set(t, address, flags, size);
            assert unused <= 0;
        }
    }
}
