package dev.murre.machine.x86.lower;

import static dev.murre.machine.x86.X86Registers.RAX;
import static dev.murre.machine.x86.X86Registers.RCX;
import static dev.murre.machine.x86.X86Registers.RDI;
import static dev.murre.machine.x86.X86Registers.RSI;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.memory.GuestMemory;
import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.Perm;

/// Whole runs of a repeated MOVS or STOS at once, within one page of source and of target.
final class StringRuns {
    private StringRuns() {}

    /// Does as many elements as it can, at most `turn`, and gives their number; 0 where elements
    /// must go one by one: at page ends, downward, where copies overlap, and where a fault is due.
    static int run(Cpu cpu, long sourceBase, int imm, long mask, int turn) {
        boolean move = StringHelpers.isMove(imm);
        if (!move && !StringHelpers.isStore(imm)) {
            return 0;
        }
        long[] s = cpu.s;
        if ((s[Slots.FLAGS_REST] & FlagLowering.DIRECTION) != 0 || mask == 0xffff) {
            return 0;
        }
        int log2 = StringHelpers.log2Width(imm);
        long target = s[RDI] & mask;
        long source = sourceBase + (s[RSI] & mask) & cpu.addressMask;
        long count = Math.min(elementsInPage(target, log2), turn);
        count = unsignedMin(count, s[RCX] & mask);
        if (move) {
            count = Math.min(count, elementsInPage(source, log2));
        }
        if (count <= 0 || !cpu.memory.allows(target, 1, Perm.WRITE)) {
            return 0;
        }
        long bytes = count << log2;
        long base = cpu.memory.base();
        if (move) {
            boolean overlaps = target - source >= 0 && target - source < bytes;
            if (overlaps || !cpu.memory.allows(source, 1, Perm.READ)) {
                return 0;
            }
            Host.copy(base + source, base + target, bytes);
            StringHelpers.set(s, RSI, s[RSI] + bytes, mask);
        } else {
            fill(base + target, log2, s[RAX], (int) count);
        }
        StringHelpers.set(s, RDI, s[RDI] + bytes, mask);
        StringHelpers.countDown(s, mask, (int) count);
        return (int) count;
    }

    private static long unsignedMin(long small, long count) {
        return count >= 0 && count < small ? count : small;
    }

    private static long elementsInPage(long address, int log2) {
        return GuestMemory.PAGE_SIZE - (address & GuestMemory.PAGE_MASK) >> log2;
    }

    private static void fill(long host, int log2, long value, int count) {
        if (log2 == 0) {
            Host.fill(host, count, (byte) value);
            return;
        }
        for (int i = 0; i < count; i++) {
            StringHelpers.store(host + ((long) i << log2), log2, value);
        }
    }
}
