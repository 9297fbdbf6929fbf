package dev.murre.machine.x86.lower;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.x86.X86Op;
import dev.murre.machine.x86.X86Registers;

/// Segment registers. Descriptors come from the processor's descriptor tables, which the kernel
/// fills.
public final class SegmentHelpers {
    private static final int INSPECT_LAR = 0;
    private static final int INSPECT_LSL = 1;
    private static final int INSPECT_VERR = 2;
    private static final int INSPECT_VERW = 3;

    /// Added to the immediate of [#loadSegment] where nothing of the instruction follows it: it
    /// ends
    /// the block if limits are to be checked from now on.
    static final int RESUME_ON_LIMITS = 1 << 20;

    /// All of a 32-bit address space.
    private static final long FULL_LIMIT = 0xffff_ffffL;

    private SegmentHelpers() {}

    /// Where the selector of ES, DS, FS or GS stands in [Slots#SELECTORS].
    static int selectorShift(int segment) {
        return switch (segment) {
            case X86Registers.ES -> 0;
            case X86Registers.DS -> 16;
            case X86Registers.FS -> 32;
            default -> 48;
        };
    }

    /// The immediate of [#loadSegment].
    static int variant(int segment, SegmentSelectors selectors) {
        return segment | selectors.stack() << 3;
    }

    /// The immediate of [#inspectSelector].
    static int inspection(X86Op op) {
        return switch (op) {
            case LAR -> INSPECT_LAR;
            case LSL -> INSPECT_LSL;
            case VERR -> INSPECT_VERR;
            default -> INSPECT_VERW;
        };
    }

    private static int protectionFault(Cpu cpu, long selector) {
        cpu.trapInfo = selector & 0xfffc;
        return Trap.GENERAL_PROTECTION;
    }

    /// The descriptor of a selector, 0 where there is none.
    private static long descriptor(Cpu cpu, long selector) {
        int index = (int) selector >> 3 & 0x1fff;
        long[] table = (selector & 4) != 0 ? cpu.localDescriptors : cpu.descriptors;
        return index >= table.length ? 0 : table[index];
    }

    private static boolean isPresentUserSegment(long descriptor) {
        return (descriptor >>> 44 & 0xf) == 0xf;
    }

    private static boolean isReadable(long descriptor) {
        boolean code = (descriptor >>> 43 & 1) != 0;
        return !code || (descriptor >>> 41 & 1) != 0;
    }

    private static boolean isWritable(long descriptor) {
        return (descriptor >>> 43 & 1) == 0 && (descriptor >>> 41 & 1) != 0;
    }

    private static long baseOf(long descriptor) {
        return descriptor >>> 16 & 0xff_ffff | descriptor >>> 56 << 24;
    }

    private static long limitOf(long descriptor) {
        long limit = descriptor & 0xffff | descriptor >>> 32 & 0xf_0000;
        boolean pages = (descriptor >>> 55 & 1) != 0;
        return pages ? limit << 12 | 0xfff : limit;
    }

    /// Loads slot `a` into segment register `imm & 7`; `imm >> 3` is SS's selector.
    public static int loadSegment(Cpu cpu, int d, int a, int b, int imm) {
        int segment = imm & 7;
        long selector = cpu.s[a] & 0xffff;
        if (segment == X86Registers.SS) {
            return selector == (imm >> 3 & 0xffff) ? Trap.NONE : protectionFault(cpu, selector);
        }
        long base = 0;
        if ((selector & 0xfffc) != 0) {
            long descriptor = descriptor(cpu, selector);
            if (!isPresentUserSegment(descriptor) || !isReadable(descriptor)) {
                return protectionFault(cpu, selector);
            }
            base = baseOf(descriptor);
        }
        int shift = selectorShift(segment);
        long others = cpu.s[Slots.SELECTORS] & ~(0xffffL << shift);
        cpu.s[Slots.SELECTORS] = others | selector << shift;
        if (segment == X86Registers.FS) {
            cpu.s[Slots.FS_BASE] = base;
        } else if (segment == X86Registers.GS) {
            cpu.s[Slots.GS_BASE] = base;
        }
        if (cpu.addressMask != FULL_LIMIT) {
            return Trap.NONE;
        }
        boolean before = cpu.narrowSegments();
        checkLimits(cpu);
        boolean ends = (imm & RESUME_ON_LIMITS) != 0 && cpu.narrowSegments() != before;
        return ends ? Trap.RESUME : Trap.NONE;
    }

    /// Has the processor look at what goes beyond FS and GS, if either is less than all of memory.
    public static void checkLimits(Cpu cpu) {
        cpu.setNarrowSegments(isNarrow(cpu, X86Registers.FS) || isNarrow(cpu, X86Registers.GS));
    }

    private static long descriptorOf(Cpu cpu, int segment) {
        long selector = cpu.s[Slots.SELECTORS] >>> selectorShift(segment) & 0xffff;
        return (selector & 0xfffc) == 0 ? 0 : descriptor(cpu, selector);
    }

    private static boolean isNarrow(Cpu cpu, int segment) {
        long descriptor = descriptorOf(cpu, segment);
        boolean flat =
                limitOf(descriptor) == FULL_LIMIT
                        && isWritable(descriptor)
                        && !expandsDown(descriptor);
        return descriptor != 0 && !flat;
    }

    private static boolean expandsDown(long descriptor) {
        return (descriptor >>> 43 & 1) == 0 && (descriptor >>> 42 & 1) != 0;
    }

    /// Whether an access through FS or GS leaves the segment or is of a kind that it forbids: Intel
    /// SDM vol. 3, 5.3 and 5.5.
    static boolean forbids(Cpu cpu, int segment, long offset, int size, boolean writes) {
        if (segment != X86Registers.FS && segment != X86Registers.GS) {
            return false;
        }
        long descriptor = descriptorOf(cpu, segment);
        if (descriptor == 0) {
            return false;
        }
        long limit = limitOf(descriptor);
        long last = offset + size - 1;
        if (expandsDown(descriptor)) {
            boolean large = (descriptor >>> 54 & 1) != 0;
            return offset <= limit || last > (large ? FULL_LIMIT : 0xffff);
        }
        return last > limit || writes && !isWritable(descriptor);
    }

    /// LAR, LSL, VERR, VERW of the selector in slot `a`: ZF in the flags in slot `b`, the result in
    /// slot `d`.
    public static int inspectSelector(Cpu cpu, int d, int a, int b, int imm) {
        long descriptor = descriptor(cpu, cpu.s[a]);
        boolean usable = (cpu.s[a] & 0xfffc) != 0 && isPresentUserSegment(descriptor);
        boolean good =
                usable
                        && switch (imm) {
                            case INSPECT_VERR -> isReadable(descriptor);
                            case INSPECT_VERW -> isWritable(descriptor);
                            default -> true;
                        };
        if (good && imm == INSPECT_LAR) {
            cpu.s[d] = descriptor >>> 32 & 0xff_ff00;
        } else if (good && imm == INSPECT_LSL) {
            cpu.s[d] = limitOf(descriptor);
        }
        cpu.s[b] = cpu.s[b] & ~(long) CC.ZF | (good ? CC.ZF : 0);
        return Trap.NONE;
    }

    /// A far transfer to the selector in slot `a` where `imm` is the present code segment's.
    public static int requireCodeSelector(Cpu cpu, int d, int a, int b, int imm) {
        long selector = cpu.s[a] & 0xffff;
        return selector == imm ? Trap.NONE : protectionFault(cpu, selector);
    }
}
