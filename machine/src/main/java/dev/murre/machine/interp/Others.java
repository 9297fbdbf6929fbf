package dev.murre.machine.interp;

import static dev.murre.machine.memory.Unchecked.STEP;
import static dev.murre.machine.memory.Unchecked.get;
import static dev.murre.machine.memory.Unchecked.put;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.lanes.LaneOp;

/// What is done elsewhere.
final class Others {
    private Others() {}

    /// a helper of the instruction set
    static final class Helper extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            int outcome =
                    cpu.helpers.call(
                            (int) Op.imm(w) & 0xfff,
                            cpu,
                            Op.d(w),
                            Op.a(w),
                            Op.b(w),
                            (int) (w >> 42));
            if (outcome == Trap.NONE) {
                return GO_ON;
            }
            cpu.outcome = outcome;
            return HELPER;
        }
    }

    /// a lane function of 64 bits
    static final class Lane extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            put(
                    s,
                    d(w),
                    LaneOp.apply(
                            (int) Op.imm(w) & 0xfff, get(s, a(w)), get(s, b(w)), (int) (w >> 42)));
            return GO_ON;
        }
    }

    /// a lane function of both halves of vector registers
    static final class Lanes extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            int function = (int) Op.imm(w) & 0xfff;
            int more = (int) (w >> 42);
            long low = LaneOp.apply(function, get(s, a(w)), get(s, b(w)), more);
            put(
                    s,
                    d(w) + STEP,
                    LaneOp.apply(function, get(s, a(w) + STEP), get(s, b(w) + STEP), more));
            put(s, d(w), low);
            return GO_ON;
        }
    }

    /// `d` = one of the block's constants
    static final class Constant extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            return CONSTANT;
        }
    }

    /// does nothing
    static final class Nothing extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            return GO_ON;
        }
    }

    /// what {@link Rare} does
    static final class Other extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            return RARE;
        }
    }
}
