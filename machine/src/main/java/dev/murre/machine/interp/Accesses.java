package dev.murre.machine.interp;

import static dev.murre.machine.memory.Perm.READ;
import static dev.murre.machine.memory.Perm.WRITE;
import static dev.murre.machine.memory.Unchecked.get;
import static dev.murre.machine.memory.Unchecked.put;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.Unchecked;

/// What reads and writes guest memory.
final class Accesses {
    private Accesses() {}

    /// a byte, zero-extended
    static final class Load8 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long at = address(s, w) & cpu.addressMask;
            if (!allows(cpu, at, 1, READ)) {
                return fault(cpu, at, 1, READ);
            }
            put(s, d(w), Host.get8(cpu.windowBase + at) & 0xff);
            return GO_ON;
        }
    }

    /// a byte, sign-extended
    static final class Load8Signed extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long at = address(s, w) & cpu.addressMask;
            if (!allows(cpu, at, 1, READ)) {
                return fault(cpu, at, 1, READ);
            }
            put(s, d(w), Host.get8(cpu.windowBase + at));
            return GO_ON;
        }
    }

    /// two bytes, zero-extended
    static final class Load16 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long at = address(s, w) & cpu.addressMask;
            if (!allows(cpu, at, 2, READ)) {
                return fault(cpu, at, 2, READ);
            }
            put(s, d(w), Host.get16(cpu.windowBase + at) & 0xffff);
            return GO_ON;
        }
    }

    /// two bytes, sign-extended
    static final class Load16Signed extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long at = address(s, w) & cpu.addressMask;
            if (!allows(cpu, at, 2, READ)) {
                return fault(cpu, at, 2, READ);
            }
            put(s, d(w), Host.get16(cpu.windowBase + at));
            return GO_ON;
        }
    }

    /// four bytes, zero-extended
    static final class Load32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long at = address(s, w) & cpu.addressMask;
            if (!allows(cpu, at, 4, READ)) {
                return fault(cpu, at, 4, READ);
            }
            put(s, d(w), Host.get32(cpu.windowBase + at) & 0xffff_ffffL);
            return GO_ON;
        }
    }

    /// four bytes, sign-extended
    static final class Load32Signed extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long at = address(s, w) & cpu.addressMask;
            if (!allows(cpu, at, 4, READ)) {
                return fault(cpu, at, 4, READ);
            }
            put(s, d(w), Host.get32(cpu.windowBase + at));
            return GO_ON;
        }
    }

    /// eight bytes
    static final class Load64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long at = address(s, w) & cpu.addressMask;
            if (!allows(cpu, at, 8, READ)) {
                return fault(cpu, at, 8, READ);
            }
            put(s, d(w), Host.get64(cpu.windowBase + at));
            return GO_ON;
        }
    }

    /// four bytes that are about to be written
    static final class LoadToModify32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long at = address(s, w) & cpu.addressMask;
            if (!allows(cpu, at, 4, READ | WRITE)) {
                return fault(cpu, at, 4, WRITE);
            }
            put(s, d(w), Host.get32(cpu.windowBase + at) & 0xffff_ffffL);
            return GO_ON;
        }
    }

    /// eight bytes that are about to be written
    static final class LoadToModify64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long at = address(s, w) & cpu.addressMask;
            if (!allows(cpu, at, 8, READ | WRITE)) {
                return fault(cpu, at, 8, WRITE);
            }
            put(s, d(w), Host.get64(cpu.windowBase + at));
            return GO_ON;
        }
    }

    /// sixteen bytes to slots `d` and `d + 1`
    static final class Load128 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long at = address(s, w) & cpu.addressMask;
            if (!allows(cpu, at, 16, READ)) {
                return fault(cpu, at, 16, READ);
            }
            put(s, d(w), Host.get64(cpu.windowBase + at));
            put(s, d(w) + Unchecked.STEP, Host.get64(cpu.windowBase + at + 8));
            return GO_ON;
        }
    }

    /// `d` = the eight bytes at `rsp`, after `rsp += 8`
    static final class Pop64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long at = get(s, RSP);
            if (!allows(cpu, at, 8, READ)) {
                return fault(cpu, at, 8, READ);
            }
            put(s, RSP, at + 8);
            put(s, d(w), Host.get64(cpu.windowBase + at));
            return GO_ON;
        }
    }

    /// `d` = the four bytes at `esp`, after `esp += 4`
    static final class Pop32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long at = get(s, RSP);
            if (!allows(cpu, at, 4, READ)) {
                return fault(cpu, at, 4, READ);
            }
            put(s, RSP, at + 4 & 0xffff_ffffL);
            put(s, d(w), Host.get32(cpu.windowBase + at) & 0xffff_ffffL);
            return GO_ON;
        }
    }

    /// the low byte of `d`
    static final class Store8 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long at = address(s, w) & cpu.addressMask;
            if (!allows(cpu, at, 1, WRITE)) {
                return fault(cpu, at, 1, WRITE);
            }
            Host.put8(cpu.windowBase + at, (byte) get(s, d(w)));
            return GO_ON;
        }
    }

    /// the two low bytes of `d`
    static final class Store16 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long at = address(s, w) & cpu.addressMask;
            if (!allows(cpu, at, 2, WRITE)) {
                return fault(cpu, at, 2, WRITE);
            }
            Host.put16(cpu.windowBase + at, (short) get(s, d(w)));
            return GO_ON;
        }
    }

    /// the four low bytes of `d`
    static final class Store32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long at = address(s, w) & cpu.addressMask;
            if (!allows(cpu, at, 4, WRITE)) {
                return fault(cpu, at, 4, WRITE);
            }
            Host.put32(cpu.windowBase + at, (int) get(s, d(w)));
            return GO_ON;
        }
    }

    /// `d`
    static final class Store64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long at = address(s, w) & cpu.addressMask;
            if (!allows(cpu, at, 8, WRITE)) {
                return fault(cpu, at, 8, WRITE);
            }
            Host.put64(cpu.windowBase + at, get(s, d(w)));
            return GO_ON;
        }
    }

    /// slots `d` and `d + 1`
    static final class Store128 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long at = address(s, w) & cpu.addressMask;
            if (!allows(cpu, at, 16, WRITE)) {
                return fault(cpu, at, 16, WRITE);
            }
            Host.put64(cpu.windowBase + at, get(s, d(w)));
            Host.put64(cpu.windowBase + at + 8, get(s, d(w) + Unchecked.STEP));
            return GO_ON;
        }
    }

    /// `a` at `rsp - 8`, then `rsp -= 8`
    static final class Push64 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long at = get(s, RSP) - 8;
            if (!allows(cpu, at, 8, WRITE)) {
                return fault(cpu, at, 8, WRITE);
            }
            Host.put64(cpu.windowBase + at, get(s, a(w)));
            put(s, RSP, at);
            return GO_ON;
        }
    }

    /// `a` at `esp - 4`, then `esp -= 4`
    static final class Push32 extends Handler {
        @Override
        int run(Cpu cpu, long[] s, long w) {
            long at = get(s, RSP) - 4 & 0xffff_ffffL;
            if (!allows(cpu, at, 4, WRITE)) {
                return fault(cpu, at, 4, WRITE);
            }
            Host.put32(cpu.windowBase + at, (int) get(s, a(w)));
            put(s, RSP, at);
            return GO_ON;
        }
    }
}
