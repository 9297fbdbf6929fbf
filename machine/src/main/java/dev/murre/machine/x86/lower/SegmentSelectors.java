package dev.murre.machine.x86.lower;

/// The selectors user code finds in CS and SS, which the kernel's descriptor table decides.
///
/// @param code of the mode's own flat code segment
/// @param stack of the flat data segment in SS
public record SegmentSelectors(int code, int stack) {
    /// 64-bit code under an x86-64 Linux.
    public static final SegmentSelectors LINUX_64 = new SegmentSelectors(0x33, 0x2b);

    /// 32-bit code under an x86-64 Linux.
    public static final SegmentSelectors LINUX_COMPAT = new SegmentSelectors(0x23, 0x2b);

    /// 32-bit code under an i386 Linux.
    public static final SegmentSelectors LINUX_32 = new SegmentSelectors(0x73, 0x7b);
}
