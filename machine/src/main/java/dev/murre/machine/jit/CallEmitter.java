package dev.murre.machine.jit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.stream.IntStream;

/// Guest calls out of a region as Java calls. Each place that calls remembers what it called, in a
/// field of the generated class: to call it again takes a few comparisons, which neither tier of
/// HotSpot has to inline.
final class CallEmitter {
    private static final MethodTypeDesc CALLEE =
            MethodTypeDesc.of(Names.CODE_ENTRY, Names.CPU, Names.INT);
    private static final MethodTypeDesc CALLEE_AT =
            MethodTypeDesc.of(Names.CODE_ENTRY, Names.CPU, Names.LONG);
    private static final MethodTypeDesc REMEMBER =
            MethodTypeDesc.of(Names.CODE_ENTRY, Names.CODE_ENTRY, Names.CODE_ENTRY);
    private static final MethodTypeDesc CODE = MethodTypeDesc.of(Names.COMPILED_CODE);
    private static final MethodTypeDesc NUMBER = MethodTypeDesc.of(Names.INT);
    private static final MethodTypeDesc STRAYED =
            MethodTypeDesc.of(Names.INT, Names.CPU, Names.INT, Names.LONG, Names.INT);

    private final CodeBuilder code;
    private final ClassDesc self;

    CallEmitter(CodeBuilder code, ClassDesc self) {
        this.code = code;
        this.self = self;
    }

    /// The blocks of `region` whose calls have fields.
    static IntStream sites(Region region) {
        return IntStream.range(0, region.blocks.size())
                .filter(
                        i ->
                                InnerCalls.isCall(region.blocks.get(i))
                                        && (region.callsComputed(i)
                                                || region.calls.targetsOf(i).isEmpty()));
    }

    /// The field that holds where block `index` went last.
    static String field(int index) {
        return "call" + index;
    }

    /// Calls the function that block `index` names, which returns to `returnPc`; all registers are
    /// in their homes, before and after.
    void direct(int index, long returnPc) {
        Label look = code.newLabel();
        Label call = code.newLabel();
        remembered(index, look);
        enter(look, call);
        code.labelBinding(look);
        setDepth(0);
        code.aload(Frame.THIS).aload(Frame.CPU).loadConstant(index);
        code.invokevirtual(Names.REGION_CODE, "callee", CALLEE);
        leaveIfNone();
        code.aload(Frame.THIS).aload(Frame.CALLEE).putfield(self, field(index), Names.CODE_ENTRY);
        code.labelBinding(call);
        run(returnPc);
    }

    /// Calls the function whose address is in AT.
    void computed(int index, long returnPc) {
        Label look = code.newLabel();
        Label call = code.newLabel();
        remembered(index, look);
        code.aload(Frame.CALLEE).invokevirtual(Names.CODE_ENTRY, "pc", Names.NOTHING_TO_LONG);
        code.lload(Frame.AT).lcmp().ifne(look);
        enter(look, call);
        code.labelBinding(look);
        setDepth(0);
        code.aload(Frame.CPU).lload(Frame.AT);
        code.invokestatic(Names.REGION_CODE, "calleeAt", CALLEE_AT);
        leaveIfNone();
        code.aload(Frame.THIS).dup().getfield(self, field(index), Names.CODE_ENTRY);
        code.aload(Frame.CALLEE).invokestatic(Names.REGION_CODE, "toRemember", REMEMBER);
        code.putfield(self, field(index), Names.CODE_ENTRY);
        code.labelBinding(call);
        run(returnPc);
    }

    private void remembered(int index, Label none) {
        code.aload(Frame.THIS).getfield(self, field(index), Names.CODE_ENTRY);
        code.dup().astore(Frame.CALLEE).ifnull(none);
    }

    /// Goes to `call` if CALLEE may be called; else to `no`, or on if calls are nested too deep.
    private void enter(Label no, Label call) {
        code.aload(Frame.CALLEE).invokevirtual(Names.CODE_ENTRY, "code", CODE);
        code.getfield(Names.COMPILED_CODE, "validUnder", Names.OBJECT);
        code.aload(Frame.CPU).getfield(Names.CPU, "epoch", Names.OBJECT).if_acmpne(no);
        code.iload(Frame.DEPTH).loadConstant(RegionCode.MAX_DEPTH).if_icmplt(call);
    }

    /// Tells what comes next how deep it is nested: so much deeper than this region.
    private void setDepth(int more) {
        code.aload(Frame.CPU).iload(Frame.DEPTH).loadConstant(more).iadd();
        code.putfield(Names.CPU, "callDepth", Names.INT);
    }

    private void leaveIfNone() {
        Label some = code.newLabel();
        code.dup().astore(Frame.CALLEE).ifnonnull(some).loadConstant(RegionCode.NEXT).ireturn();
        code.labelBinding(some);
    }

    private void run(long returnPc) {
        code.aload(Frame.CPU).aload(Frame.CALLEE);
        code.invokevirtual(Names.CODE_ENTRY, "number", NUMBER);
        code.putfield(Names.CPU, "entry", Names.INT);
        setDepth(1);
        code.aload(Frame.CALLEE).invokevirtual(Names.CODE_ENTRY, "code", CODE);
        code.aload(Frame.CPU);
        code.invokevirtual(Names.COMPILED_CODE, "run", Names.RUN).istore(Frame.SITE);
        Label strayed = code.newLabel();
        Label back = code.newLabel();
        code.iload(Frame.SITE).loadConstant(RegionCode.RETURN).if_icmpne(strayed);
        code.aload(Frame.CPU).getfield(Names.CPU, "returnPc", Names.LONG);
        code.loadConstant(returnPc).lcmp().ifeq(back);
        code.labelBinding(strayed);
        code.aload(Frame.CPU).iload(Frame.SITE).loadConstant(returnPc);
        code.iload(Frame.DEPTH).iconst_1().iadd();
        code.invokestatic(Names.REGION_CODE, "strayed", STRAYED);
        code.dup().istore(Frame.SITE).loadConstant(RegionCode.RETURNED).if_icmpeq(back);
        code.iload(Frame.SITE).ireturn();
        code.labelBinding(back);
    }
}
