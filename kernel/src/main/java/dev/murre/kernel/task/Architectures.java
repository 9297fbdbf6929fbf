package dev.murre.kernel.task;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.arch.Architecture;
import dev.murre.arch.KernelStacks;
import dev.murre.arch.x86.Vdso32;
import dev.murre.machine.memory.HostMemory;
import java.util.EnumMap;
import org.jspecify.annotations.Nullable;

/// The instruction sets a machine runs, with what the kernel keeps for each.
public final class Architectures {
    private final HostMemory memory;
    private final EnumMap<Abi, Architecture> all = new EnumMap<>(Abi.class);
    private final EnumMap<Abi, KernelStacks> stacks = new EnumMap<>(Abi.class);
    private final EnumMap<Abi, VdsoImage> vdsos = new EnumMap<>(Abi.class);
    private final EnumMap<Abi, TlsSetter> tlsSetters = new EnumMap<>(Abi.class);

    /// How a thread pointer is set at clone: i386 reads a descriptor from memory.
    public interface TlsSetter {
        void set(Task t, long value);
    }

    /// A system-provided shared object as exec maps it.
    ///
    /// @param bytes whole pages
    /// @param sigreturn offset of the return code for handlers without siginfo
    /// @param rtSigreturn offset of the return code for those with it
    /// @param vsyscall offset of the code that makes system calls, 0 for none
    /// @param landing offset where a call by sysenter comes back
    public record VdsoImage(
            byte[] bytes, int sigreturn, int rtSigreturn, int vsyscall, int landing) {
        static VdsoImage of(Vdso32.Image image) {
            return new VdsoImage(
                    image.bytes(),
                    image.sigreturn(),
                    image.rtSigreturn(),
                    image.vsyscall(),
                    image.landing());
        }
    }

    Architectures(HostMemory memory) {
        this.memory = memory;
    }

    /// Adds an instruction set.
    public void add(Architecture arch) {
        all.put(arch.abi(), arch);
        stacks.put(arch.abi(), new KernelStacks(memory, arch));
        tlsSetters.put(arch.abi(), (t, value) -> t.arch.setThreadPointer(t.thread(), value));
    }

    /// The architecture that serves an ABI.
    ///
    /// @throws dev.murre.abi.ErrnoException ENOEXEC if the machine has none
    public Architecture of(Abi abi) {
        Architecture arch = all.get(abi);
        if (arch == null) {
            throw Errno.ENOEXEC.exception();
        }
        return arch;
    }

    /// Whether programs of an ABI can run.
    public boolean runs(Abi abi) {
        return all.containsKey(abi);
    }

    /// Bytes of all kernel stacks in use.
    public long stackBytes() {
        long sum = 0;
        for (KernelStacks each : stacks.values()) {
            sum += each.usedBytes();
        }
        return sum;
    }

    KernelStacks stacks(Architecture arch) {
        KernelStacks pool = stacks.get(arch.abi());
        if (pool == null) {
            throw new IllegalStateException("no stacks for " + arch.abi());
        }
        return pool;
    }

    /// How thread pointers are set for an ABI.
    TlsSetter tls(Abi abi) {
        TlsSetter setter = tlsSetters.get(abi);
        if (setter == null) {
            throw Errno.EINVAL.exception();
        }
        return setter;
    }

    public void setTlsSetter(Abi abi, TlsSetter setter) {
        tlsSetters.put(abi, setter);
    }

    /// The system's shared object for programs of an ABI, or null.
    public @Nullable VdsoImage vdso(Abi abi) {
        return vdsos.get(abi);
    }

    public void setVdso(Abi abi, VdsoImage image) {
        vdsos.put(abi, image);
    }

    /// Where a task's system call by sysenter comes back to.
    long sysenterReturn(Task t) {
        VdsoImage image = vdsos.get(t.arch.abi());
        return image == null || t.vdsoBase == 0 ? 0 : t.vdsoBase + image.landing();
    }

    /// Offset in the shared object of the code that calls sigreturn, 0 if there is none.
    int vdsoRestorer(Abi abi, boolean withInfo) {
        VdsoImage image = vdsos.get(abi);
        if (image == null) {
            return 0;
        }
        return withInfo ? image.rtSigreturn() : image.sigreturn();
    }
}
