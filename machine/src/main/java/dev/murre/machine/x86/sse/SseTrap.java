package dev.murre.machine.x86.sse;

/// What an SSE instruction's method returns when it cannot complete: the exception's vector.
public final class SseTrap {
    /// #XM.
    public static final int SIMD_EXCEPTION = 19;

    private SseTrap() {}
}
