package dev.murre.kernel.exec;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.kernel.mm.Layout;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.task.Architectures.VdsoImage;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.Task;

/// Address spaces for new programs, in their places or, where it is asked for, at random ones
/// (`/proc/sys/kernel/randomize_va_space`, personality(2): ADDR_NO_RANDOMIZE).
///
/// i386 programs get as many random bits as natively. The compact space of x86-64 programs has
/// room for fewer: 13 for the stack, 14 for mappings, 15 for programs.
record ProgramSpaces(Kernel kernel) implements BinPrm.SpaceMaker {
    private static final int ADDR_NO_RANDOMIZE = 0x0040000;
    private static final int ADDR_LIMIT_3GB = 0x8000000;

    private static final int PAGE_SHIFT = 12;
    private static final long BRK_PAGES = 0x2000;
    private static final long STACK_PAGES = 0x2000;
    private static final long MAP_PAGES = 0x4000;
    private static final long PROGRAM_PAGES = 0x8000;
    private static final long STACK_PAGES_32 = 0x800;
    private static final long MAP_PAGES_32 = 0x100;

    private Task task() {
        Task t = kernel.currentOrNull();
        return t == null ? kernel.idleTask() : t;
    }

    /// Linux's randomize_va_space: 0 for none, 1 for all but the program break, 2 for all.
    private int randomness() {
        boolean fixed = (task().options().personality & ADDR_NO_RANDOMIZE) != 0;
        return fixed ? 0 : kernel.settings().randomizeVaSpace;
    }

    /// A random number of pages below a power of two, in bytes.
    private long pages(long below) {
        return (kernel.entropy().nextLong() & below - 1) << PAGE_SHIFT;
    }

    @Override
    public Mm newSpace(Abi abi) {
        if (!kernel.architectures().runs(abi)) {
            throw Errno.ENOEXEC.exception();
        }
        Layout layout = layout(abi);
        if (randomness() > 0) {
            layout =
                    abi == Abi.X86_64
                            ? layout.shifted(
                                    pages(STACK_PAGES), pages(MAP_PAGES), pages(PROGRAM_PAGES))
                            : layout.shifted(
                                    pages(STACK_PAGES_32),
                                    pages(MAP_PAGES_32),
                                    pages(MAP_PAGES_32));
        }
        Mm mm = Mm.create(kernel.memory(), layout, task().limits());
        mm.setGroup(task().cgroup().memory());
        return mm;
    }

    private Layout layout(Abi abi) {
        return switch (abi) {
            case X86_64 -> Layout.X86_64;
            case I386 ->
                    (task().options().personality & ADDR_LIMIT_3GB) != 0
                            ? Layout.I386_3GB
                            : Layout.I386;
            case ARM -> Layout.ARM;
        };
    }

    @Override
    public long brkShift() {
        return randomness() > 1 ? pages(BRK_PAGES) : 0;
    }

    @Override
    public long stackShift() {
        return randomness() > 0 ? kernel.entropy().nextLong() & 0x1ff0 : 0;
    }

    @Override
    public long mapVdso(Mm mm, Abi abi) {
        return VdsoMapping.map(kernel, mm, abi);
    }

    @Override
    public long sysinfo(long vdso, Abi abi) {
        VdsoImage image = kernel.architectures().vdso(abi);
        return image == null || image.vsyscall() == 0 ? 0 : vdso + image.vsyscall();
    }

    @Override
    public void random(byte[] target) {
        kernel.entropy().fill(target, 0, target.length);
    }
}
