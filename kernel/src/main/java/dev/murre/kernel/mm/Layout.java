package dev.murre.kernel.mm;

import dev.murre.machine.memory.HostMemory;

/// Where things go in an address space.
///
/// @param window what the address space spans at first, bytes
/// @param stackTop end of the stack
/// @param mmapBase mappings are placed downwards from here
/// @param mmapFloor and not below here
/// @param pieBase where position-independent programs are loaded
/// @param maximum addresses never reach this; the window may end before
public record Layout(
        long window, long stackTop, long mmapBase, long mmapFloor, long pieBase, long maximum) {
    /// x86-64, compact: everything below 1 GiB until more is needed.
    public static final Layout X86_64 =
            new Layout(
                    HostMemory.SMALL_WINDOW,
                    0x3fff_0000L,
                    0x3e00_0000L,
                    0x1_0000L,
                    0x0555_4000L,
                    (1L << 47) - Mm.PAGE_BYTES);

    /// i386 under a 64-bit kernel: all of 4 GiB but the last pages.
    public static final Layout I386 =
            new Layout(1L << 32, 0xffff_e000L, 0xf7ff_e000L, 0x1_0000L, 0x5655_5000L, 0xffff_e000L);

    /// i386 as its own kernel has it, and with ADDR_LIMIT_3GB, personality(2).
    public static final Layout I386_3GB =
            new Layout(1L << 32, 0xc000_0000L, 0xb800_0000L, 0x1_0000L, 0x5655_5000L, 0xc000_0000L);

    /// ARM: the real 3 GiB.
    public static final Layout ARM =
            new Layout(1L << 32, 0xbefff000L, 0xb6ff_f000L, 0x1_0000L, 0x2_a000L, 0xbf00_0000L);

    /// The same moved about at random: stack and mappings downwards, programs upwards.
    public Layout shifted(long stackBytes, long mapBytes, long programBytes) {
        return new Layout(
                window,
                stackTop - stackBytes,
                mmapBase - stackBytes - mapBytes,
                mmapFloor,
                pieBase + programBytes,
                maximum);
    }
}
