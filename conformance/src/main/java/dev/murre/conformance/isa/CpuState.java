package dev.murre.conformance.isa;

/// The user-visible registers of one x86 processor, x87 and SSE as an FXSAVE64 image.
final class CpuState {
    static final int RSP = 4;

    final long[] gpr = new long[16];
    final byte[] fx = new byte[CaseFormat.FX_BYTES];
    long rip;
    long rflags;
    long fsBase;
    long gsBase;

    CpuState copy() {
        CpuState copy = new CpuState();
        System.arraycopy(gpr, 0, copy.gpr, 0, gpr.length);
        System.arraycopy(fx, 0, copy.fx, 0, fx.length);
        copy.rip = rip;
        copy.rflags = rflags;
        copy.fsBase = fsBase;
        copy.gsBase = gsBase;
        return copy;
    }
}
