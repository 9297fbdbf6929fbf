package dev.murre.machine.x86.lower;

import static dev.murre.machine.x86.X86Registers.RAX;

import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.x86.X86Op;
import dev.murre.machine.x86.X86Registers;

/// Identification, time, segments.
final class SystemLowering {
    private final X86Emitter e;

    SystemLowering(X86Emitter e) {
        this.e = e;
    }

    void cpuid() {
        e.helper(IntegerHelper.CPUID, Slots.ZERO, Slots.ZERO, Slots.ZERO, e.mode.ordinal());
    }

    /// RDTSC and RDTSCP.
    void readTime() {
        int withProcessor = e.insn.op == X86Op.RDTSCP ? 1 : 0;
        e.helper(IntegerHelper.READ_TIME, RAX, Slots.ZERO, Slots.ZERO, withProcessor);
    }

    /// CLFLUSH reads like a one-byte load; caches have no other effect here.
    void flushLine() {
        e.load(Op.LD8U, e.temp());
    }

    /// LDS, LES, LFS, LGS, LSS.
    void loadFarPointer() {
        int segment =
                switch (e.insn.op) {
                    case LDS -> X86Registers.DS;
                    case LES -> X86Registers.ES;
                    case LFS -> X86Registers.FS;
                    case LGS -> X86Registers.GS;
                    default -> X86Registers.SS;
                };
        int offsetSize = e.insn.operandSize;
        int offset = e.temp();
        int selector = e.temp();
        e.load(X86Emitter.loadOp(offsetSize), offset);
        e.loadAt(Op.LD16U, selector, offsetSize);
        int variant = SegmentHelpers.variant(segment, e.selectors);
        e.helper(IntegerHelper.LOAD_SEGMENT, Slots.ZERO, selector, Slots.ZERO, variant);
        e.write(0, offset);
    }

    /// VERR, VERW, LAR, LSL: ZF tells whether the selector may be used; LAR and LSL then give its
    /// access rights or limit.
    void inspectSelector() {
        X86Op op = e.insn.op;
        boolean gives = op == X86Op.LAR || op == X86Op.LSL;
        int selector = e.temp();
        e.ir.op(Op.MOV, selector, e.readUnsigned(gives ? 1 : 0));
        int flags = e.flags();
        e.helper(
                IntegerHelper.INSPECT_SELECTOR,
                selector,
                selector,
                flags,
                SegmentHelpers.inspection(op));
        e.codesFrom(flags);
        if (gives) {
            int width = e.width(0);
            int d = e.insn.register[0];
            int value = e.temp();
            e.ir.op(Op.MOV, value, d);
            e.writeRegister(value, width, selector);
            e.ir.opImm(Op.CMOV64, d, value, CC.E);
        }
    }

    /// ARPL: raises the privilege field of a selector to that of another.
    void adjustPrivilege() {
        int first = e.readUnsigned(0);
        int second = e.readUnsigned(1);
        int low = e.temp();
        e.ir.opImm(Op.ANDI64, low, first, 3);
        int wanted = e.temp();
        e.ir.opImm(Op.ANDI64, wanted, second, 3);
        int raised = e.temp();
        e.ir.opImm(Op.ANDI64, raised, first, ~3L);
        e.ir.op(Op.OR64, raised, raised, wanted);
        int smaller = e.temp();
        e.ir.op(Op.SUB64, smaller, low, wanted);
        e.ir.opImm(Op.SHRI64, smaller, smaller, 63);
        int flags = e.flags();
        e.ir.opImm(Op.ANDI64, flags, flags, ~(long) CC.ZF);
        int zero = e.temp();
        e.ir.opImm(Op.SHLI64, zero, smaller, 6);
        e.ir.op(Op.OR64, flags, flags, zero);
        if (e.isMemory(0)) {
            int skip = e.ir.position();
            e.ir.opImm(Op.SKIPZ, 0, smaller, 0);
            e.write(0, raised);
            e.ir.patchSkip(skip);
            e.codesFrom(flags);
        } else {
            e.codesFrom(flags);
            int value = e.temp();
            e.ir.op(Op.MOV, value, e.insn.register[0]);
            e.ir.opImm(Op.CMOV64, value, raised, CC.E);
            e.write(0, value);
        }
    }

    /// BOUND: a signed index against the pair of bounds in memory.
    void bound() {
        int width = e.width(0);
        int index = e.readSigned(0);
        int low = e.temp();
        int high = e.temp();
        e.load(X86Emitter.signedLoadOp(width), low);
        e.loadAt(X86Emitter.signedLoadOp(width), high, width);
        e.helper(IntegerHelper.BOUND, low, index, high, 0);
    }
}
