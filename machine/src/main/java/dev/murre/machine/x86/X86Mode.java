package dev.murre.machine.x86;

/// The two operating modes user code runs in: a 64-bit code segment, or a 32-bit one.
public enum X86Mode {
    BITS32(0xffff_ffffL),
    BITS64(-1L);

    private final long addressMask;

    X86Mode(long addressMask) {
        this.addressMask = addressMask;
    }

    /// The bits an instruction address can have.
    public long addressMask() {
        return addressMask;
    }

    /// True in 64-bit mode.
    public boolean is64() {
        return this == BITS64;
    }
}
