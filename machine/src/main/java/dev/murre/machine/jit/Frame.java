package dev.murre.machine.jit;

import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.ValueForm;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The Java locals of a generated method, and the moves between them and the slot array.
final class Frame {
    static final int THIS = 0;
    static final int CPU = 1;
    static final int S = 2;
    static final int BASE = 3;
    static final int PERMS = 5;
    static final int OUTSIDE = 7;
    static final int BUDGET = 9;
    static final int AT = 11;
    static final int SITE = 13;
    static final int KIND = 14;
    static final int CC_A = 15;
    static final int CC_B = 17;
    static final int X = 19;
    static final int Y = 21;
    static final int RAW = 23;
    static final int PATIENCE = 24;
    static final int RESULT = 26;
    static final int HIGH_RESULT = 28;
    static final int CALLEE = 30;
    static final int DEPTH = 31;
    private static final int REGISTERS = 32;
    private static final int TEMPS = REGISTERS + 2 * 20;
    private static final int VECTORS = TEMPS + 2 * Slots.TEMP_COUNT;
    private static final int VECTOR_TEMPS = VECTORS + 4 * Slots.VECTOR_COUNT;

    private static final MethodTypeDesc NOTHING = MethodTypeDesc.of(Names.VOID);
    private static final MethodTypeDesc TO_DOUBLE = MethodTypeDesc.of(Names.DOUBLE, Names.LONG);
    private static final MethodTypeDesc TO_BITS = MethodTypeDesc.of(Names.LONG, Names.DOUBLE);

    private final CodeBuilder code;
    private final @Nullable ValueForm arithmetic;
    private final BitSet used;
    private final BitSet written;
    private final BitSet doubles;

    /// Registers known to hold no subnormal double.
    private final BitSet tame = new BitSet();

    /// Temporaries that hold something in the present instruction.
    private final BitSet liveTemps = new BitSet();

    Frame(CodeBuilder code, Region region) {
        this.code = code;
        this.used = region.used;
        this.written = region.written;
        this.doubles = region.doubles;
        this.arithmetic = region.arithmetic();
    }

    /// Whether a slot's value lasts for one instruction only.
    static boolean isTemp(int slot) {
        return slot >= Slots.TEMP && slot < Slots.TEMP + Slots.TEMP_COUNT || isVectorTemp(slot);
    }

    private static boolean isVectorTemp(int slot) {
        return slot >= Slots.VECTOR_TEMP && slot < Slots.VECTOR_TEMP + 2 * Slots.VECTOR_TEMP_COUNT;
    }

    static boolean isVector(int slot) {
        return slot >= Slots.VECTOR && slot < Slots.VECTOR + 2 * Slots.VECTOR_COUNT;
    }

    static int localOf(int slot) {
        if (isVector(slot)) {
            return VECTORS + 2 * (slot - Slots.VECTOR);
        }
        if (isVectorTemp(slot)) {
            return VECTOR_TEMPS + 2 * (slot - Slots.VECTOR_TEMP);
        }
        return isTemp(slot) ? TEMPS + 2 * (slot - Slots.TEMP) : REGISTERS + 2 * slot;
    }

    void beginInstruction() {
        liveTemps.clear();
    }

    /// Pushes a slot's value.
    void load(int slot) {
        if (slot == Slots.ZERO) {
            code.lconst_0();
        } else if (slot == Slots.CC_A) {
            code.lload(CC_A);
        } else if (slot == Slots.CC_B) {
            code.lload(CC_B);
        } else if (Region.isRegister(slot) || isTemp(slot)) {
            loadLocal(slot);
        } else {
            code.aload(S).loadConstant(slot).laload();
        }
    }

    private void loadLocal(int slot) {
        if (doubles.get(slot)) {
            code.dload(localOf(slot));
            toBits();
        } else {
            code.lload(localOf(slot));
        }
    }

    private void storeLocal(int slot) {
        if (doubles.get(slot)) {
            toDouble();
            code.dstore(localOf(slot));
        } else {
            code.lstore(localOf(slot));
        }
    }

    private void toBits() {
        code.invokestatic(Names.DOUBLE_BOX, "doubleToRawLongBits", TO_BITS);
    }

    private void toDouble() {
        code.invokestatic(Names.DOUBLE_BOX, "longBitsToDouble", TO_DOUBLE);
    }

    /// Pushes a slot's value as a double.
    void loadDouble(int slot) {
        if (doubles.get(slot)) {
            code.dload(localOf(slot));
        } else {
            load(slot);
            toDouble();
        }
    }

    /// Pops a double into a slot.
    void storeDouble(int slot) {
        if (doubles.get(slot)) {
            tame.clear(slot);
            code.dstore(localOf(slot));
        } else {
            toBits();
            storeNow(slot);
        }
    }

    /// Control flow joins here: nothing is known of any double.
    void forgetTame() {
        tame.clear();
    }

    boolean isTame(int slot) {
        return tame.get(slot);
    }

    void setTame(int slot) {
        if (doubles.get(slot)) {
            tame.set(slot);
        }
    }

    /// Must come before the value of a {@link #store} is pushed.
    void beginStore(int slot) {
        if (!Region.isRegister(slot) && !isTemp(slot)) {
            code.aload(S).loadConstant(slot);
        }
    }

    /// Pops into a slot.
    void store(int slot) {
        if (isTemp(slot)) {
            liveTemps.set(slot);
            code.lstore(localOf(slot));
        } else if (Region.isRegister(slot)) {
            tame.clear(slot);
            storeLocal(slot);
            writeThrough(slot);
        } else {
            code.lastore();
        }
    }

    /// General registers are always in their homes as well: no exit has to write them there, so
    /// that
    /// HotSpot need not keep them all for every exit, which took most of its time.
    private void writeThrough(int slot) {
        if (hasField(slot)) {
            code.aload(CPU).lload(localOf(slot)).putfield(Names.CPU, "g" + slot, Names.LONG);
        }
    }

    /// As {@link #store}, without {@link #beginStore}.
    void storeNow(int slot) {
        if (Region.isRegister(slot) || isTemp(slot)) {
            store(slot);
        } else {
            code.lstore(X).aload(S).loadConstant(slot).lload(X).lastore();
        }
    }

    void loadAll() {
        used.stream().forEach(this::loadFromHome);
        code.aload(CPU).getfield(Names.CPU, "kind", Names.INT).istore(KIND);
        code.aload(CPU).getfield(Names.CPU, "codesA", Names.LONG).lstore(CC_A);
        code.aload(CPU).getfield(Names.CPU, "codesB", Names.LONG).lstore(CC_B);
        settle();
    }

    /// After what may have changed how arithmetic is done.
    void settle() {
        forgetTame();
        FloatEmitter.settle(code, arithmetic);
    }

    /// General registers have fields, see {@link dev.murre.machine.cpu.Registers}.
    private static boolean hasField(int slot) {
        return slot < Slots.PC;
    }

    private void loadFromHome(int slot) {
        if (hasField(slot)) {
            code.aload(CPU).getfield(Names.CPU, "g" + slot, Names.LONG).lstore(localOf(slot));
        } else {
            reload(slot);
        }
    }

    private void reload(int slot) {
        code.aload(S).loadConstant(slot).laload();
        storeLocal(slot);
    }

    private void spill(int slot) {
        code.aload(S).loadConstant(slot);
        loadLocal(slot);
        code.lastore();
    }

    /// Writes what the region changes and is not in its home already back to there: vector
    /// registers,
    /// condition codes and budget.
    void spillAll() {
        written.stream().filter(slot -> !hasField(slot)).forEach(this::spill);
        code.aload(CPU).iload(KIND).putfield(Names.CPU, "kind", Names.INT);
        code.aload(CPU).lload(CC_A).putfield(Names.CPU, "codesA", Names.LONG);
        code.aload(CPU).lload(CC_B).putfield(Names.CPU, "codesB", Names.LONG);
        code.aload(CPU).lload(BUDGET).putfield(Names.CPU, "budget", Names.LONG);
    }

    /// Has every register in the slot array as well, for what may look at any.
    void spillToSlots() {
        spillAll();
        spillTemps();
        code.aload(CPU).invokevirtual(Names.CPU, "toSlots", NOTHING);
    }

    /// After what may have changed any slot.
    void takeFromSlots() {
        code.aload(CPU).invokevirtual(Names.CPU, "fromSlots", NOTHING);
    }

    void loadBudget() {
        code.aload(CPU).getfield(Names.CPU, "budget", Names.LONG).lstore(BUDGET);
    }

    void reloadAll() {
        loadAll();
        loadBudget();
    }

    /// Writes the instruction's temporaries to the slot array, for a helper to see.
    void spillTemps() {
        liveTemps.stream().forEach(this::spill);
    }

    void reloadTemps() {
        liveTemps.stream().forEach(this::reload);
    }

    /// Writes those operands of a helper that live in locals to the slot array.
    void spillOperands(long word) {
        operands(word).forEach(this::spill);
    }

    void reloadOperands(long word) {
        operands(word)
                .forEach(
                        slot -> {
                            reload(slot);
                            writeThrough(slot);
                        });
    }

    private IntStream operands(long word) {
        return IntStream.of(Op.d(word), Op.a(word), Op.b(word))
                .flatMap(Frame::withPartner)
                .distinct()
                .filter(slot -> used.get(slot) || isTemp(slot) && liveTemps.get(slot));
    }

    /// A helper's vector operand may be a pair.
    private static IntStream withPartner(int slot) {
        return isVector(slot) || isVectorTemp(slot)
                ? IntStream.of(slot, slot + 1)
                : IntStream.of(slot);
    }

    /// As {@link #define}, for a helper's result, which may be a pair.
    void defineResult(int slot) {
        withPartner(slot).forEach(this::define);
    }

    /// Gives a temporary that may be skipped over some value, so that it has one either way.
    void define(int slot) {
        if (isTemp(slot) && !liveTemps.get(slot)) {
            liveTemps.set(slot);
            code.lconst_0().lstore(localOf(slot));
        }
    }

    /// The bits of the operand width of a kind: 64 or 32 (or fewer).
    static boolean isLong(int kind) {
        return (kind & 3) == 3;
    }

    static int family(int kind) {
        return kind & ~3;
    }

    static boolean isLogic(int kind) {
        return family(kind) == CC.LOGIC;
    }
}
