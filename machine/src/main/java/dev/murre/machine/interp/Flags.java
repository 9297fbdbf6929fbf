package dev.murre.machine.interp;

import static dev.murre.machine.memory.Unchecked.get;
import static dev.murre.machine.memory.Unchecked.put;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Op;

/// What writes condition codes or depends on them.
final class Flags {
    private Flags() {}

    /// `d = a + b`
    static final class Add64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long x = get(s, a(w));
            long y = get(s, b(w));
            long result = x + y;
            put(s, d(w), result);
            return codes(s, CC.ADD | 3, result, y);
        }
    }

    /// the same of 32 bits
    static final class Add32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long x = get(s, a(w));
            long y = get(s, b(w));
            long result = x + y & 0xffff_ffffL;
            put(s, d(w), result);
            return codes(s, CC.ADD | 2, result, y);
        }
    }

    /// `d = a - b`
    static final class Subtract64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long x = get(s, a(w));
            long y = get(s, b(w));
            long result = x - y;
            put(s, d(w), result);
            return codes(s, CC.SUB | 3, x, y);
        }
    }

    /// the same of 32 bits
    static final class Subtract32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long x = get(s, a(w));
            long y = get(s, b(w));
            long result = x - y & 0xffff_ffffL;
            put(s, d(w), result);
            return codes(s, CC.SUB | 2, x, y);
        }
    }

    /// `d = a + imm`
    static final class AddImmediate64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long x = get(s, a(w));
            long y = Op.imm(w);
            long result = x + y;
            put(s, d(w), result);
            return codes(s, CC.ADD | 3, result, y);
        }
    }

    /// the same of 32 bits
    static final class AddImmediate32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long x = get(s, a(w));
            long y = Op.imm(w);
            long result = x + y & 0xffff_ffffL;
            put(s, d(w), result);
            return codes(s, CC.ADD | 2, result, y);
        }
    }

    /// `d = a - imm`
    static final class SubtractImmediate64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long x = get(s, a(w));
            long y = Op.imm(w);
            long result = x - y;
            put(s, d(w), result);
            return codes(s, CC.SUB | 3, x, y);
        }
    }

    /// the same of 32 bits
    static final class SubtractImmediate32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long x = get(s, a(w));
            long y = Op.imm(w);
            long result = x - y & 0xffff_ffffL;
            put(s, d(w), result);
            return codes(s, CC.SUB | 2, x, y);
        }
    }

    /// `d = a & b`
    static final class And64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long x = get(s, a(w));
            long result = x & get(s, b(w));
            put(s, d(w), result);
            return codes(s, CC.LOGIC | 3, result, 0);
        }
    }

    /// the same of 32 bits
    static final class And32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long x = get(s, a(w));
            long result = x & get(s, b(w)) & 0xffff_ffffL;
            put(s, d(w), result);
            return codes(s, CC.LOGIC | 2, result, 0);
        }
    }

    /// `d = a | b`
    static final class Or64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long x = get(s, a(w));
            long result = x | get(s, b(w));
            put(s, d(w), result);
            return codes(s, CC.LOGIC | 3, result, 0);
        }
    }

    /// the same of 32 bits
    static final class Or32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long x = get(s, a(w));
            long result = (x | get(s, b(w))) & 0xffff_ffffL;
            put(s, d(w), result);
            return codes(s, CC.LOGIC | 2, result, 0);
        }
    }

    /// `d = a ^ b`
    static final class Xor64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long x = get(s, a(w));
            long result = x ^ get(s, b(w));
            put(s, d(w), result);
            return codes(s, CC.LOGIC | 3, result, 0);
        }
    }

    /// the same of 32 bits
    static final class Xor32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long x = get(s, a(w));
            long result = (x ^ get(s, b(w))) & 0xffff_ffffL;
            put(s, d(w), result);
            return codes(s, CC.LOGIC | 2, result, 0);
        }
    }

    /// `d = a & imm`
    static final class AndImmediate64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long x = get(s, a(w));
            long result = x & Op.imm(w);
            put(s, d(w), result);
            return codes(s, CC.LOGIC | 3, result, 0);
        }
    }

    /// the same of 32 bits
    static final class AndImmediate32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long x = get(s, a(w));
            long result = x & Op.imm(w) & 0xffff_ffffL;
            put(s, d(w), result);
            return codes(s, CC.LOGIC | 2, result, 0);
        }
    }

    /// condition codes of `a - b`
    static final class Compare64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            return codes(s, CC.SUB | 3, get(s, a(w)), get(s, b(w)));
        }
    }

    /// the same of 32 bits
    static final class Compare32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            return codes(s, CC.SUB | 2, get(s, a(w)), get(s, b(w)));
        }
    }

    /// condition codes of `a - imm`
    static final class CompareImmediate64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            return codes(s, CC.SUB | 3, get(s, a(w)), Op.imm(w));
        }
    }

    /// the same of 32 bits
    static final class CompareImmediate32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            return codes(s, CC.SUB | 2, get(s, a(w)), Op.imm(w));
        }
    }

    /// the same of 8 bits
    static final class CompareImmediate8 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            return codes(s, CC.SUB, get(s, a(w)), Op.imm(w));
        }
    }

    /// condition codes of `a & b`
    static final class Test64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            return codes(s, CC.LOGIC | 3, get(s, a(w)) & get(s, b(w)), 0);
        }
    }

    /// the same of 32 bits
    static final class Test32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            return codes(s, CC.LOGIC | 2, get(s, a(w)) & get(s, b(w)), 0);
        }
    }

    /// condition codes of kind `imm`
    static final class SetCodes extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            return codes(s, Op.imm(w), get(s, a(w)), get(s, b(w)));
        }
    }

    /// `d` = whether condition `imm` holds
    static final class SetCondition extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), holds((int) Op.imm(w), s) ? 1 : 0);
            return GO_ON;
        }
    }

    /// if condition `imm` holds, `d = a`
    static final class MoveIf extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            if (holds((int) Op.imm(w), s)) {
                put(s, d(w), get(s, a(w)));
            }
            return GO_ON;
        }
    }
}
