package dev.murre.machine.interp;

import static dev.murre.machine.memory.Unchecked.get;
import static dev.murre.machine.memory.Unchecked.put;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Op;

/// What ends a block, and what skips operations within it.
final class Branches {
    private Branches() {}

    /// leave by exit 0
    static final class Jump extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            return EXIT0;
        }
    }

    /// exit 1 if condition `imm` holds
    static final class BranchIf extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            return holds((int) Op.imm(w), s) ? EXIT1 : EXIT0;
        }
    }

    /// exit 1 if `a` is 0
    static final class BranchIfZero extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            return get(s, a(w)) == 0 ? EXIT1 : EXIT0;
        }
    }

    /// exit 1 if `a` is not 0
    static final class BranchIfNotZero extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            return get(s, a(w)) != 0 ? EXIT1 : EXIT0;
        }
    }

    /// compare `a` with `b`, then exit 1 if condition `d` holds
    static final class CompareBranch64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long x = get(s, a(w));
            long y = get(s, b(w));
            codes(s, CC.SUB | 3, x, y);
            return CC.compare64(Op.d(w), x, y) ? EXIT1 : EXIT0;
        }
    }

    /// the same of 32 bits
    static final class CompareBranch32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long x = get(s, a(w));
            long y = get(s, b(w));
            codes(s, CC.SUB | 2, x, y);
            return CC.compare32(Op.d(w), (int) x, (int) y) ? EXIT1 : EXIT0;
        }
    }

    /// compare `a` with `imm`, then exit 1 if condition `d` holds
    static final class CompareImmediateBranch64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long x = get(s, a(w));
            long y = Op.imm(w);
            codes(s, CC.SUB | 3, x, y);
            return CC.compare64(Op.d(w), x, y) ? EXIT1 : EXIT0;
        }
    }

    /// the same of 32 bits
    static final class CompareImmediateBranch32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long x = get(s, a(w));
            long y = Op.imm(w);
            codes(s, CC.SUB | 2, x, y);
            return CC.compare32(Op.d(w), (int) x, (int) y) ? EXIT1 : EXIT0;
        }
    }

    /// look at `a & b`, then exit 1 if condition `d` holds
    static final class TestBranch64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long x = get(s, a(w)) & get(s, b(w));
            codes(s, CC.LOGIC | 3, x, 0);
            return CC.compare64(Op.d(w), x, 0) ? EXIT1 : EXIT0;
        }
    }

    /// the same of 32 bits
    static final class TestBranch32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long x = get(s, a(w)) & get(s, b(w));
            codes(s, CC.LOGIC | 2, x, 0);
            return CC.compare32(Op.d(w), (int) x, 0) ? EXIT1 : EXIT0;
        }
    }

    /// go to `a`
    static final class JumpTo extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, PC, get(s, a(w)));
            return COMPUTED;
        }
    }

    /// if condition `d` does not hold, skip `imm` operations
    static final class Skip extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            return holds(Op.d(w), s) ? GO_ON : SKIP + (int) Op.imm(w);
        }
    }

    /// if `a` is 0, skip `imm` operations
    static final class SkipIfZero extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            return get(s, a(w)) == 0 ? SKIP + (int) Op.imm(w) : GO_ON;
        }
    }

    /// if `a` is not 0, skip `imm` operations
    static final class SkipIfNotZero extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            return get(s, a(w)) != 0 ? SKIP + (int) Op.imm(w) : GO_ON;
        }
    }
}
