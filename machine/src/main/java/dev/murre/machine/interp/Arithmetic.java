package dev.murre.machine.interp;

import static dev.murre.machine.memory.Unchecked.get;
import static dev.murre.machine.memory.Unchecked.put;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.Op;

/// Arithmetic and logic without condition codes.
final class Arithmetic {
    private Arithmetic() {}

    /// `d = a + b`
    static final class Add64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), get(s, a(w)) + get(s, b(w)));
            return GO_ON;
        }
    }

    /// the same of 32 bits
    static final class Add32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), get(s, a(w)) + get(s, b(w)) & 0xffff_ffffL);
            return GO_ON;
        }
    }

    /// `d = a - b`
    static final class Subtract64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), get(s, a(w)) - get(s, b(w)));
            return GO_ON;
        }
    }

    /// the same of 32 bits
    static final class Subtract32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), get(s, a(w)) - get(s, b(w)) & 0xffff_ffffL);
            return GO_ON;
        }
    }

    /// `d = a & b`
    static final class And64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), get(s, a(w)) & get(s, b(w)));
            return GO_ON;
        }
    }

    /// the same of 32 bits
    static final class And32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), get(s, a(w)) & get(s, b(w)) & 0xffff_ffffL);
            return GO_ON;
        }
    }

    /// `d = a | b`
    static final class Or64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), get(s, a(w)) | get(s, b(w)));
            return GO_ON;
        }
    }

    /// the same of 32 bits
    static final class Or32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), (get(s, a(w)) | get(s, b(w))) & 0xffff_ffffL);
            return GO_ON;
        }
    }

    /// `d = a ^ b`
    static final class Xor64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), get(s, a(w)) ^ get(s, b(w)));
            return GO_ON;
        }
    }

    /// the same of 32 bits
    static final class Xor32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), (get(s, a(w)) ^ get(s, b(w))) & 0xffff_ffffL);
            return GO_ON;
        }
    }

    /// `d = a * b`
    static final class Multiply64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), get(s, a(w)) * get(s, b(w)));
            return GO_ON;
        }
    }

    /// the same of 32 bits
    static final class Multiply32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), get(s, a(w)) * get(s, b(w)) & 0xffff_ffffL);
            return GO_ON;
        }
    }

    /// `d = a + imm`
    static final class AddImmediate64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), get(s, a(w)) + Op.imm(w));
            return GO_ON;
        }
    }

    /// the same of 32 bits
    static final class AddImmediate32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), get(s, a(w)) + Op.imm(w) & 0xffff_ffffL);
            return GO_ON;
        }
    }

    /// `d = a & imm`
    static final class AndImmediate64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), get(s, a(w)) & Op.imm(w));
            return GO_ON;
        }
    }

    /// the same of 32 bits
    static final class AndImmediate32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), get(s, a(w)) & Op.imm(w) & 0xffff_ffffL);
            return GO_ON;
        }
    }

    /// `d = a | imm`
    static final class OrImmediate64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), get(s, a(w)) | Op.imm(w));
            return GO_ON;
        }
    }

    /// the same of 32 bits
    static final class OrImmediate32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), (get(s, a(w)) | Op.imm(w)) & 0xffff_ffffL);
            return GO_ON;
        }
    }

    /// `d = a ^ imm`
    static final class XorImmediate64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), get(s, a(w)) ^ Op.imm(w));
            return GO_ON;
        }
    }

    /// the same of 32 bits
    static final class XorImmediate32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), (get(s, a(w)) ^ Op.imm(w)) & 0xffff_ffffL);
            return GO_ON;
        }
    }

    /// `d = a << imm`
    static final class ShiftLeft64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), get(s, a(w)) << Op.imm(w));
            return GO_ON;
        }
    }

    /// the same of 32 bits
    static final class ShiftLeft32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), get(s, a(w)) << Op.imm(w) & 0xffff_ffffL);
            return GO_ON;
        }
    }

    /// `d = a >>> imm`
    static final class ShiftRight64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), get(s, a(w)) >>> Op.imm(w));
            return GO_ON;
        }
    }

    /// the same of 32 bits
    static final class ShiftRight32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), (get(s, a(w)) & 0xffff_ffffL) >>> Op.imm(w));
            return GO_ON;
        }
    }

    /// `d = a >> imm`
    static final class ShiftArithmetic64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), get(s, a(w)) >> Op.imm(w));
            return GO_ON;
        }
    }

    /// the same of 32 bits
    static final class ShiftArithmetic32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), (int) get(s, a(w)) >> (int) Op.imm(w) & 0xffff_ffffL);
            return GO_ON;
        }
    }
}
