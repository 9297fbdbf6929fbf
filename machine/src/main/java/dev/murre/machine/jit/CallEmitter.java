package dev.murre.machine.jit;

import dev.murre.machine.ir.Block;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.stream.IntStream;

/// Guest calls out of a region as Java calls. Each place that calls a known function remembers the
/// code and the entry it called last, in fields of the generated class: to call it again takes a
/// few comparisons, which neither tier of HotSpot has to inline.
final class CallEmitter {
    private static final MethodTypeDesc CALLEE =
            MethodTypeDesc.of(Names.COMPILED_CODE, Names.CPU, Names.INT);
    static final MethodTypeDesc CALLEE_AT =
            MethodTypeDesc.of(Names.COMPILED_CODE, Names.CPU, Names.LONG);
    private static final MethodTypeDesc STRAYED =
            MethodTypeDesc.of(Names.INT, Names.CPU, Names.INT, Names.LONG);

    private final CodeBuilder code;
    private final Frame frame;
    private final ClassDesc self;

    CallEmitter(CodeBuilder code, Frame frame, ClassDesc self) {
        this.code = code;
        this.frame = frame;
        this.self = self;
    }

    /// The blocks of `region` whose calls have fields.
    static IntStream sites(Region region) {
        return IntStream.range(0, region.blocks.size())
                .filter(
                        i -> {
                            Block block = region.blocks.get(i);
                            return Op.opcode(block.lastOp()) == Op.CALL
                                    && region.calls.targetsOf(i).isEmpty();
                        });
    }

    /// The field that holds what block `index` called last.
    static String codeField(int index) {
        return "code" + index;
    }

    /// The field that holds by which entry.
    static String entryField(int index) {
        return "entry" + index;
    }

    /// Calls the function that block `index` names, which returns to `returnPc`; all registers are
    /// in their homes, before and after.
    void direct(int index, long returnPc) {
        Label look = code.newLabel();
        Label call = code.newLabel();
        code.aload(Frame.THIS).getfield(self, codeField(index), Names.COMPILED_CODE);
        code.dup().astore(Frame.CALLEE).ifnull(look);
        code.aload(Frame.CALLEE).getfield(Names.COMPILED_CODE, "validUnder", Names.OBJECT);
        code.aload(Frame.CPU).getfield(Names.CPU, "code", Names.CODE_SPACE);
        code.getfield(Names.CODE_SPACE, "epoch", Names.OBJECT).if_acmpne(look);
        code.aload(Frame.CPU).getfield(Names.CPU, "callDepth", Names.INT);
        code.dup().istore(Frame.DEPTH).loadConstant(RegionCode.MAX_DEPTH).if_icmpge(look);
        code.aload(Frame.CPU).aload(Frame.THIS).getfield(self, entryField(index), Names.INT);
        code.putfield(Names.CPU, "entry", Names.INT).goto_(call);

        code.labelBinding(look);
        code.aload(Frame.THIS).aload(Frame.CPU).loadConstant(index);
        code.invokevirtual(Names.REGION_CODE, "callee", CALLEE);
        leaveIfNone();
        code.aload(Frame.THIS).aload(Frame.CALLEE);
        code.putfield(self, codeField(index), Names.COMPILED_CODE);
        code.aload(Frame.THIS).aload(Frame.CPU).getfield(Names.CPU, "entry", Names.INT);
        code.putfield(self, entryField(index), Names.INT);
        takeDepth();

        code.labelBinding(call);
        run(returnPc);
    }

    /// Calls the function whose address is in slot `target`.
    void computed(int target, long returnPc) {
        code.aload(Frame.CPU);
        frame.load(target);
        code.invokestatic(Names.REGION_CODE, "calleeAt", CALLEE_AT);
        leaveIfNone();
        takeDepth();
        run(returnPc);
    }

    /// Runs the code on the operand stack in this one's place, if there is some: what the region
    /// then returns is what that does. A few of them may be nested before one returns.
    void replace() {
        leaveIfNone();
        takeDepth();
        nest();
        restoreDepth();
        code.iload(Frame.SITE).ireturn();
    }

    private void leaveIfNone() {
        Label some = code.newLabel();
        code.dup().astore(Frame.CALLEE).ifnonnull(some).loadConstant(RegionCode.NEXT).ireturn();
        code.labelBinding(some);
    }

    private void takeDepth() {
        code.aload(Frame.CPU).getfield(Names.CPU, "callDepth", Names.INT).istore(Frame.DEPTH);
    }

    private void restoreDepth() {
        code.aload(Frame.CPU).iload(Frame.DEPTH).putfield(Names.CPU, "callDepth", Names.INT);
    }

    private void nest() {
        code.aload(Frame.CPU).iload(Frame.DEPTH).iconst_1().iadd();
        code.putfield(Names.CPU, "callDepth", Names.INT);
        code.aload(Frame.CALLEE).aload(Frame.CPU);
        code.invokevirtual(Names.COMPILED_CODE, "run", Names.RUN).istore(Frame.SITE);
    }

    private void run(long returnPc) {
        nest();
        Label strayed = code.newLabel();
        Label back = code.newLabel();
        code.iload(Frame.SITE).loadConstant(RegionCode.NEXT).if_icmpne(strayed);
        code.aload(Frame.S).loadConstant(Slots.PC).laload().loadConstant(returnPc);
        code.lcmp().ifeq(back);
        code.labelBinding(strayed);
        code.aload(Frame.CPU).iload(Frame.SITE).loadConstant(returnPc);
        code.invokestatic(Names.REGION_CODE, "strayed", STRAYED);
        code.dup().istore(Frame.SITE).loadConstant(RegionCode.RETURNED).if_icmpeq(back);
        restoreDepth();
        code.iload(Frame.SITE).ireturn();
        code.labelBinding(back);
        restoreDepth();
    }
}
