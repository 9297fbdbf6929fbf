package dev.murre.kernel.task;

import dev.murre.abi.Errno;
import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.cpu.DebugRegisters;

/// A task's debug registers as its tracer sets them. Linux: ptrace_set_debugreg and what it asks of
/// each breakpoint.
public final class HardwareBreakpoints {
    /// DR6, and the bits of it that are always set.
    private static final int STATUS = 6;

    private static final long STATUS_FIXED = 0xffff0ff0L;
    private static final int CONTROL = 7;

    /// Where user addresses end, and what lies there is never watched.
    private static final long USER_END = 0x7fff_ffff_f000L;

    private static final int EXECUTE = 0;
    private static final int WRITE = 1;
    private static final int PORTS = 2;

    /// One of the four as it was last set, whether it is on or not.
    private record Slot(long address, int type, int length) {
        /// Checks it: EINVAL where the processor or Linux would not have it.
        Slot checked() {
            boolean bad =
                    type == PORTS
                            || type == EXECUTE && length != 1
                            || (address & length - 1) != 0
                            || Long.compareUnsigned(address, USER_END - length) > 0;
            if (bad) {
                throw Errno.EINVAL.exception();
            }
            return this;
        }
    }

    private Slot[] slots = new Slot[0];
    private long control;
    private long status;

    /// Register `n` as PTRACE_PEEKUSER reads it.
    public long get(int n) {
        return switch (n) {
            case STATUS -> status ^ STATUS_FIXED;
            case CONTROL -> control;
            default -> n < slots.length && slots[n].length != 0 ? slots[n].address : 0;
        };
    }

    /// Sets register `n`; EIO for those that do not exist.
    public void set(Task t, int n, long value) {
        if (n == STATUS) {
            status = value ^ STATUS_FIXED;
            return;
        }
        if (n > DebugRegisters.COUNT - 1 && n != CONTROL) {
            throw Errno.EIO.exception();
        }
        Slot[] next = new Slot[DebugRegisters.COUNT];
        for (int i = 0; i < next.length; i++) {
            Slot old = i < slots.length ? slots[i] : new Slot(0, WRITE, 0);
            next[i] = n == CONTROL ? controlled(old, i, value) : old;
        }
        if (n == CONTROL) {
            control = value;
        } else {
            Slot old = next[n];
            next[n] = new Slot(value, old.type, Math.max(old.length, 1)).checked();
        }
        slots = next;
        apply(t);
    }

    /// A register under another DR7. One that has never been used stays so unless it is enabled.
    private static Slot controlled(Slot old, int n, long control) {
        if (old.length == 0 && !DebugRegisters.isEnabled(n, control)) {
            return old;
        }
        int type = (int) (control >>> 16 + 4 * n) & 3;
        return new Slot(old.address, type, DebugRegisters.length(n, control)).checked();
    }

    private void apply(Task t) {
        DebugRegisters registers = null;
        for (int n = 0; n < slots.length; n++) {
            if (DebugRegisters.isEnabled(n, control)) {
                registers = registers == null ? new DebugRegisters() : registers;
                registers.set(n, slots[n].address, control);
            }
        }
        t.syncThread();
        t.thread().debug = registers;
        t.threadChanged();
    }

    /// The processor stopped with a debug exception: what DR6 tells of it.
    void stopped(int why) {
        status = why & (Cpu.STEPPED | 15);
    }
}
