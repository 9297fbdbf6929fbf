package dev.murre.machine.x86.lower;

import static dev.murre.machine.x86.X86Registers.RAX;
import static dev.murre.machine.x86.X86Registers.RDX;

import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.x86.X86Op;

/// Multiplication, division and the decimal adjustments.
final class MultiplyLowering {
    private final X86Emitter e;

    MultiplyLowering(X86Emitter e) {
        this.e = e;
    }

    /// MUL and all forms of IMUL.
    void multiply() {
        if (e.insn.operandCount > 1) {
            truncating();
        } else if (e.width(0) == 8) {
            wide();
        } else {
            narrow();
        }
    }

    private void truncating() {
        int first = e.insn.operandCount == 3 ? 1 : 0;
        int width = e.width(0);
        if (width >= 4) {
            int a = e.read(first);
            int b = e.read(first + 1);
            e.ir.op(width == 8 ? Op.MULF64 : Op.MULF32, e.insn.register[0], a, b);
            return;
        }
        int a = e.readSigned(first);
        int b = e.readSigned(first + 1);
        int product = e.temp();
        e.ir.op(Op.MUL64, product, a, b);
        signedCodes(product, width);
        e.write(0, product);
    }

    /// CF and OF tell whether the whole product, in 64 bits, is the extension of its low half.
    private void signedCodes(int product, int width) {
        int spill = e.extend(product, width, X86Emitter.Extension.SIGN);
        e.ir.op(Op.XOR64, spill, spill, product);
        e.codes(CC.MUL, width, product, spill);
    }

    private void wide() {
        boolean signed = e.insn.op == X86Op.IMUL;
        int factor = e.read(0);
        int low = e.temp();
        int high = e.temp();
        e.ir.op(signed ? Op.MULHS64 : Op.MULHU64, high, RAX, factor);
        e.ir.op(Op.MUL64, low, RAX, factor);
        int spill = high;
        if (signed) {
            spill = e.temp();
            e.ir.opImm(Op.SARI64, spill, low, 63);
            e.ir.op(Op.XOR64, spill, spill, high);
        }
        e.codes(CC.MUL, 8, low, spill);
        e.ir.op(Op.MOV, RAX, low);
        e.ir.op(Op.MOV, RDX, high);
    }

    private void narrow() {
        int width = e.width(0);
        boolean signed = e.insn.op == X86Op.IMUL;
        X86Emitter.Extension extension =
                signed ? X86Emitter.Extension.SIGN : X86Emitter.Extension.ZERO;
        int factor = signed ? e.readSigned(0) : e.readUnsigned(0);
        int product = e.temp();
        e.ir.op(Op.MUL64, product, e.extend(RAX, width, extension), factor);
        int high = e.temp();
        e.ir.opImm(Op.SHRI64, high, product, 8L * width);
        if (signed) {
            signedCodes(product, width);
        } else {
            e.codes(CC.MUL, width, product, high);
        }
        if (width == 1) {
            e.writeRegister(RAX, 2, product);
        } else if (width == 2) {
            e.writeRegister(RAX, 2, product);
            e.writeRegister(RDX, 2, high);
        } else {
            e.ir.op(Op.MOV32, RAX, product);
            e.ir.op(Op.MOV32, RDX, high);
        }
    }

    /// DIV and IDIV.
    void divide() {
        int divisor = e.read(0);
        int variant = X86Emitter.log2(e.width(0)) | (e.insn.op == X86Op.IDIV ? 4 : 0);
        e.helper(IntegerHelper.DIVIDE, RAX, RDX, divisor, variant);
    }

    /// AAA, AAS, AAD, AAM, DAA, DAS.
    void decimal() {
        int variant = DecimalHelpers.variant(e.insn.op, (int) e.insn.immediate);
        e.helper(IntegerHelper.DECIMAL, Slots.ZERO, Slots.ZERO, Slots.ZERO, variant);
    }
}
