package dev.murre.kernel.task;

import dev.murre.kernel.base.KernelServices;

/// The machine: its tasks, clocks and services. There is no static state; a JVM may hold several.
public abstract class Kernel implements KernelServices {
    private final SyscallTable syscalls = new SyscallTable();

    /// The system calls of this machine.
    public final SyscallTable syscalls() {
        return syscalls;
    }
}
