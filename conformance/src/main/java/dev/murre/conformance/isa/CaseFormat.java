package dev.murre.conformance.isa;

/// The guest's memory and the records shared with the native harness; `isa_harness.h` holds the
/// same
/// numbers.
final class CaseFormat {
    static final int PAGE = 4096;

    static final long CODE_BASE = 0x10000000L;
    static final int CODE_BYTES = 2 * PAGE;
    static final long DATA_BASE = 0x10010000L;
    static final int DATA_BYTES = 2 * PAGE;
    static final long READ_ONLY_BASE = 0x10020000L;
    static final long MIXED_BASE = 0x10030000L;
    static final long STACK_BASE = 0x10040000L;

    /// Template order: data, stack, the writable page of mixed, its read-only page, read-only.
    static final long[] TEMPLATE_ADDRESSES = {
        DATA_BASE, DATA_BASE + PAGE, STACK_BASE, MIXED_BASE, MIXED_BASE + PAGE, READ_ONLY_BASE
    };

    static final int WRITABLE_PAGES = 4;
    static final int TEMPLATE_BYTES = TEMPLATE_ADDRESSES.length * PAGE;

    static final int FILE_BYTES = 16 << 20;
    static final int RESULTS_OFFSET = 6 << 20;

    static final int CASE_GPR = 64;
    static final int CASE_FX = 192;
    static final int CASE_CODE = 704;

    static final int RESULT_GPR = 64;
    static final int RESULT_FX = 192;
    static final int RESULT_DIFFS = 704;

    static final int FX_BYTES = 512;

    private CaseFormat() {}

    static int roundUp(int value, int unit) {
        return (value + unit - 1) & -unit;
    }
}
