package dev.murre.machine.x86.lower;

import static dev.murre.machine.x86.X86Registers.RAX;

import dev.murre.machine.ir.Amo;
import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;

/// Exchanges. With memory they are atomic even without LOCK, as XCHG is on the real processor.
final class ExchangeLowering {
    private final X86Emitter e;

    ExchangeLowering(X86Emitter e) {
        this.e = e;
    }

    private int amo(Amo function, int operand) {
        int old = e.temp();
        e.ir.emit(
                Op.AMO, old, e.address(), operand, function.immediate(X86Emitter.log2(e.width(0))));
        return old;
    }

    void exchange() {
        if (e.isMemory(0)) {
            e.write(1, amo(Amo.SWAP, e.read(1)));
            return;
        }
        int first = copy(0);
        int second = copy(1);
        e.write(0, second);
        e.write(1, first);
    }

    /// A temporary with a register operand, zero-extended from 4 bytes.
    private int copy(int i) {
        int t = e.temp();
        e.ir.op(e.width(i) == 4 ? Op.MOV32 : Op.MOV, t, e.read(i));
        return t;
    }

    void exchangeAdd() {
        boolean wide = e.width(0) == 8;
        int sum = e.temp();
        int addend = copy(1);
        int old;
        if (e.isMemory(0)) {
            old = amo(Amo.ADD, addend);
            e.ir.op(wide ? Op.ADD64 : Op.ADD32, sum, old, addend);
            e.codes(CC.ADD, e.width(0), sum, addend);
            e.write(1, old);
            return;
        }
        old = copy(0);
        e.ir.op(wide ? Op.ADD64 : Op.ADD32, sum, old, addend);
        e.codes(CC.ADD, e.width(0), sum, addend);
        e.write(1, old);
        e.write(0, sum);
    }

    void compareExchange() {
        int width = e.width(0);
        if (e.isMemory(0)) {
            int replacement = e.read(1);
            int old = e.extend(RAX, width, X86Emitter.Extension.ZERO);
            if (old == RAX) {
                old = e.temp();
                e.ir.op(Op.MOV, old, RAX);
            }
            e.ir.emit(Op.CAS, old, e.address(), replacement, X86Emitter.log2(width));
            e.codes(CC.SUB, width, RAX, old);
            accumulatorUnlessEqual(old);
            return;
        }
        int old = copy(0);
        int replacement = copy(1);
        e.codes(CC.SUB, width, RAX, old);
        accumulatorUnlessEqual(old);
        if (width >= 4) {
            e.ir.opImm(Op.CMOV64, e.insn.register[0], replacement, CC.E);
        } else {
            replaceNarrow(replacement);
        }
    }

    private void replaceNarrow(int replacement) {
        int result = e.temp();
        e.ir.op(Op.MOV, result, e.read(0));
        e.ir.opImm(Op.CMOV64, result, replacement, CC.E);
        e.write(0, result);
    }

    /// The accumulator takes the old value of a destination it did not equal.
    private void accumulatorUnlessEqual(int old) {
        int width = e.width(0);
        int value = old;
        if (width < 4) {
            value = e.temp();
            e.ir.op(Op.MOV, value, RAX);
            e.writeRegister(value, width, old);
        }
        e.ir.opImm(Op.CMOV64, RAX, value, CC.NE);
    }

    /// CMPXCHG8B and CMPXCHG16B.
    void compareExchangeWide() {
        boolean wide = e.insn.operandSize == 8;
        if (wide) {
            e.requireAligned(16);
        }
        int address = e.address();
        e.helper(
                IntegerHelper.COMPARE_EXCHANGE_WIDE,
                Slots.ZERO,
                address,
                Slots.ZERO,
                wide ? 16 : 8);
    }
}
