package dev.murre.machine.x86.lower;

import static dev.murre.machine.x86.X86Registers.RAX;
import static dev.murre.machine.x86.X86Registers.RBP;
import static dev.murre.machine.x86.X86Registers.RBX;
import static dev.murre.machine.x86.X86Registers.RCX;
import static dev.murre.machine.x86.X86Registers.RDX;
import static dev.murre.machine.x86.X86Registers.RSP;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.interp.Atomics;
import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.Perm;
import java.util.function.LongSupplier;

/// Rare instructions with memory, flags or time.
public final class SystemHelpers {
    /// Added to the immediate of [#setFlags] in the middle of a block: a changed trap flag ends it.
    static final int RESUME_ON_TRAP_FLAG = 16;

    private static final int TRAP_FLAG = 0x100;

    /// What user code can change of FLAGS_REST: TF, DF, NT, AC and ID.
    private static final int USER_FLAGS = TRAP_FLAG | 0x400 | 0x4000 | 0x4_0000 | 0x20_0000;

    private SystemHelpers() {}

    private static int pageFault(Cpu cpu, long address, int size, int access) {
        cpu.faultAddress = cpu.memory.faultAddress(address, size, access);
        cpu.faultAccess = access;
        return Trap.PAGE;
    }

    /// LOCK NEG of the `1 << imm` bytes at address slot `a`.
    public static int lockedNegate(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        long address = s[a] & cpu.addressMask;
        int size = 1 << imm;
        if (!cpu.memory.allows(address, size, Perm.READ | Perm.WRITE)) {
            return pageFault(cpu, address, size, Perm.WRITE);
        }
        long host = cpu.memory.base() + address;
        long old = Atomics.amo(dev.murre.machine.ir.Amo.ADD.immediate(imm), host, 0);
        while (true) {
            long seen = Atomics.compareAndSwap(imm, host, old, -old);
            if (seen == old) {
                break;
            }
            old = seen;
        }
        s[Slots.CC_KIND] = CC.SUB | imm;
        s[Slots.CC_A] = 0;
        s[Slots.CC_B] = old;
        return Trap.NONE;
    }

    /// CMPXCHG8B or CMPXCHG16B (`imm` bytes) at address slot `a`.
    public static int compareExchangeWide(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        long address = s[a] & cpu.addressMask;
        if (!cpu.memory.allows(address, imm, Perm.READ | Perm.WRITE)) {
            return pageFault(cpu, address, imm, Perm.WRITE);
        }
        long host = cpu.memory.base() + address;
        boolean equal;
        if (imm == 8) {
            long expected = s[RDX] << 32 | s[RAX] & 0xffff_ffffL;
            long replacement = s[RCX] << 32 | s[RBX] & 0xffff_ffffL;
            long old = Atomics.compareAndSwap(3, host, expected, replacement);
            equal = old == expected;
            if (!equal) {
                s[RAX] = old & 0xffff_ffffL;
                s[RDX] = old >>> 32;
            }
        } else {
            equal = exchange16(s, host);
        }
        int flags = CC.flags((int) s[Slots.CC_KIND], s[Slots.CC_A], s[Slots.CC_B]) & ~CC.ZF;
        s[Slots.CC_KIND] = CC.FLAGS;
        s[Slots.CC_A] = flags | (equal ? CC.ZF : 0);
        s[Slots.CC_B] = 0;
        return Trap.NONE;
    }

    private static synchronized boolean exchange16(long[] s, long host) {
        long low = Host.get64(host);
        long high = Host.get64(host + 8);
        boolean equal = low == s[RAX] && high == s[RDX];
        if (equal) {
            Host.put64(host, s[RBX]);
            Host.put64(host + 8, s[RCX]);
        } else {
            s[RAX] = low;
            s[RDX] = high;
        }
        return equal;
    }

    /// RDTSC, and RDTSCP if `imm` is 1. The counter is the machine's monotonic
    /// clock, one tick a nanosecond.
    public static int readTime(Cpu cpu, int d, int a, int b, int imm) {
        LongSupplier clock = cpu.clock;
        long ticks = clock == null ? cpu.instructionsRun() : clock.getAsLong();
        cpu.s[RAX] = ticks & 0xffff_ffffL;
        cpu.s[RDX] = ticks >>> 32;
        if (imm == 1) {
            cpu.s[RCX] = 0;
        }
        return Trap.NONE;
    }

    /// The flags outside the condition codes become those of slot `a`, as far as user code and an
    /// operand of `imm & 15` bytes reach.
    public static int setFlags(Cpu cpu, int d, int a, int b, int imm) {
        int mask = (imm & 15) == 2 ? USER_FLAGS & 0xffff : USER_FLAGS;
        long[] s = cpu.s;
        long flags = s[Slots.FLAGS_REST] & ~mask | s[a] & mask;
        s[Slots.FLAGS_REST] = flags;
        boolean step = (flags & TRAP_FLAG) != 0;
        if (step == cpu.singleStep()) {
            return Trap.NONE;
        }
        cpu.setSingleStep(step);
        return (imm & RESUME_ON_TRAP_FLAG) == 0 ? Trap.NONE : Trap.RESUME;
    }

    /// BOUND: slot `a` must lie between slots `d` and `b`.
    public static int bound(Cpu cpu, int d, int a, int b, int imm) {
        long index = cpu.s[a];
        return index < cpu.s[d] || index > cpu.s[b] ? Trap.BOUND : Trap.NONE;
    }

    /// ENTER with nesting level `imm`, operand size in slot `d`, frame size in slot `a`. What was
    /// stored before a fault stays stored; the new top of the stack must be writable.
    public static int enter(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        int width = (int) s[d];
        long mask = cpu.addressMask;
        long base = cpu.memory.base();
        long frame = s[RSP] - width & mask;
        long top = frame;
        for (int i = 0; i <= imm; i++) {
            long value = i == 0 ? s[RBP] : frame;
            long from = s[RBP] - (long) i * width & mask;
            if (i > 0 && i < imm) {
                if (!cpu.memory.allows(from, width, Perm.READ)) {
                    return pageFault(cpu, from, width, Perm.READ);
                }
                value = StringHelpers.load(base + from, X86Emitter.log2(width));
            }
            top = frame - (long) i * width & mask;
            if (!cpu.memory.allows(top, width, Perm.WRITE)) {
                return pageFault(cpu, top, width, Perm.WRITE);
            }
            StringHelpers.store(base + top, X86Emitter.log2(width), value);
        }
        long stack = top - s[a] & mask;
        if (!cpu.memory.allows(stack, 1, Perm.WRITE)) {
            return pageFault(cpu, stack, 1, Perm.WRITE);
        }
        s[RSP] = stack;
        s[RBP] = width == 2 ? s[RBP] & ~0xffffL | frame & 0xffff : frame;
        return Trap.NONE;
    }
}
