package dev.murre.machine.jit;

import dev.murre.machine.ir.ValueForm;
import dev.murre.machine.ir.ValueForm.Everyday;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Helpers in their form as functions of values. Double arithmetic on everyday numbers is written
/// out in place, as C2 inlines only so many methods; what it does not cover calls the function.
final class FloatEmitter {
    private static final MethodTypeDesc VALUE =
            MethodTypeDesc.of(Names.LONG, Names.CPU, Names.LONG, Names.LONG, Names.INT);
    private static final MethodTypeDesc SETTLED = MethodTypeDesc.of(Names.BOOLEAN, Names.CPU);
    private static final MethodTypeDesc TO_DOUBLE =
            MethodTypeDesc.of(ConstantDescs.CD_double, Names.LONG);
    private static final MethodTypeDesc TO_BITS =
            MethodTypeDesc.of(Names.LONG, ConstantDescs.CD_double);

    private static final MethodTypeDesc EVERYDAY =
            MethodTypeDesc.of(Names.BOOLEAN, Names.LONG, Names.LONG, Names.LONG);

    private final CodeBuilder code;
    private final Frame frame;
    private final Refusals refusals;

    FloatEmitter(CodeBuilder code, Frame frame, Refusals refusals) {
        this.code = code;
        this.frame = frame;
        this.refusals = refusals;
    }

    /// Notes anew whether everyday arithmetic is all that is needed.
    static void settle(CodeBuilder code, @Nullable ValueForm form) {
        if (form != null) {
            code.aload(Frame.CPU).invokestatic(Names.of(form.owner()), "isSettled", SETTLED);
            code.istore(Frame.SETTLED);
        }
    }

    /// The function of some operands; its result goes where the form's shape says.
    void emit(int d, int a, int b, int immediate, ValueForm form) {
        if (form.everyday() != null) {
            arithmetic(d, a, immediate, form);
            return;
        }
        switch (form.shape()) {
            case SCALAR -> {
                frame.define(d);
                values(d, a, immediate, form);
            }
            case PACKED -> values(d, a, immediate, form);
            case COMPARISON -> {
                call(a, b, immediate, form);
                frame.storeNow(d);
            }
        }
    }

    /// Calls the function for one number, or for both of a pair.
    private void values(int d, int a, int immediate, ValueForm form) {
        call(d, a, immediate, form);
        if (form.shape() == ValueForm.Shape.PACKED) {
            code.lstore(Frame.X);
            call(d + 1, a + 1, immediate, form);
            frame.storeNow(d + 1);
            code.lload(Frame.X);
        }
        frame.storeNow(d);
    }

    /// Host arithmetic; for whatever is not everyday about its numbers, the function.
    private void arithmetic(int d, int a, int immediate, ValueForm form) {
        Everyday everyday = Objects.requireNonNull(form.everyday());
        boolean packed = form.shape() == ValueForm.Shape.PACKED;
        Label unusual = code.newLabel();
        Label done = code.newLabel();
        frame.define(d);
        code.iload(Frame.SETTLED).ifeq(unusual);
        compute(d, a, everyday, Frame.X);
        check(d, a, everyday, Frame.X, unusual);
        if (packed) {
            compute(d + 1, a + 1, everyday, Frame.HIGH_RESULT);
            check(d + 1, a + 1, everyday, Frame.HIGH_RESULT, unusual);
        }
        code.lload(Frame.X);
        frame.storeNow(d);
        if (packed) {
            code.lload(Frame.HIGH_RESULT);
            frame.storeNow(d + 1);
        }
        code.goto_(done);
        code.labelBinding(unusual);
        values(d, a, immediate, form);
        settle(code, form);
        code.labelBinding(done);
    }

    private void compute(int x, int y, Everyday everyday, int result) {
        frame.load(x);
        code.invokestatic(Names.DOUBLE_BOX, "longBitsToDouble", TO_DOUBLE);
        frame.load(y);
        code.invokestatic(Names.DOUBLE_BOX, "longBitsToDouble", TO_DOUBLE);
        switch (everyday) {
            case ADD -> code.dadd();
            case SUBTRACT -> code.dsub();
            case MULTIPLY -> code.dmul();
            case DIVIDE -> code.ddiv();
        }
        code.invokestatic(Names.DOUBLE_BOX, "doubleToRawLongBits", TO_BITS).lstore(result);
    }

    private void check(int x, int y, Everyday everyday, int result, Label unusual) {
        frame.load(x);
        frame.load(y);
        code.lload(result);
        boolean sum = everyday == Everyday.ADD || everyday == Everyday.SUBTRACT;
        code.invokestatic(Names.REGION_CODE, sum ? "isEverydaySum" : "isEverydayProduct", EVERYDAY);
        code.ifeq(unusual);
    }

    private void call(int x, int y, int immediate, ValueForm form) {
        code.aload(Frame.CPU);
        frame.load(x);
        frame.load(y);
        code.loadConstant(immediate);
        refusals.guard(() -> code.invokestatic(Names.of(form.owner()), form.name(), VALUE));
    }
}
