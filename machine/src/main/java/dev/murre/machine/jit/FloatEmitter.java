package dev.murre.machine.jit;

import dev.murre.machine.ir.Block;
import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.ValueForm;
import dev.murre.machine.ir.ValueForm.Everyday;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Helpers in their form as functions of values. Operations on doubles that are everyday numbers
/// are written out in place, as C2 inlines only so many methods. On others the interpreter goes on,
/// and a block in which that happens often is compiled once more so that it calls the function:
/// code
/// that goes on after a call cannot be as good as code that does not have to.
///
/// An operand of which nothing is known has to be found not to be subnormal; once it is, and what
/// has been computed is, nobody looks again until the block ends. Where a function gave or took a
/// subnormal number after all, [dev.murre.machine.cpu.Cpu#arithmetic] becomes UNUSUAL and no later
/// operation of the block relies on anything.
final class FloatEmitter {
    private static final MethodTypeDesc VALUE =
            MethodTypeDesc.of(Names.LONG, Names.CPU, Names.LONG, Names.LONG, Names.INT);
    private static final MethodTypeDesc SETTLE = MethodTypeDesc.of(Names.VOID, Names.CPU);
    private static final MethodTypeDesc IS = MethodTypeDesc.of(Names.BOOLEAN, Names.DOUBLE);
    private static final MethodTypeDesc ZERO =
            MethodTypeDesc.of(Names.BOOLEAN, Names.DOUBLE, Names.DOUBLE, Names.DOUBLE);
    private static final MethodTypeDesc SILENT =
            MethodTypeDesc.of(Names.BOOLEAN, Names.CPU, Names.DOUBLE, Names.DOUBLE, Names.DOUBLE);

    private final CodeBuilder code;
    private final Frame frame;
    private final Refusals refusals;
    private final Label leave;
    private boolean begun;
    private boolean careful;

    /// @param leave where the region is left, with SITE set
    FloatEmitter(CodeBuilder code, Frame frame, Refusals refusals, Label leave) {
        this.code = code;
        this.frame = frame;
        this.refusals = refusals;
        this.leave = leave;
    }

    /// Finds the state of arithmetic anew.
    static void settle(CodeBuilder code, @Nullable ValueForm form) {
        if (form != null) {
            code.aload(Frame.CPU).invokestatic(Names.of(form.owner()), "settle", SETTLE);
        }
    }

    /// Begins a block.
    void begin(Block block) {
        begun = false;
        careful = block.unusual;
        frame.forgetTame();
    }

    /// The function of some operands; its result goes where the form's shape says.
    ///
    /// @param site where the interpreter goes on if need be
    void emit(int d, int a, int b, int immediate, ValueForm form, int site) {
        boolean leaving = form.everyday() != null && !careful;
        int kind = leaving ? RegionCode.UNUSUAL : RegionCode.INTERPRET;
        code.loadConstant(site | kind).istore(Frame.SITE);
        if (form.everyday() == Everyday.COMPARE) {
            comparison(d, a, b, immediate, form);
            return;
        }
        if (form.everyday() != null) {
            arithmetic(d, a, immediate, form);
            return;
        }
        if (form.shape() == ValueForm.Shape.COMPARISON) {
            call(a, b, immediate, form);
            frame.storeNow(d);
            return;
        }
        frame.define(d);
        function(d, a, immediate, form);
    }

    /// Calls the function for one number, or for both of a pair: a refusal leaves either unchanged.
    private void function(int d, int a, int immediate, ValueForm form) {
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
        int halves = form.shape() == ValueForm.Shape.PACKED ? 2 : 1;
        Label unusual = careful ? code.newLabel() : leave;
        beginBlock(form);
        frame.define(d);
        for (int i = 0; i < halves; i++) {
            compute(d + i, a + i, everyday, result(i));
            check(d + i, a + i, everyday, result(i), unusual);
        }
        for (int i = 0; i < halves; i++) {
            code.dload(result(i));
            frame.storeDouble(d + i);
        }
        if (careful) {
            Label done = code.newLabel();
            code.goto_(done);
            code.labelBinding(unusual);
            function(d, a, immediate, form);
            code.labelBinding(done);
        }
        for (int i = 0; i < halves; i++) {
            frame.setTame(d + i);
            frame.setTame(a + i);
        }
    }

    private static int result(int half) {
        return half == 0 ? Frame.RESULT : Frame.HIGH_RESULT;
    }

    /// What happened in the block before does not count in this one.
    private void beginBlock(ValueForm form) {
        if (begun) {
            return;
        }
        begun = true;
        Label usual = code.newLabel();
        pushState();
        if (careful) {
            code.ifge(usual);
            settle(code, form);
        } else {
            code.ifgt(usual);
            settle(code, form);
            pushState();
            code.ifle(leave);
        }
        code.labelBinding(usual);
    }

    private void pushState() {
        code.aload(Frame.CPU).getfield(Names.CPU, "arithmetic", Names.INT);
    }

    private void compute(int x, int y, Everyday everyday, int result) {
        frame.loadDouble(x);
        frame.loadDouble(y);
        switch (everyday) {
            case ADD -> code.dadd();
            case SUBTRACT -> code.dsub();
            case MULTIPLY -> code.dmul();
            default -> code.ddiv();
        }
        code.dstore(result);
    }

    private void check(int x, int y, Everyday everyday, int result, Label unusual) {
        checkTame(x, unusual);
        if (y != x) {
            checkTame(y, unusual);
        }
        checkRange(x, y, everyday, result, unusual);
        if (careful) {
            code.aload(Frame.CPU);
            operands(x, y, everyday, result);
            String check =
                    switch (everyday) {
                        case ADD, SUBTRACT -> "isSilentSum";
                        case MULTIPLY -> "isSilentProduct";
                        default -> "isSilentQuotient";
                    };
            code.invokestatic(Names.REGION_CODE, check, SILENT).ifeq(unusual);
        }
    }

    private void checkRange(int x, int y, Everyday everyday, int result, Label unusual) {
        code.dload(result);
        if (everyday == Everyday.ADD || everyday == Everyday.SUBTRACT) {
            code.invokestatic(Names.REGION_CODE, "isOrdinary", IS).ifeq(unusual);
            return;
        }
        Label fine = code.newLabel();
        code.invokestatic(Names.REGION_CODE, "isLarge", IS).ifne(fine);
        operands(x, y, everyday, result);
        String check = everyday == Everyday.MULTIPLY ? "isZeroProduct" : "isZeroQuotient";
        code.invokestatic(Names.REGION_CODE, check, ZERO).ifeq(unusual);
        code.labelBinding(fine);
    }

    private void operands(int x, int y, Everyday everyday, int result) {
        frame.loadDouble(x);
        frame.loadDouble(y);
        if (everyday == Everyday.SUBTRACT) {
            code.dneg();
        }
        code.dload(result);
    }

    /// Goes to `unusual` if a slot may hold a subnormal number and does, or if it holds a NaN and
    /// nothing is known of it.
    private void checkTame(int slot, Label unusual) {
        if (!frame.isTame(slot)) {
            frame.loadDouble(slot);
            code.invokestatic(Names.REGION_CODE, "isTame", IS).ifeq(unusual);
        }
    }

    /// Comparison of numbers that are neither NaNs nor subnormal; else the function.
    private void comparison(int d, int x, int y, int immediate, ValueForm form) {
        Label unusual = careful ? code.newLabel() : leave;
        Label equal = code.newLabel();
        Label less = code.newLabel();
        Label done = code.newLabel();
        boolean known = frame.isTame(x) || frame.isTame(y);
        if (known) {
            beginBlock(form);
            pushState();
            code.iflt(unusual);
        }
        checkTame(x, unusual);
        checkTame(y, unusual);
        order(x, y, false);
        code.ifeq(equal);
        order(x, y, true);
        code.iflt(less);
        if (known) {
            order(x, y, false);
            code.ifle(unusual);
        }
        code.lconst_0().goto_(done);
        code.labelBinding(equal);
        code.loadConstant((long) CC.ZF).goto_(done);
        code.labelBinding(less);
        code.loadConstant((long) CC.CF);
        if (careful) {
            code.goto_(done);
            code.labelBinding(unusual);
            call(x, y, immediate, form);
        }
        code.labelBinding(done);
        frame.storeNow(d);
    }

    /// @param high what a NaN is taken for: larger than all numbers, or smaller
    private void order(int x, int y, boolean high) {
        frame.loadDouble(x);
        frame.loadDouble(y);
        if (high) {
            code.dcmpg();
        } else {
            code.dcmpl();
        }
    }

    private void call(int x, int y, int immediate, ValueForm form) {
        code.aload(Frame.CPU);
        frame.load(x);
        frame.load(y);
        code.loadConstant(immediate);
        refusals.guard(() -> code.invokestatic(Names.of(form.owner()), form.name(), VALUE));
    }
}
