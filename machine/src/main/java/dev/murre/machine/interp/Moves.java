package dev.murre.machine.interp;

import static dev.murre.machine.memory.Unchecked.get;
import static dev.murre.machine.memory.Unchecked.put;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.Op;

/// What moves, extends and computes addresses.
final class Moves {
    private Moves() {}

    /// `d = a`
    static final class Move extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), get(s, a(w)));
            return GO_ON;
        }
    }

    /// `d = a & 0xffffffff`
    static final class Move32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), get(s, a(w)) & 0xffff_ffffL);
            return GO_ON;
        }
    }

    /// `d` = a number
    static final class Load extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), Op.imm(w));
            return GO_ON;
        }
    }

    /// `d = (int) a`
    static final class SignExtend32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), (int) get(s, a(w)));
            return GO_ON;
        }
    }

    /// `d = (byte) a`
    static final class SignExtend8 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), (byte) get(s, a(w)));
            return GO_ON;
        }
    }

    /// `d = a & 0xff`
    static final class ZeroExtend8 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), get(s, a(w)) & 0xff);
            return GO_ON;
        }
    }

    /// `d = a & 0xffff`
    static final class ZeroExtend16 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), get(s, a(w)) & 0xffff);
            return GO_ON;
        }
    }

    /// `d = (byte) a & 0xffffffff`
    static final class SignExtend8To32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), (byte) get(s, a(w)) & 0xffff_ffffL);
            return GO_ON;
        }
    }

    /// `d = (short) a`
    static final class SignExtend16 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), (short) get(s, a(w)));
            return GO_ON;
        }
    }

    /// `d = (short) a & 0xffffffff`
    static final class SignExtend16To32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), (short) get(s, a(w)) & 0xffff_ffffL);
            return GO_ON;
        }
    }

    /// the low byte of `d` becomes that of `a`
    static final class Deposit8 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), get(s, d(w)) & ~0xffL | get(s, a(w)) & 0xff);
            return GO_ON;
        }
    }

    /// the low 16 bits of `d` become those of `a`
    static final class Deposit16 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), get(s, d(w)) & ~0xffffL | get(s, a(w)) & 0xffff);
            return GO_ON;
        }
    }

    /// `d` = address
    static final class Lea extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), address(s, w) & cpu.addressMask);
            return GO_ON;
        }
    }

    /// `d` = address of 32 bits
    static final class Lea32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(s, d(w), address(s, w) & 0xffff_ffffL);
            return GO_ON;
        }
    }
}
