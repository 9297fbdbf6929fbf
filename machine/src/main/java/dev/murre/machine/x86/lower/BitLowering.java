package dev.murre.machine.x86.lower;

import dev.murre.machine.ir.Amo;
import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.x86.X86Op;
import dev.murre.machine.x86.X86Registers;

/// Single bits and counts of bits.
final class BitLowering {
    private final X86Emitter e;

    BitLowering(X86Emitter e) {
        this.e = e;
    }

    /// BT, BTS, BTR, BTC.
    void test() {
        int bits = 8 * e.width(0);
        int position;
        if (e.isImmediate(1)) {
            position = e.constant(e.insn.immediate & bits - 1);
        } else {
            int index = e.read(1);
            if (e.isMemory(0)) {
                addressBitString(index);
            }
            position = e.temp();
            e.ir.opImm(Op.ANDI64, position, index, bits - 1);
        }
        if (e.insn.lock) {
            lockedChange(position);
        } else {
            change(position);
        }
    }

    /// The bit number is signed and may lie outside the operand: the address moves by whole
    /// operands (Intel SDM vol. 2, BT).
    private void addressBitString(int index) {
        int width = e.width(0);
        int log2 = X86Emitter.log2(width);
        int units = e.extend(index, width, X86Emitter.Extension.SIGN);
        int moved = e.temp();
        e.ir.opImm(Op.SARI64, moved, units, 3 + log2);
        e.ir.opImm(Op.SHLI64, moved, moved, log2);
        int segmentBase = X86Emitter.segmentBase(e.insn.segment);
        e.insn.segment = X86Registers.DS;
        int address = e.temp();
        e.ir.op(Op.ADD64, address, e.address(), moved);
        switch (e.insn.addressSize) {
            case 2 -> e.ir.op(Op.ZX16, address, address);
            case 4 -> e.ir.op(Op.MOV32, address, address);
            default -> {}
        }
        if (segmentBase != Slots.ZERO) {
            e.ir.op(Op.ADD64, address, address, segmentBase);
        }
        e.setAddress(address, 0);
    }

    private int mask(int position) {
        int mask = e.temp();
        e.ir.op(Op.SHL64, mask, e.constant(1), position);
        return mask;
    }

    private void change(int position) {
        int value = e.insn.op == X86Op.BT ? e.read(0) : e.readToModify(0);
        int bit = e.temp();
        e.ir.op(Op.SHR64, bit, value, position);
        if (e.insn.op == X86Op.BT) {
            e.ir.op(Op.SETCF, 0, bit);
            return;
        }
        int mask = mask(position);
        int d = e.temp();
        boolean wide = e.width(0) == 8;
        switch (e.insn.op) {
            case BTS -> e.ir.op(wide ? Op.OR64 : Op.OR32, d, value, mask);
            case BTC -> e.ir.op(wide ? Op.XOR64 : Op.XOR32, d, value, mask);
            default -> {
                e.ir.opImm(Op.XORI64, mask, mask, -1);
                e.ir.op(wide ? Op.AND64 : Op.AND32, d, value, mask);
            }
        }
        e.write(0, d);
        e.ir.op(Op.SETCF, 0, bit);
    }

    private void lockedChange(int position) {
        int mask = mask(position);
        Amo function =
                switch (e.insn.op) {
                    case BTS -> Amo.OR;
                    case BTC -> Amo.XOR;
                    default -> {
                        e.ir.opImm(Op.XORI64, mask, mask, -1);
                        yield Amo.AND;
                    }
                };
        int old = e.temp();
        int immediate = function.immediate(X86Emitter.log2(e.width(0)));
        e.ir.emit(Op.AMO, old, e.address(), mask, immediate);
        e.ir.op(Op.SHR64, old, old, position);
        e.ir.op(Op.SETCF, 0, old);
    }

    /// BSF and BSR: with a source of 0 the destination stays as it was.
    void scan() {
        int width = e.width(0);
        int source = e.readUnsigned(1);
        int op = e.insn.op == X86Op.BSF ? Op.BSF64 : Op.BSR64;
        e.codes(CC.LOGIC, width, source, Slots.ZERO);
        if (width == 2) {
            int d = e.temp();
            e.ir.op(Op.MOV, d, e.insn.register[0]);
            e.ir.op(op, d, source);
            e.write(0, d);
        } else {
            e.ir.op(op, e.insn.register[0], source);
        }
    }

    void count() {
        int source = e.readUnsigned(1);
        int result = e.temp();
        e.ir.op(Op.POPCNT64, result, source);
        zeroFlagOnly(source);
        e.write(0, result);
    }

    /// ZF as of `value`, all other flags 0.
    private void zeroFlagOnly(int value) {
        e.ir.op(Op.TEST64, 0, value, value);
        int flags = e.temp();
        e.ir.opImm(Op.SETCOND, flags, Slots.ZERO, CC.E);
        e.ir.opImm(Op.SHLI64, flags, flags, 6);
        e.codesFrom(flags);
    }

    /// CRC32: accumulates operand 1 into the low half of operand 0.
    void checksum() {
        int source = e.read(1);
        int d = e.insn.register[0];
        e.helper(IntegerHelper.CRC32, d, source, d, e.width(1));
    }

    void swapBytes() {
        int d = e.insn.register[0];
        switch (e.width(0)) {
            case 8 -> e.ir.op(Op.BSWAP64, d, d);
            case 4 -> e.ir.op(Op.BSWAP32, d, d);
            default -> e.ir.op(Op.DEP16, d, Slots.ZERO);
        }
    }
}
