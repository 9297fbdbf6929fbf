package dev.murre.kernel.task;

import dev.murre.abi.CloneFlags;
import dev.murre.abi.Signal;
import org.jspecify.annotations.Nullable;

/// What fork, vfork, clone, clone3 and kernelThread all become, clone(2): `kernel_clone_args`.
///
/// @param flags bits of [CloneFlags] without a signal
/// @param pidfd where to store a process descriptor
/// @param childTid where to store the child's id in its memory, and what to clear at its end
/// @param parentTid where to store the child's id in the parent's memory
/// @param exitSignal what the parent gets at the child's end; 0 for none
/// @param stack the child's stack pointer, 0 for the parent's
/// @param tls thread pointer, with CLONE_SETTLS
/// @param function what a kernel thread runs
/// @param cgroup where the child is born, null for the parent's
/// @param ids the child's numbers from its own pid namespace outwards, as far as they are chosen
public record CloneArgs(
        long flags,
        long pidfd,
        long childTid,
        long parentTid,
        int exitSignal,
        long stack,
        long tls,
        @Nullable KernelFunction function,
        @Nullable Cgroup cgroup,
        int... ids) {
    /// fork(2).
    public static final CloneArgs FORK =
            new CloneArgs(0, 0, 0, 0, Signal.SIGCHLD.number, 0, 0, null, null);

    /// vfork(2).
    public static final CloneArgs VFORK =
            new CloneArgs(
                    CloneFlags.CLONE_VFORK | CloneFlags.CLONE_VM,
                    0,
                    0,
                    0,
                    Signal.SIGCHLD.number,
                    0,
                    0,
                    null,
                    null);

    /// clone(2) of old: the signal in the flags' low byte.
    public static CloneArgs legacy(long flags, long stack, long ptid, long ctid, long tls) {
        long only = flags & 0xffffffffL & ~CloneFlags.CSIGNAL;
        int signal = (int) flags & CloneFlags.CSIGNAL;
        return new CloneArgs(only, ptid, ctid, ptid, signal, stack, tls, null, null);
    }

    static CloneArgs kernelThread(KernelFunction function, long flags) {
        long all = flags & ~CloneFlags.CSIGNAL | CloneFlags.CLONE_VM | CloneFlags.CLONE_UNTRACED;
        int signal = (int) flags & CloneFlags.CSIGNAL;
        return new CloneArgs(all, 0, 0, 0, signal, 0, 0, function, null);
    }

    boolean has(int flag) {
        return (flags & flag & 0xffffffffL) != 0;
    }
}
