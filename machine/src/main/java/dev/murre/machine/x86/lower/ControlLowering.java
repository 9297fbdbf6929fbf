package dev.murre.machine.x86.lower;

import static dev.murre.machine.x86.X86Registers.R11;
import static dev.murre.machine.x86.X86Registers.RCX;
import static dev.murre.machine.x86.X86Registers.RSP;

import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.IrBuilder.TrapPc;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.x86.OperandKind;
import dev.murre.machine.x86.X86Op;

/// Jumps, calls, returns and software interrupts.
final class ControlLowering {
    private static final int SYSTEM_CALL_VECTOR = 0x80;

    private final X86Emitter e;
    private final StackLowering stack;

    ControlLowering(X86Emitter e) {
        this.e = e;
        this.stack = new StackLowering(e);
    }

    /// Where a relative branch goes; an operand size of 2 cuts the address to 16 bits.
    private long target() {
        long target = e.insn.next() + e.insn.immediate;
        return e.insn.operandSize == 2 ? target & 0xffff : target & e.mode.addressMask();
    }

    /// A slot with the target of an indirect branch.
    private int indirectTarget() {
        return e.width(0) < 8 ? e.readUnsigned(0) : e.read(0);
    }

    void conditional() {
        e.ir.branch(e.insn.condition, target(), e.next());
        e.end();
    }

    void jump() {
        if (e.insn.kind[0] == OperandKind.RELATIVE) {
            e.ir.jump(target());
        } else {
            e.ir.op(Op.JMPI, 0, indirectTarget());
        }
        e.end();
    }

    void call() {
        int width = e.insn.operandSize;
        boolean direct = e.insn.kind[0] == OperandKind.RELATIVE;
        int to = direct ? Slots.ZERO : indirectTarget();
        if (to == RSP) {
            to = e.temp();
            e.ir.op(Op.MOV, to, RSP);
        }
        stack.pushValue(width, e.constant(e.next()));
        if (direct) {
            e.ir.call(target());
        } else {
            e.ir.op(Op.CALLI, 0, to);
        }
        e.end();
    }

    void ret() {
        int to = e.temp();
        stack.popValue(e.insn.operandSize, to);
        if (e.insn.operandCount > 0) {
            stack.addToStackPointer((int) e.insn.immediate);
        }
        e.ir.op(Op.RET, 0, to);
        e.end();
    }

    /// LOOP, LOOPE, LOOPNE and JCXZ; the counter has the address size.
    void loop() {
        int counter = RCX;
        X86Op op = e.insn.op;
        if (op != X86Op.JCXZ) {
            countDown();
        }
        if (e.insn.addressSize < 8) {
            counter = e.extend(RCX, e.insn.addressSize, X86Emitter.Extension.ZERO);
        }
        e.ir.setExits(e.next(), target());
        switch (op) {
            case JCXZ -> e.ir.op(Op.BRANCHZ, 0, counter);
            case LOOP -> e.ir.op(Op.BRANCHNZ, 0, counter);
            default -> {
                int again = e.temp();
                e.ir.opImm(Op.SETCOND, again, Slots.ZERO, loopsWhileEqual() ? CC.E : CC.NE);
                e.ir.opImm(Op.SKIPNZ, 0, counter, 1);
                e.ir.opImm(Op.LI, again, Slots.ZERO, 0);
                e.ir.op(Op.BRANCHNZ, 0, again);
            }
        }
        e.end();
    }

    /// AMD processors let a repeat prefix decide over the opcode.
    private boolean loopsWhileEqual() {
        return switch (e.insn.repeat) {
            case REPE -> true;
            case REPNE -> false;
            case NONE -> e.insn.op == X86Op.LOOPE;
        };
    }

    private void countDown() {
        switch (e.insn.addressSize) {
            case 8 -> e.ir.opImm(Op.ADDI64, RCX, RCX, -1);
            case 4 -> e.ir.opImm(Op.ADDI32, RCX, RCX, -1);
            default -> {
                int t = e.temp();
                e.ir.opImm(Op.ADDI64, t, RCX, -1);
                e.writeRegister(RCX, 2, t);
            }
        }
    }

    /// Far transfers stay in the present code segment: any other selector is refused.
    private void requireSelector(int selector) {
        e.helper(
                IntegerHelper.REQUIRE_CODE_SELECTOR,
                Slots.ZERO,
                selector,
                Slots.ZERO,
                e.selectors.code());
    }

    private int offsetSize() {
        return e.insn.operandSize;
    }

    /// Emits the operand of a far transfer: the offset in the slot returned, the selector checked.
    private int farTarget() {
        if (e.insn.kind[0] == OperandKind.FAR) {
            requireSelector(e.constant(e.insn.immediate2));
            return e.constant(e.insn.immediate);
        }
        int offset = e.temp();
        int selector = e.temp();
        e.load(X86Emitter.loadOp(offsetSize()), offset);
        e.loadAt(Op.LD16U, selector, offsetSize());
        requireSelector(selector);
        return offset;
    }

    void jumpFar() {
        e.ir.op(Op.JMPI, 0, farTarget());
        e.end();
    }

    void callFar() {
        int width = offsetSize();
        int to = farTarget();
        int selector = e.constant(e.selectors.code());
        int back = e.constant(e.next());
        int store = X86Emitter.storeOp(width);
        e.ir.memory(store, selector, RSP, Slots.ZERO, 0, -width);
        e.ir.memory(store, back, RSP, Slots.ZERO, 0, -2 * width);
        stack.addToStackPointer(-2 * width);
        e.ir.op(Op.CALLI, 0, to);
        e.end();
    }

    void retFar() {
        int width = offsetSize();
        int to = loadStack(width, 0);
        requireSelector(loadStack(width, width));
        int released = e.insn.operandCount > 0 ? (int) e.insn.immediate : 0;
        stack.addToStackPointer(2 * width + released);
        e.ir.op(Op.RET, 0, to);
        e.end();
    }

    private int loadStack(int width, int offset) {
        int t = e.temp();
        e.ir.memory(X86Emitter.loadOp(width), t, RSP, Slots.ZERO, 0, offset);
        return t;
    }

    /// IRET to the same privilege; 64-bit code always pops the stack pointer too.
    void interruptReturn() {
        int width = offsetSize();
        int to = loadStack(width, 0);
        int selector = loadStack(width, width);
        int flags = loadStack(width, 2 * width);
        if (e.mode.is64()) {
            int pointer = loadStack(width, 3 * width);
            requireSelector(selector);
            e.ir.op(Op.MOV, RSP, pointer);
        } else {
            requireSelector(selector);
            stack.addToStackPointer(3 * width);
        }
        e.codesFrom(flags);
        e.helper(IntegerHelper.SET_FLAGS, Slots.ZERO, flags, Slots.ZERO, width);
        e.ir.op(Op.JMPI, 0, to);
        e.end();
    }

    /// INT3, INT n, INT1, INTO. Vectors that the kernel does not open to user code fault.
    void interrupt() {
        switch (e.insn.op) {
            case INT3 -> trapAfter(Trap.BREAKPOINT);
            case INT1 -> trapAfter(Trap.DEBUG);
            case INTO -> overflow();
            default -> numbered((int) e.insn.immediate);
        }
    }

    private void trapAfter(int trap) {
        e.trapAfter(trap, Slots.ZERO);
    }

    private void overflow() {
        e.ir.emit(Op.SKIP, CC.O, Slots.ZERO, Slots.ZERO, 1);
        e.ir.trap(Trap.OVERFLOW, TrapPc.AFTER_INSTRUCTION);
        e.ir.jump(e.next());
        e.end();
    }

    private void numbered(int vector) {
        switch (vector) {
            case Trap.BREAKPOINT -> trapAfter(Trap.BREAKPOINT);
            case Trap.OVERFLOW -> trapAfter(Trap.OVERFLOW);
            case SYSTEM_CALL_VECTOR -> e.trapAfter(Trap.INTERRUPT, e.constant(vector));
            default -> {
                int errorCode = e.constant(vector << 3 | 2);
                e.ir.trap(Trap.GENERAL_PROTECTION, TrapPc.AT_INSTRUCTION, errorCode);
                e.end();
            }
        }
    }

    /// SYSCALL (64-bit code only) and SYSENTER (32-bit code only, as on AMD processors).
    void systemCall() {
        boolean syscall = e.insn.op == X86Op.SYSCALL;
        if (syscall != e.mode.is64()) {
            e.undefined();
            return;
        }
        if (syscall) {
            e.ir.loadImmediate(RCX, e.next());
            e.ir.op(Op.GETFLAGS, R11, Slots.ZERO);
            trapAfter(Trap.SYSCALL);
        } else {
            trapAfter(Trap.SYSENTER);
        }
    }
}
