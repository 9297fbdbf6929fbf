package dev.murre.machine.interp;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.Block;
import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.memory.GuestMemory;
import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.Perm;

/// The operations that are too rare to have a {@link Handler}.
public final class Rare {
    static final int NOT_MINE = -100;

    private Rare() {}

    /// Executes operation `w`, which stands before index `next` of `block`: {@link Trap#NONE}, or a
    /// trap with PC set.
    public static int execute(Cpu cpu, long w, Block block, int next) {
        if (((int) w & 0x1ff) == Op.TRAP) {
            return trap(cpu, w, block, next);
        }
        int outcome = compute(cpu.s, w);
        if (outcome == NOT_MINE) {
            outcome = flagged(cpu.s, w);
        }
        if (outcome == NOT_MINE) {
            outcome = CarryOps.execute(cpu.s, w);
        }
        if (outcome == NOT_MINE) {
            outcome = access(cpu, w, block, next);
        }
        if (outcome == NOT_MINE) {
            throw new AssertionError("no such operation: " + Op.name(Op.opcode(w)));
        }
        return outcome;
    }

    private static int compute(long[] s, long w) {
        switch ((int) w & 0x1ff) {
            case Op.EXT8H -> s[(int) (w >>> 9) & 127] = s[(int) (w >>> 16) & 127] >> 8 & 0xff;
            case Op.DEP8H ->
                    s[(int) (w >>> 9) & 127] =
                            s[(int) (w >>> 9) & 127] & ~0xff00L
                                    | (s[(int) (w >>> 16) & 127] & 0xff) << 8;
            case Op.BSWAP32 ->
                    s[(int) (w >>> 9) & 127] =
                            Integer.reverseBytes((int) s[(int) (w >>> 16) & 127]) & 0xffff_ffffL;
            case Op.BSWAP64 ->
                    s[(int) (w >>> 9) & 127] = Long.reverseBytes(s[(int) (w >>> 16) & 127]);
            case Op.SHL64 ->
                    s[(int) (w >>> 9) & 127] =
                            s[(int) (w >>> 16) & 127] << s[(int) (w >>> 23) & 127];
            case Op.SHR64 ->
                    s[(int) (w >>> 9) & 127] =
                            s[(int) (w >>> 16) & 127] >>> s[(int) (w >>> 23) & 127];
            case Op.SAR64 ->
                    s[(int) (w >>> 9) & 127] =
                            s[(int) (w >>> 16) & 127] >> s[(int) (w >>> 23) & 127];
            case Op.ROL64 ->
                    s[(int) (w >>> 9) & 127] =
                            Long.rotateLeft(
                                    s[(int) (w >>> 16) & 127], (int) s[(int) (w >>> 23) & 127]);
            case Op.ROR64 ->
                    s[(int) (w >>> 9) & 127] =
                            Long.rotateRight(
                                    s[(int) (w >>> 16) & 127], (int) s[(int) (w >>> 23) & 127]);
            case Op.SHL32 ->
                    s[(int) (w >>> 9) & 127] =
                            s[(int) (w >>> 16) & 127] << (s[(int) (w >>> 23) & 127] & 31)
                                    & 0xffff_ffffL;
            case Op.SHR32 ->
                    s[(int) (w >>> 9) & 127] =
                            (s[(int) (w >>> 16) & 127] & 0xffff_ffffL)
                                    >>> (s[(int) (w >>> 23) & 127] & 31);
            case Op.SAR32 ->
                    s[(int) (w >>> 9) & 127] =
                            (int) s[(int) (w >>> 16) & 127] >> (int) s[(int) (w >>> 23) & 127]
                                    & 0xffff_ffffL;
            case Op.ROL32 ->
                    s[(int) (w >>> 9) & 127] =
                            Integer.rotateLeft(
                                            (int) s[(int) (w >>> 16) & 127],
                                            (int) s[(int) (w >>> 23) & 127])
                                    & 0xffff_ffffL;
            case Op.ROR32 ->
                    s[(int) (w >>> 9) & 127] =
                            Integer.rotateRight(
                                            (int) s[(int) (w >>> 16) & 127],
                                            (int) s[(int) (w >>> 23) & 127])
                                    & 0xffff_ffffL;
            case Op.ROLI64 ->
                    s[(int) (w >>> 9) & 127] =
                            Long.rotateLeft(s[(int) (w >>> 16) & 127], (int) (w >> 30));
            case Op.ROLI32 ->
                    s[(int) (w >>> 9) & 127] =
                            Integer.rotateLeft((int) s[(int) (w >>> 16) & 127], (int) (w >> 30))
                                    & 0xffff_ffffL;
            case Op.MULHU64 ->
                    s[(int) (w >>> 9) & 127] =
                            Math.unsignedMultiplyHigh(
                                    s[(int) (w >>> 16) & 127], s[(int) (w >>> 23) & 127]);
            case Op.MULHS64 ->
                    s[(int) (w >>> 9) & 127] =
                            Math.multiplyHigh(s[(int) (w >>> 16) & 127], s[(int) (w >>> 23) & 127]);
            case Op.BSF64 -> {
                long x = s[(int) (w >>> 16) & 127];
                if (x != 0) {
                    s[(int) (w >>> 9) & 127] = Long.numberOfTrailingZeros(x);
                }
            }
            case Op.BSR64 -> {
                long x = s[(int) (w >>> 16) & 127];
                if (x != 0) {
                    s[(int) (w >>> 9) & 127] = 63 - Long.numberOfLeadingZeros(x);
                }
            }
            case Op.POPCNT64 -> s[(int) (w >>> 9) & 127] = Long.bitCount(s[(int) (w >>> 16) & 127]);
            case Op.GETCF ->
                    s[(int) (w >>> 9) & 127] =
                            CC.carry((int) s[Slots.CC_KIND], s[Slots.CC_A], s[Slots.CC_B]);
            case Op.GETFLAGS ->
                    s[(int) (w >>> 9) & 127] =
                            CC.flags((int) s[Slots.CC_KIND], s[Slots.CC_A], s[Slots.CC_B])
                                    | s[Slots.FLAGS_REST];
            case Op.CMOV32 ->
                    s[(int) (w >>> 9) & 127] =
                            (Handler.holds((int) (w >> 30), s)
                                            ? s[(int) (w >>> 16) & 127]
                                            : s[(int) (w >>> 9) & 127])
                                    & 0xffff_ffffL;
            default -> {
                return NOT_MINE;
            }
        }
        return Trap.NONE;
    }

    private static int flagged(long[] s, long w) {
        switch ((int) w & 0x1ff) {
            case Op.SHLFI64 -> {
                long x = s[(int) (w >>> 16) & 127];
                Handler.codes(s, CC.SHL | 3, x << (w >> 30), x << (w >> 30) - 1);
                s[(int) (w >>> 9) & 127] = s[Slots.CC_A];
            }
            case Op.SHRFI64 -> {
                long x = s[(int) (w >>> 16) & 127];
                Handler.codes(s, CC.SHR | 3, x >>> (w >> 30), x >>> (w >> 30) - 1);
                s[(int) (w >>> 9) & 127] = s[Slots.CC_A];
            }
            case Op.SARFI64 -> {
                long x = s[(int) (w >>> 16) & 127];
                Handler.codes(s, CC.SAR | 3, x >> (w >> 30), x >> (w >> 30) - 1);
                s[(int) (w >>> 9) & 127] = s[Slots.CC_A];
            }
            case Op.SHLFI32 -> {
                long x = s[(int) (w >>> 16) & 127];
                Handler.codes(s, CC.SHL | 2, x << (w >> 30) & 0xffff_ffffL, x << (w >> 30) - 1);
                s[(int) (w >>> 9) & 127] = s[Slots.CC_A];
            }
            case Op.SHRFI32 -> {
                long x = s[(int) (w >>> 16) & 127];
                Handler.codes(
                        s,
                        CC.SHR | 2,
                        (x & 0xffff_ffffL) >>> (w >> 30),
                        (x & 0xffff_ffffL) >>> (w >> 30) - 1);
                s[(int) (w >>> 9) & 127] = s[Slots.CC_A];
            }
            case Op.SARFI32 -> {
                long x = s[(int) (w >>> 16) & 127];
                Handler.codes(
                        s,
                        CC.SAR | 2,
                        (int) x >> (int) (w >> 30) & 0xffff_ffffL,
                        (int) x >> (int) (w >> 30) - 1);
                s[(int) (w >>> 9) & 127] = s[Slots.CC_A];
            }
            case Op.INCF64 -> {
                int carry = CC.carry((int) s[Slots.CC_KIND], s[Slots.CC_A], s[Slots.CC_B]);
                Handler.codes(s, CC.INC | 3, s[(int) (w >>> 16) & 127] + 1, carry);
                s[(int) (w >>> 9) & 127] = s[Slots.CC_A];
            }
            case Op.INCF32 -> {
                int carry = CC.carry((int) s[Slots.CC_KIND], s[Slots.CC_A], s[Slots.CC_B]);
                Handler.codes(s, CC.INC | 2, s[(int) (w >>> 16) & 127] + 1 & 0xffff_ffffL, carry);
                s[(int) (w >>> 9) & 127] = s[Slots.CC_A];
            }
            case Op.DECF64 -> {
                int carry = CC.carry((int) s[Slots.CC_KIND], s[Slots.CC_A], s[Slots.CC_B]);
                Handler.codes(s, CC.DEC | 3, s[(int) (w >>> 16) & 127] - 1, carry);
                s[(int) (w >>> 9) & 127] = s[Slots.CC_A];
            }
            case Op.DECF32 -> {
                int carry = CC.carry((int) s[Slots.CC_KIND], s[Slots.CC_A], s[Slots.CC_B]);
                Handler.codes(s, CC.DEC | 2, s[(int) (w >>> 16) & 127] - 1 & 0xffff_ffffL, carry);
                s[(int) (w >>> 9) & 127] = s[Slots.CC_A];
            }
            case Op.MULF64 -> {
                long x = s[(int) (w >>> 16) & 127];
                long y = s[(int) (w >>> 23) & 127];
                long low = x * y;
                boolean fits = Math.multiplyHigh(x, y) == low >> 63;
                Handler.codes(s, CC.RESULT | 3, low, fits ? 0 : CC.CF | CC.OF);
                s[(int) (w >>> 9) & 127] = low;
            }
            case Op.MULF32 -> {
                long product =
                        (long) (int) s[(int) (w >>> 16) & 127] * (int) s[(int) (w >>> 23) & 127];
                Handler.codes(
                        s, CC.RESULT | 2, product, product == (int) product ? 0 : CC.CF | CC.OF);
                s[(int) (w >>> 9) & 127] = product & 0xffff_ffffL;
            }
            default -> {
                return NOT_MINE;
            }
        }
        return Trap.NONE;
    }

    private static int access(Cpu cpu, long w, Block block, int next) {
        long[] s = cpu.s;
        GuestMemory memory = cpu.memory;
        int d = Op.d(w);
        switch ((int) w & 0x1ff) {
            case Op.LDM8, Op.LDM16 -> {
                long at = address(cpu, w);
                int size = Op.opcode(w) == Op.LDM8 ? 1 : 2;
                if (!memory.allows(at, size, Perm.READ | Perm.WRITE)) {
                    return Exits.pageFault(cpu, block, next, at, size, Perm.WRITE);
                }
                long host = memory.base() + at;
                s[d] = size == 1 ? Host.get8(host) & 0xff : Host.get16(host) & 0xffff;
            }
            case Op.PROBEW -> {
                long at = address(cpu, w);
                if (!memory.allows(at, d, Perm.WRITE)) {
                    return Exits.pageFault(cpu, block, next, at, d, Perm.WRITE);
                }
            }
            case Op.ALIGN -> {
                if ((s[(int) (w >>> 16) & 127] & Op.imm(w)) != 0) {
                    cpu.trapInfo = 0;
                    return Exits.atInstruction(cpu, block, next, Trap.GENERAL_PROTECTION);
                }
            }
            case Op.AMO, Op.CAS -> {
                int size = 1 << (Op.imm(w) & 3);
                long at = s[(int) (w >>> 16) & 127] & cpu.addressMask;
                if (!memory.allows(at, size, Perm.READ | Perm.WRITE)) {
                    return Exits.pageFault(cpu, block, next, at, size, Perm.WRITE);
                }
                long host = memory.base() + at;
                s[d] =
                        Op.opcode(w) == Op.AMO
                                ? Atomics.amo((int) Op.imm(w), host, s[(int) (w >>> 23) & 127])
                                : Atomics.compareAndSwap(
                                        (int) Op.imm(w), host, s[d], s[(int) (w >>> 23) & 127]);
            }
            default -> {
                return NOT_MINE;
            }
        }
        return Trap.NONE;
    }

    private static int trap(Cpu cpu, long w, Block block, int next) {
        int trap = (int) Op.imm(w);
        if (trap == Trap.PAGE || trap == Trap.CODE_PAGE) {
            cpu.faultAddress = cpu.s[(int) (w >>> 16) & 127];
            cpu.faultAccess = Perm.EXEC;
        } else {
            cpu.trapInfo = cpu.s[(int) (w >>> 16) & 127];
        }
        return Op.d(w) == 0
                ? Exits.atInstruction(cpu, block, next, trap)
                : Exits.afterInstruction(cpu, block, next, trap);
    }

    private static long address(Cpu cpu, long w) {
        return Handler.address(cpu.s, w) & cpu.addressMask;
    }
}
