package dev.murre.machine.x86.lower;

import static dev.murre.machine.ir.ValueForm.Shape.COMPARISON;
import static dev.murre.machine.ir.ValueForm.Shape.PACKED;
import static dev.murre.machine.ir.ValueForm.Shape.SCALAR;

import dev.murre.machine.ir.ValueForm;
import dev.murre.machine.x86.sse.SseValues;
import dev.murre.machine.x86.sse.SseValuesSingle;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The helpers that exist as functions of values as well.
final class ValueForms {
    private static final Map<VectorHelper, ValueForm> FORMS = new EnumMap<>(VectorHelper.class);

    static {
        doubles(VectorHelper.ADDSD, "add", SCALAR, ValueForm.Everyday.ADD);
        doubles(VectorHelper.SUBSD, "subtract", SCALAR, ValueForm.Everyday.SUBTRACT);
        doubles(VectorHelper.MULSD, "multiply", SCALAR, ValueForm.Everyday.MULTIPLY);
        doubles(VectorHelper.DIVSD, "divide", SCALAR, ValueForm.Everyday.DIVIDE);
        doubles(VectorHelper.SQRTSD, "root", SCALAR);
        doubles(VectorHelper.MINSD, "minimum", SCALAR);
        doubles(VectorHelper.MAXSD, "maximum", SCALAR);
        doubles(VectorHelper.CMPSD, "compare", SCALAR);
        doubles(VectorHelper.ADDPD, "add", PACKED, ValueForm.Everyday.ADD);
        doubles(VectorHelper.SUBPD, "subtract", PACKED, ValueForm.Everyday.SUBTRACT);
        doubles(VectorHelper.MULPD, "multiply", PACKED, ValueForm.Everyday.MULTIPLY);
        doubles(VectorHelper.DIVPD, "divide", PACKED, ValueForm.Everyday.DIVIDE);
        doubles(VectorHelper.SQRTPD, "root", PACKED);
        doubles(VectorHelper.MINPD, "minimum", PACKED);
        doubles(VectorHelper.MAXPD, "maximum", PACKED);
        doubles(VectorHelper.CMPPD, "compare", PACKED);
        doubles(VectorHelper.COMISD, "ordered", COMPARISON, ValueForm.Everyday.COMPARE);
        doubles(VectorHelper.UCOMISD, "unordered", COMPARISON, ValueForm.Everyday.COMPARE);
        doubles(VectorHelper.CVTSI2SD32, "fromInt", SCALAR);
        doubles(VectorHelper.CVTSI2SD64, "fromLong", SCALAR);
        doubles(VectorHelper.CVTTSD2SI32, "toInt", SCALAR);
        doubles(VectorHelper.CVTTSD2SI64, "toLong", SCALAR);
        singles(VectorHelper.ADDSS, "add", SCALAR);
        singles(VectorHelper.SUBSS, "subtract", SCALAR);
        singles(VectorHelper.MULSS, "multiply", SCALAR);
        singles(VectorHelper.DIVSS, "divide", SCALAR);
        singles(VectorHelper.ADDPS, "addPair", PACKED);
        singles(VectorHelper.SUBPS, "subtractPair", PACKED);
        singles(VectorHelper.MULPS, "multiplyPair", PACKED);
        singles(VectorHelper.DIVPS, "dividePair", PACKED);
        singles(VectorHelper.COMISS, "ordered", COMPARISON);
        singles(VectorHelper.UCOMISS, "unordered", COMPARISON);
        singles(VectorHelper.CVTSI2SS32, "fromInt", SCALAR);
        singles(VectorHelper.CVTTSS2SI32, "toInt", SCALAR);
        singles(VectorHelper.CVTSS2SD, "widen", SCALAR);
        singles(VectorHelper.CVTSD2SS, "narrow", SCALAR);
    }

    private ValueForms() {}

    private static void doubles(VectorHelper helper, String name, ValueForm.Shape shape) {
        FORMS.put(helper, new ValueForm(SseValues.class, name, shape));
    }

    private static void doubles(
            VectorHelper helper, String name, ValueForm.Shape shape, ValueForm.Everyday everyday) {
        FORMS.put(helper, new ValueForm(SseValues.class, name, shape, everyday));
    }

    private static void singles(VectorHelper helper, String name, ValueForm.Shape shape) {
        FORMS.put(helper, new ValueForm(SseValuesSingle.class, name, shape));
    }

    static @Nullable ValueForm of(VectorHelper helper) {
        return FORMS.get(helper);
    }
}
