package dev.murre.conformance.isa;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// The state a case ended in.
final class IsaResult {
    /// The exception vectors of the Intel SDM, vol. 3, table 6-1, and what is none of them.
    static final int DIVIDE = 0;

    static final int DEBUG = 1;
    static final int BREAKPOINT = 3;
    static final int UNDEFINED = 6;
    static final int STACK_SEGMENT = 12;
    static final int PROTECTION = 13;
    static final int PAGE_FAULT = 14;
    static final int FPU = 16;
    static final int SYSTEM_CALL = 0x100;
    static final int TIMEOUT = 0x101;

    private static final int SIGSYS = 31;
    private static final int SIGVTALRM = 26;

    final CpuState state = new CpuState();
    int trap;
    int errorCode;
    long faultAddress;
    long[] diffAddresses = new long[16];
    long[] diffValues = new long[16];
    int diffCount;

    void addDiff(long address, long value) {
        if (diffCount == diffAddresses.length) {
            diffAddresses = Arrays.copyOf(diffAddresses, 2 * diffCount);
            diffValues = Arrays.copyOf(diffValues, 2 * diffCount);
        }
        diffAddresses[diffCount] = address;
        diffValues[diffCount++] = value;
    }

    /// Reads the record at `at` and returns its size in bytes.
    int read(MemorySegment from, long at) {
        int signal = from.get(ValueLayout.JAVA_INT, at + 4);
        trap =
                switch (signal) {
                    case SIGSYS -> SYSTEM_CALL;
                    case SIGVTALRM -> TIMEOUT;
                    default -> from.get(ValueLayout.JAVA_INT, at + 8);
                };
        errorCode = from.get(ValueLayout.JAVA_INT, at + 12);
        faultAddress = from.get(ValueLayout.JAVA_LONG, at + 16);
        state.rip = from.get(ValueLayout.JAVA_LONG, at + 24);
        state.rflags = from.get(ValueLayout.JAVA_LONG, at + 32);
        state.fsBase = from.get(ValueLayout.JAVA_LONG, at + 40);
        state.gsBase = from.get(ValueLayout.JAVA_LONG, at + 48);
        for (int i = 0; i < 16; i++) {
            state.gpr[i] = from.get(ValueLayout.JAVA_LONG, at + CaseFormat.RESULT_GPR + 8L * i);
        }
        MemorySegment.copy(
                from,
                ValueLayout.JAVA_BYTE,
                at + CaseFormat.RESULT_FX,
                state.fx,
                0,
                state.fx.length);
        diffCount = 0;
        int diffs = from.get(ValueLayout.JAVA_INT, at + 56);
        for (long i = 0, d = at + CaseFormat.RESULT_DIFFS; i < diffs; i++, d += 16) {
            addDiff(from.get(ValueLayout.JAVA_LONG, d), from.get(ValueLayout.JAVA_LONG, d + 8));
        }
        return from.get(ValueLayout.JAVA_INT, at);
    }
}
