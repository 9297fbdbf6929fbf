package dev.murre.machine.x86.lower;

import static dev.murre.machine.x86.X86Registers.NO_REGISTER;

import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.IrBuilder;
import dev.murre.machine.ir.IrBuilder.TrapPc;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.x86.OperandKind;
import dev.murre.machine.x86.X86Insn;
import dev.murre.machine.x86.X86Mode;
import dev.murre.machine.x86.X86Registers;

/// The instruction being lowered and the block it goes into: reads and writes its operands as IR.
///
/// A slot that holds an operand of 1 or 2 bytes has arbitrary bits above them unless a method says
/// otherwise; results of 4 bytes that are written must be zero-extended, as 32-bit operations leave
/// them.
final class X86Emitter {
    final X86Mode mode;
    final SegmentSelectors selectors;
    final IrBuilder ir;
    final X86Insn insn = new X86Insn();

    /// Set once the block has its last operation.
    private boolean ended;

    private boolean addressReady;
    private int addressBase;
    private int addressIndex;
    private int addressScale;
    private int addressDisplacement;

    X86Emitter(X86Mode mode, SegmentSelectors selectors, IrBuilder ir) {
        this.mode = mode;
        this.selectors = selectors;
        this.ir = ir;
    }

    /// Begins lowering what is in [#insn].
    void begin() {
        ended = false;
        addressReady = false;
        ir.beginInstruction(insn.address);
    }

    /// Says that the block ends with the operation just emitted.
    void end() {
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }

    /// Address of the next instruction in sequence.
    long next() {
        return insn.next() & mode.addressMask();
    }

    /// log2 of a width of 1, 2, 4 or 8 bytes.
    static int log2(int width) {
        return Integer.numberOfTrailingZeros(width);
    }

    int temp() {
        return ir.temp();
    }

    /// A temporary holding a constant; slot ZERO for 0.
    int constant(long value) {
        if (value == 0) {
            return Slots.ZERO;
        }
        int t = ir.temp();
        ir.loadImmediate(t, value);
        return t;
    }

    // Memory operand.

    /// Makes the memory operand's address available to [#load] and its like; needed only to adjust
    /// it first.
    void prepareAddress() {
        if (addressReady) {
            return;
        }
        addressReady = true;
        addressBase = insn.base == NO_REGISTER ? Slots.ZERO : insn.base;
        addressIndex = insn.index == NO_REGISTER ? Slots.ZERO : insn.index;
        addressScale = insn.index == NO_REGISTER ? 0 : insn.scaleShift;
        long displacement = insn.ripRelative ? insn.next() + insn.displacement : insn.displacement;
        if (insn.ripRelative && insn.addressSize == 4) {
            displacement &= 0xffff_ffffL;
        }
        setDisplacement(displacement);
        cutToAddressSize();
        addSegment();
    }

    private void setDisplacement(long displacement) {
        boolean wraps = !mode.is64();
        if (displacement == (int) displacement || wraps) {
            addressDisplacement = (int) displacement;
            return;
        }
        int t = constant(displacement);
        addressDisplacement = 0;
        if (addressBase == Slots.ZERO) {
            addressBase = t;
        } else if (addressIndex == Slots.ZERO) {
            addressIndex = t;
            addressScale = 0;
        } else {
            throw new AssertionError("long displacement with base and index");
        }
    }

    private void cutToAddressSize() {
        boolean full = insn.addressSize == (mode.is64() ? 8 : 4);
        boolean absolute = addressBase == Slots.ZERO && addressIndex == Slots.ZERO;
        if (full || (absolute && insn.addressSize == 4 && addressDisplacement >= 0)) {
            return;
        }
        int t = temp();
        addressInto(Op.LEA32, t);
        if (insn.addressSize == 2) {
            ir.op(Op.ZX16, t, t);
        }
        setAddress(t, 0);
    }

    private void addSegment() {
        int segmentBase = segmentBase(insn.segment);
        if (segmentBase == Slots.ZERO) {
            return;
        }
        if (addressIndex != Slots.ZERO && addressBase != Slots.ZERO || addressScale != 0) {
            int t = temp();
            addressInto(Op.LEA, t);
            setAddress(t, 0);
        }
        if (addressBase == Slots.ZERO) {
            addressBase = segmentBase;
        } else {
            addressIndex = segmentBase;
        }
    }

    /// The slot of a segment's base, ZERO for the flat ones.
    static int segmentBase(int segment) {
        return switch (segment) {
            case X86Registers.FS -> Slots.FS_BASE;
            case X86Registers.GS -> Slots.GS_BASE;
            default -> Slots.ZERO;
        };
    }

    /// Makes `slot + displacement` the address that the memory operand is accessed at.
    void setAddress(int slot, int displacement) {
        addressReady = true;
        addressBase = slot;
        addressIndex = Slots.ZERO;
        addressScale = 0;
        addressDisplacement = displacement;
    }

    private void addressInto(int opcode, int d) {
        ir.memory(opcode, d, addressBase, addressIndex, addressScale, addressDisplacement);
    }

    /// A slot holding the linear address of the memory operand.
    int address() {
        prepareAddress();
        boolean single = addressIndex == Slots.ZERO && addressDisplacement == 0;
        if (single && addressBase >= Slots.TEMP) {
            return addressBase;
        }
        int t = temp();
        addressInto(Op.LEA, t);
        setAddress(t, 0);
        return t;
    }

    /// A load (or PROBEW, with bytes as `d`) at the memory operand's address.
    void load(int opcode, int d) {
        prepareAddress();
        addressInto(opcode, d);
    }

    /// A load at the memory operand's address plus `offset` bytes.
    void loadAt(int opcode, int d, int offset) {
        prepareAddress();
        ir.memory(
                opcode,
                d,
                addressBase,
                addressIndex,
                addressScale,
                Math.addExact(addressDisplacement, offset));
    }

    /// A store of slot `value` at the memory operand's address.
    void store(int opcode, int value) {
        load(opcode, value);
    }

    /// A store at the memory operand's address plus `offset` bytes.
    void storeAt(int opcode, int value, int offset) {
        loadAt(opcode, value, offset);
    }

    /// A page fault now unless `bytes` bytes of the memory operand can be written.
    void probeWrite(int bytes) {
        load(Op.PROBEW, bytes);
    }

    /// A general-protection fault unless the memory operand is aligned to `bytes`.
    void requireAligned(int bytes) {
        ir.opImm(Op.ALIGN, 0, address(), bytes - 1);
    }

    /// The zero-extending load of a width.
    static int loadOp(int width) {
        return switch (width) {
            case 1 -> Op.LD8U;
            case 2 -> Op.LD16U;
            case 4 -> Op.LD32U;
            default -> Op.LD64;
        };
    }

    /// The sign-extending load of a width.
    static int signedLoadOp(int width) {
        return switch (width) {
            case 1 -> Op.LD8S;
            case 2 -> Op.LD16S;
            case 4 -> Op.LD32S;
            default -> Op.LD64;
        };
    }

    static int storeOp(int width) {
        return switch (width) {
            case 1 -> Op.ST8;
            case 2 -> Op.ST16;
            case 4 -> Op.ST32;
            default -> Op.ST64;
        };
    }

    // Operands.

    int width(int i) {
        return insn.width[i];
    }

    boolean isMemory(int i) {
        return insn.kind[i] == OperandKind.MEMORY;
    }

    boolean isImmediate(int i) {
        return insn.kind[i] == OperandKind.IMMEDIATE;
    }

    /// A slot holding operand `i`: a register's own slot, or a temporary with a zero-extended load
    /// or a constant.
    int read(int i) {
        return switch (insn.kind[i]) {
            case REGISTER -> insn.register[i];
            case HIGH_BYTE -> {
                int t = temp();
                ir.op(Op.EXT8H, t, insn.register[i]);
                yield t;
            }
            case MEMORY -> {
                int t = temp();
                load(loadOp(width(i)), t);
                yield t;
            }
            case IMMEDIATE -> constant(insn.immediate);
            default -> throw new AssertionError("not an integer operand: " + insn);
        };
    }

    /// As [#read] for an operand that the instruction writes too: refused memory is a write fault,
    /// and the store that follows is not refused any more.
    int readToModify(int i) {
        if (insn.kind[i] != OperandKind.MEMORY) {
            return read(i);
        }
        int t = temp();
        int op =
                switch (width(i)) {
                    case 1 -> Op.LDM8;
                    case 2 -> Op.LDM16;
                    case 4 -> Op.LDM32;
                    default -> Op.LDM64;
                };
        load(op, t);
        return t;
    }

    /// As [#readToModify], zero-extended to 64 bits.
    int readToModifyUnsigned(int i) {
        return insn.kind[i] == OperandKind.MEMORY ? readToModify(i) : readUnsigned(i);
    }

    /// A slot holding operand `i` zero-extended to 64 bits.
    int readUnsigned(int i) {
        boolean whole = width(i) == 8 || (width(i) == 4 && !mode.is64());
        if (insn.kind[i] != OperandKind.REGISTER || whole) {
            return read(i);
        }
        return extend(insn.register[i], width(i), Extension.ZERO);
    }

    /// A slot holding operand `i` sign-extended to 64 bits.
    int readSigned(int i) {
        if (insn.kind[i] == OperandKind.MEMORY) {
            int t = temp();
            load(signedLoadOp(width(i)), t);
            return t;
        }
        int slot = read(i);
        return width(i) == 8 || isImmediate(i) ? slot : extend(slot, width(i), Extension.SIGN);
    }

    /// How the bits above a value are filled.
    enum Extension {
        ZERO,
        SIGN
    }

    /// A temporary with the low `width` bytes of `slot` extended to 64 bits.
    int extend(int slot, int width, Extension extension) {
        if (width == 8) {
            return slot;
        }
        boolean sign = extension == Extension.SIGN;
        int t = temp();
        switch (width) {
            case 1 -> ir.op(sign ? Op.SX8 : Op.ZX8, t, slot);
            case 2 -> ir.op(sign ? Op.SX16 : Op.ZX16, t, slot);
            default -> ir.op(sign ? Op.SX32 : Op.MOV32, t, slot);
        }
        return t;
    }

    /// Where a result for operand `i` may be computed: the register itself when it is written
    /// whole, else a temporary. [#write] completes it.
    int target(int i) {
        boolean whole = insn.kind[i] == OperandKind.REGISTER && width(i) >= 4;
        return whole ? insn.register[i] : temp();
    }

    /// Writes `slot` to operand `i`.
    void write(int i, int slot) {
        switch (insn.kind[i]) {
            case REGISTER -> writeRegister(insn.register[i], width(i), slot);
            case HIGH_BYTE -> ir.op(Op.DEP8H, insn.register[i], slot);
            case MEMORY -> store(storeOp(width(i)), slot);
            default -> throw new AssertionError("cannot be written: " + insn);
        }
    }

    /// Writes the low `width` bytes of a general register; 4 bytes must come zero-extended.
    void writeRegister(int register, int width, int slot) {
        if (register == slot) {
            return;
        }
        switch (width) {
            case 1 -> ir.op(Op.DEP8, register, slot);
            case 2 -> ir.op(Op.DEP16, register, slot);
            default -> ir.op(Op.MOV, register, slot);
        }
    }

    // Condition codes and the end of blocks.

    /// Condition codes of `family` ([CC]) at operand width `width`.
    void codes(int family, int width, int a, int b) {
        ir.conditionCodes(family | log2(width), a, b);
    }

    /// The six flags become those in slot `flags`.
    void codesFrom(int flags) {
        ir.conditionCodes(CC.FLAGS, flags, Slots.ZERO);
    }

    /// A temporary with the six flags in their places and arbitrary other bits.
    int flags() {
        int t = temp();
        ir.op(Op.GETFLAGS, t, Slots.ZERO);
        return t;
    }

    /// Calls a helper.
    void helper(IntegerHelper helper, int d, int a, int b, int imm) {
        ir.helper(helper.number(), d, a, b, imm);
    }

    /// Ends the block with a fault of this instruction, error code 0.
    void fault(int trap) {
        ir.trap(trap, TrapPc.AT_INSTRUCTION);
        end();
    }

    /// Ends the block with a trap after this instruction.
    void trapAfter(int trap, int info) {
        ir.trap(trap, TrapPc.AFTER_INSTRUCTION, info);
        end();
    }

    /// Ends the block with #UD.
    void undefined() {
        fault(Trap.UNDEFINED);
    }
}
