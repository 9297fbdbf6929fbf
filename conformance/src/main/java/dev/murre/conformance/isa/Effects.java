package dev.murre.conformance.isa;

import org.jspecify.annotations.Nullable;

/// What one encoded form does to the flags, as far as the manuals say.
record Effects(
        int defines, int undefines, int reads, int x87Defines, int x87Undefines, int x87Reads) {
    private static final int ALL_CONDITIONS = 0xf;
    private static final java.util.Set<String> SETS_CONDITIONS =
            java.util.Set.of(
                    "fcom", "fcomp", "fcompp", "ficom", "ficomp", "fucom", "fucomp", "fucompp",
                    "fxam", "ftst", "fninit", "fldenv", "frstor", "fxrstor");

    /// Null when the outcome would be undefined beyond the flags.
    static @Nullable Effects of(Form form, Encoder encoder, CaseBuilder builder) {
        int conditions = SETS_CONDITIONS.contains(form.name()) ? ALL_CONDITIONS : 0;
        int conditionReads = form.has("r0") || form.has("fxsave") ? ALL_CONDITIONS : 0;
        int reads = form.reads();
        if (form.low() == Form.Low.CONDITION) {
            reads |= Flags.readBy(encoder.condition);
        }
        if (form.count() != Form.Count.NONE) {
            return ofShift(form, encoder, builder, reads);
        }
        boolean repeated = form.has("str");
        return new Effects(
                repeated ? 0 : form.defines(),
                form.undefines(),
                reads,
                conditions,
                form.x87Undefines(),
                conditionReads);
    }

    private static @Nullable Effects ofShift(
            Form form, Encoder encoder, CaseBuilder builder, int reads) {
        boolean known = true;
        long count = 1;
        switch (form.count()) {
            case IMMEDIATE -> count = encoder.immediate;
            case CL -> {
                known = builder.isKnown(CaseBuilder.RCX);
                count = builder.value(CaseBuilder.RCX);
            }
            case ONE, NONE -> {}
        }
        int masked = (int) count & (encoder.width == 8 ? 63 : 31);
        boolean isDouble = form.name().startsWith("sh") && form.name().length() == 4;
        if (isDouble && encoder.width == 2 && (!known || masked > 16)) {
            return null;
        }
        boolean isRotate = form.name().startsWith("r");
        int carry =
                encoder.width <= 2 && !isRotate && (!known || masked >= encoder.width * 8)
                        ? Flags.CF
                        : 0;
        if (!known) {
            int maybe = Flags.OF | (isRotate ? 0 : Flags.AF) | carry;
            return new Effects(0, maybe, reads, 0, 0, 0);
        }
        if (masked == 0) {
            return new Effects(0, 0, reads, 0, 0, 0);
        }
        int sure = isRotate ? Flags.CF : Flags.SF | Flags.ZF | Flags.PF | Flags.CF & ~carry;
        int undefined = isRotate ? 0 : Flags.AF | carry;
        if (masked == 1) {
            sure |= Flags.OF;
        } else {
            undefined |= Flags.OF;
        }
        return new Effects(sure, undefined, reads, 0, 0, 0);
    }

    Instruction instruction(String name, byte[] bytes) {
        return new Instruction(
                name, bytes, defines, undefines, reads, x87Defines, x87Undefines, x87Reads, 0);
    }
}
