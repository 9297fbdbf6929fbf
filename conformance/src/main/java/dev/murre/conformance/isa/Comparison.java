package dev.murre.conformance.isa;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// Where two results of the same case part, leaving out what the manuals leave undefined.
final class Comparison {
    private static final String[] NAMES = {
        "rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12",
        "r13", "r14", "r15"
    };
    private static final Set<String> SEVERAL_ACCESSES = Set.of("enter", "pusha", "popa");
    private static final long LAST_PAGE = 0xffff_f000L;
    private static final int FETCH = 0x10;
    private static final String UNCHANGED = "unchanged";
    private static final int NT = 1 << 14;
    private static final int AC = 1 << 18;
    private static final int FLAGS_COMPARED =
            Flags.STATUS | Flags.DF | Flags.IF | Flags.ID | NT | AC;

    private static final int FX_STATUS = 2;
    private static final int PRECISION = 0x20;
    private static final int C1 = 0x200;
    /// AMD's MXCSR.MM, which Murre does not report.
    private static final int MISALIGNED_MODE = 1 << 17;

    private static final Set<String> LOADS_MXCSR = Set.of("ldmxcsr", "fxrstor");

    private static final int FX_MXCSR = 24;
    private static final int FX_STACK = 32;
    private static final int FX_XMM = 160;

    /// One difference.
    ///
    /// @param what the register or the kind of thing
    record Difference(String what, String expected, String actual) {
        @Override
        public String toString() {
            return what + ": native " + expected + ", Murre " + actual;
        }
    }

    private final List<Difference> found = new ArrayList<>();
    private final IsaCase c;
    private final Tolerance tolerance;
    private final IsaResult expected;
    private final IsaResult actual;

    private Comparison(IsaCase c, IsaResult expected, IsaResult actual) {
        this.c = c;
        tolerance = Tolerance.of(c);
        this.expected = expected;
        this.actual = actual;
    }

    /// The differences; none means the two agree, or that the processor did not finish in time.
    static List<Difference> of(IsaCase c, IsaResult expected, IsaResult actual) {
        if (expected.trap == IsaResult.TIMEOUT
                || isFarJump(expected, actual)
                || isMisalignedMode(c, expected, actual)) {
            return List.of();
        }
        Comparison comparison = new Comparison(c, expected, actual);
        comparison.trap();
        if (comparison.isHalfDone()) {
            comparison.check("rip", expected.state.rip, actual.state.rip);
            return comparison.found;
        }
        comparison.registers();
        comparison.floatingPoint();
        comparison.memory();
        return comparison.found;
    }

    /// A jump to an address that is not canonical faults at the jump on some processors and at its
    /// target on others, Murre's among them.
    private static boolean isFarJump(IsaResult expected, IsaResult actual) {
        long rip = actual.state.rip;
        return expected.trap == IsaResult.PROTECTION
                && rip != rip << 16 >> 16
                && (actual.trap == IsaResult.DEBUG
                        || actual.trap == IsaResult.PROTECTION && actual.errorCode == FETCH);
    }

    /// AMD's MXCSR.MM was set, which Murre refuses. It may have been cleared again by the end.
    private static boolean isMisalignedMode(IsaCase c, IsaResult expected, IsaResult actual) {
        boolean refused =
                actual.trap == IsaResult.PROTECTION
                        && actual.state.rip != expected.state.rip
                        && LOADS_MXCSR.contains(c.nameAt(actual.state.rip));
        return refused || (Bytes.getInt(expected.state.fx, FX_MXCSR) & MISALIGNED_MODE) != 0;
    }

    private void check(String what, long e, long a) {
        if (e != a) {
            found.add(new Difference(what, Long.toHexString(e), Long.toHexString(a)));
        }
    }

    /// PUSHA, POPA and ENTER make several accesses; how far they get before one faults is the
    /// maker's choice.
    private boolean isHalfDone() {
        return expected.trap >= IsaResult.STACK_SEGMENT
                && SEVERAL_ACCESSES.contains(c.nameAt(expected.state.rip));
    }

    /// Murre's processor has neither #SS nor segment limits: it reports a page fault at the
    /// address, and the kernel ends the program with the same signal or SIGBUS.
    private boolean isBeyondLimit() {
        return switch (actual.trap) {
            case IsaResult.PROTECTION -> expected.trap == IsaResult.STACK_SEGMENT;
            case IsaResult.PAGE_FAULT ->
                    c.mode() == IsaCase.Mode.COMPATIBILITY
                            && (expected.trap | 1) == IsaResult.PROTECTION
                            && actual.faultAddress >= LAST_PAGE;
            default -> false;
        };
    }

    /// A pending x87 exception and a fault of the operand belong to one class of the Intel SDM's
    /// priorities (vol. 3, table 6-2), inside which processors are free.
    private boolean isEitherFault() {
        return expected.trap == IsaResult.FPU
                && (actual.trap == IsaResult.PROTECTION || actual.trap == IsaResult.PAGE_FAULT);
    }

    /// Makers differ in how much of an undefined instruction they fetch before they refuse
    /// it, which shows where it is cut off by the end of a page.
    private boolean isCutOff() {
        return expected.trap == IsaResult.PAGE_FAULT
                        && (expected.errorCode & FETCH) != 0
                        && actual.trap == IsaResult.UNDEFINED
                || actual.trap == IsaResult.PAGE_FAULT
                        && actual.errorCode == FETCH
                        && expected.trap == IsaResult.UNDEFINED;
    }

    private void trap() {
        if (!isBeyondLimit() && !isEitherFault() && !isCutOff()) {
            check("trap", expected.trap, actual.trap);
        }
        if (isHalfDone()) {
            return;
        }
        if (expected.trap == IsaResult.PAGE_FAULT && actual.trap == IsaResult.PAGE_FAULT) {
            check("fault address", expected.faultAddress, actual.faultAddress);
            check("fault code", expected.errorCode & 0x12, actual.errorCode & 0x12);
        }
    }

    private void registers() {
        for (int i = 0; i < 16; i++) {
            if (expected.state.gpr[i] != actual.state.gpr[i]) {
                check(NAMES[i], expected.state.gpr[i], actual.state.gpr[i]);
            }
        }
        check("rip", expected.state.rip, actual.state.rip);
        checkBase("fs base", expected.state.fsBase, actual.state.fsBase);
        checkBase("gs base", expected.state.gsBase, actual.state.gsBase);
        int mask = FLAGS_COMPARED & ~c.taintAt(expected.state.rip).flags();
        long e = expected.state.rflags & mask;
        long a = actual.state.rflags & mask;
        if (e != a) {
            String differing = Flags.toText(e ^ a);
            found.add(new Difference("flags " + differing, Flags.toText(e), Flags.toText(a)));
        }
    }

    /// Some kernels lose a base when they interrupt a case; no instruction makes one 0.
    private void checkBase(String name, long e, long a) {
        if (e != 0) {
            check(name, e, a);
        }
    }

    private void floatingPoint() {
        byte[] e = expected.state.fx;
        byte[] a = actual.state.fx;
        check("fcw", Bytes.getShort(e, 0), Bytes.getShort(a, 0));
        int conditions = c.taintAt(expected.state.rip).conditions();
        int undefined = (conditions & 7) << 8 | (conditions & 8) << 11;
        if (tolerance == Tolerance.TRANSCENDENTAL) {
            undefined |= PRECISION | C1;
        }
        check(
                "fsw",
                Bytes.getShort(e, FX_STATUS) & ~undefined,
                Bytes.getShort(a, FX_STATUS) & ~undefined);
        check("ftw", e[4] & 0xff, a[4] & 0xff);
        check("mxcsr", Bytes.getInt(e, FX_MXCSR), Bytes.getInt(a, FX_MXCSR));
        for (int i = 0; i < 8; i++) {
            bytes("st" + i, FX_STACK + 16 * i, 10);
        }
        for (int i = 0; i < 16; i++) {
            bytes("xmm" + i, FX_XMM + 16 * i, 16);
        }
    }

    private void bytes(String what, int at, int length) {
        byte[] e = expected.state.fx;
        byte[] a = actual.state.fx;
        for (int i = at; i < at + length; i++) {
            if (e[i] != a[i] && !tolerance.accepts(e, a, at, length)) {
                found.add(new Difference(what, number(e, at, length), number(a, at, length)));
                return;
            }
        }
    }

    /// Little-endian bytes as one number.
    private static String number(byte[] bytes, int at, int length) {
        byte[] reversed = new byte[length];
        for (int i = 0; i < length; i++) {
            reversed[i] = bytes[at + length - 1 - i];
        }
        return HexFormat.of().formatHex(reversed);
    }

    private void memory() {
        int e = 0;
        int a = 0;
        while (e < expected.diffCount || a < actual.diffCount) {
            long nextExpected = addressOf(expected, e);
            long nextActual = addressOf(actual, a);
            long address = Math.min(nextExpected, nextActual);
            String value = UNCHANGED;
            String other = UNCHANGED;
            if (address == nextExpected) {
                value = Long.toHexString(expected.diffValues[e++]);
            }
            if (address == nextActual) {
                other = Long.toHexString(actual.diffValues[a++]);
            }
            if (!value.equals(other) && found.size() < 40 && !isIgnored(address, value, other)) {
                found.add(new Difference("memory " + Long.toHexString(address), value, other));
            }
        }
    }

    private boolean isIgnored(long address, String value, String other) {
        for (IsaCase.Ignored ignored : c.ignored()) {
            if (ignored.address() == address) {
                long differing = number(value, ignored) ^ number(other, ignored);
                return (differing & ~ignored.mask()) == 0;
            }
        }
        return false;
    }

    private static long number(String value, IsaCase.Ignored ignored) {
        return value.equals(UNCHANGED) ? ignored.template() : Long.parseUnsignedLong(value, 16);
    }

    private static long addressOf(IsaResult result, int i) {
        return i < result.diffCount ? result.diffAddresses[i] : Long.MAX_VALUE;
    }
}
