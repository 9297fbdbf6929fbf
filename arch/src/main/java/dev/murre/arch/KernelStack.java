package dev.murre.arch;

import dev.murre.machine.memory.Host;

/// The kernel stack of one task: real memory, with saved user registers at its top, the switch
/// frame wherever the stack pointer stands and a magic number at its end. These bytes are the
/// truth: a
/// return to user mode loads what stands here.
public final class KernelStack {
    /// What stands at the lowest address (Linux: STACK_END_MAGIC).
    public static final long END_MAGIC = 0x57AC6E9DL;

    private final long host;
    private final long address;
    private final int bytes;
    private final long regs;

    KernelStack(long host, long address, Architecture arch) {
        this.host = host;
        this.address = address;
        this.bytes = arch.stackBytes();
        this.regs = host + bytes - arch.stackPadding() - arch.regsBytes();
        Host.put64(host, END_MAGIC);
    }

    /// Host address of the saved user registers.
    public long regs() {
        return regs;
    }

    /// Kernel address of the lowest byte.
    public long address() {
        return address;
    }

    /// Kernel address of the saved user registers: where the stack pointer is when a switch frame
    /// is pushed.
    public long regsAddress() {
        return address + (regs - host);
    }

    public int bytes() {
        return bytes;
    }

    long hostBase() {
        return host;
    }

    /// The host address of a kernel address on this stack.
    ///
    /// @throws IllegalStateException if it lies outside: a kernel stack overflow or a wild pointer
    public long host(long kernelAddress) {
        long offset = kernelAddress - address;
        if (offset < 0 || offset >= bytes) {
            throw new IllegalStateException(
                    "kernel stack pointer 0x" + Long.toHexString(kernelAddress) + " is wild");
        }
        return host + offset;
    }

    /// Reads eight bytes at an offset from the lowest address.
    public long peek(int offset) {
        return Host.get64(host + offset);
    }

    /// Whether nothing has run over the end.
    public boolean endIntact() {
        return Host.get64(host) == END_MAGIC;
    }
}
