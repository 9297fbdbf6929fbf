package dev.murre.arch;

import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.HostMemory;
import java.util.ArrayDeque;

/// Hands out kernel stacks of one architecture and takes them back.
public final class KernelStacks {
    /// Where Linux x86-64 maps virtually mapped kernel stacks.
    private static final long FIRST_ADDRESS = 0xffffc90000000000L;

    private static final int GUARD = 4096;

    /// How much of a stack is cleared for its next owner: saved registers and switch frames.
    private static final int CLEARED = 1024;

    private final HostMemory memory;
    private final Architecture arch;
    private final ArrayDeque<KernelStack> free = new ArrayDeque<>();
    private long nextAddress;
    private int used;

    public KernelStacks(HostMemory memory, Architecture arch) {
        this.memory = memory;
        this.arch = arch;
        this.nextAddress = arch.abi().is64() ? FIRST_ADDRESS : 0xf0000000L;
    }

    /// Bytes of all stacks that are handed out.
    public long usedBytes() {
        return (long) used * arch.stackBytes();
    }

    /// A stack that reads as zeros but for its end magic.
    public KernelStack allocate() {
        used++;
        KernelStack pooled = free.pollLast();
        if (pooled != null) {
            return pooled;
        }
        long host = memory.allocate(arch.stackBytes());
        KernelStack stack = new KernelStack(host, nextAddress, arch);
        nextAddress += arch.stackBytes() + GUARD;
        return stack;
    }

    /// Takes a stack back.
    public void release(KernelStack stack) {
        used--;
        Host.fill(stack.hostBase() + stack.bytes() - CLEARED, CLEARED, (byte) 0);
        free.addLast(stack);
    }
}
