package dev.murre.kernel.debug;

import dev.murre.arch.KernelStack;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.Task;
import dev.murre.machine.memory.Host;
import java.util.HashMap;
import java.util.Map;

/// Memory as gdb sees it: a program's without the breakpoints in it, and the kernel's stacks.
final class GdbMemory {
    private static final byte BREAKPOINT = (byte) 0xcc;
    private static final byte NOP = (byte) 0x90;
    private static final long KERNEL_TEXT = 0xffffffff81000000L;

    private final Kernel kernel;

    /// What stands under each breakpoint, by address space. Those on the kernel are kept in the
    /// same way, so that a child has its own.
    private final Map<Mm, Map<Long, Byte>> breakpoints = new HashMap<>();

    GdbMemory(Kernel kernel) {
        this.kernel = kernel;
    }

    private static boolean isKernelText(long address) {
        return Long.compareUnsigned(address, KERNEL_TEXT) >= 0;
    }

    /// Reads what can be read from the start of a range; returns how many bytes.
    int read(Task t, long address, byte[] target) {
        KernelStack stack = stackAt(address);
        if (stack != null) {
            int count = (int) Math.min(target.length, stack.address() + stack.bytes() - address);
            Host.copyOut(stack.host(address), target, 0, count);
            return count;
        }
        if (isKernelText(address)) {
            java.util.Arrays.fill(target, NOP);
            return target.length;
        }
        Mm mm = t.mmOrNull();
        if (mm == null) {
            return 0;
        }
        int got = mm.forced().read(address, target, 0, target.length);
        hide(mm, address, target, got);
        return got;
    }

    private void hide(Mm mm, long address, byte[] target, int length) {
        Map<Long, Byte> set = breakpoints.getOrDefault(mm, Map.of());
        set.forEach(
                (at, original) -> {
                    if (at >= address && at < address + length) {
                        target[(int) (at - address)] = original;
                    }
                });
    }

    private @org.jspecify.annotations.Nullable KernelStack stackAt(long address) {
        for (Task t = kernel.pids().nextTask(1);
                t != null;
                t = kernel.pids().nextTask(t.id() + 1)) {
            KernelStack stack = t.stackOrNull();
            if (stack != null
                    && address - stack.address() >= 0
                    && address - stack.address() < stack.bytes()
                    && t.arch().abi() != dev.murre.abi.Abi.I386) {
                return stack;
            }
        }
        return null;
    }

    /// Returns whether everything could be written.
    boolean write(Task t, long address, byte[] bytes) {
        Mm mm = t.mmOrNull();
        if (mm == null || mm.forced().write(address, bytes, 0, bytes.length) != bytes.length) {
            return false;
        }
        Map<Long, Byte> set = breakpoints.getOrDefault(mm, new HashMap<>());
        for (Map.Entry<Long, Byte> entry : set.entrySet()) {
            long offset = entry.getKey() - address;
            if (offset >= 0 && offset < bytes.length) {
                entry.setValue(bytes[(int) offset]);
                poke(mm, entry.getKey(), BREAKPOINT);
            }
        }
        return true;
    }

    /// The kernel's functions look for their breakpoints themselves.
    private static void poke(Mm mm, long address, byte value) {
        if (isKernelText(address)) {
            return;
        }
        mm.forced().write(address, new byte[] {value}, 0, 1);
    }

    /// Returns whether there is memory for a breakpoint.
    boolean insert(Task t, long address) {
        Mm mm = t.mmOrNull();
        byte[] original = {NOP};
        if (mm == null
                || !isKernelText(address) && mm.forced().read(address, original, 0, 1) != 1) {
            return false;
        }
        Map<Long, Byte> set = breakpoints.computeIfAbsent(mm, key -> new HashMap<>());
        if (set.putIfAbsent(address, original[0]) == null) {
            poke(mm, address, BREAKPOINT);
        }
        return true;
    }

    void remove(Task t, long address) {
        Mm mm = t.mmOrNull();
        Byte original = breakpoints.getOrDefault(mm, new HashMap<>()).remove(address);
        if (mm != null && original != null) {
            poke(mm, address, original);
        }
    }

    /// Takes all breakpoints out of a program.
    void removeAll(Task t) {
        Mm mm = t.mmOrNull();
        Map<Long, Byte> set = breakpoints.remove(mm);
        if (mm != null && set != null) {
            set.forEach((address, original) -> poke(mm, address, original));
        }
    }

    /// A child has a copy of its parent's memory, and so of its breakpoints.
    void forked(Task parent, Task child) {
        Mm from = parent.mmOrNull();
        Mm to = child.mmOrNull();
        Map<Long, Byte> set = breakpoints.get(from);
        if (from != to && to != null && set != null) {
            breakpoints.put(to, new HashMap<>(set));
        }
    }

    boolean hasBreakpoint(Task t, long address) {
        return breakpoints.getOrDefault(t.mmOrNull(), Map.of()).containsKey(address);
    }
}
