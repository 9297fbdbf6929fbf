package dev.murre.machine.x86.lower;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.Helpers;
import dev.murre.machine.ir.ValueForm;
import org.jspecify.annotations.Nullable;

/// All helper operations of x86: integer helpers have the numbers below 256, those of the x87, MMX
/// and SSE instructions the ones from 256 on.
public final class X86Helpers implements Helpers {
    /// The first number of a helper for vector and floating-point instructions.
    static final int FIRST_VECTOR = 256;

    /// The one instance; it has no state.
    public static final X86Helpers INSTANCE = new X86Helpers();

    private X86Helpers() {}

    @Override
    public int call(int number, Cpu cpu, int d, int a, int b, int imm) {
        return number < FIRST_VECTOR
                ? IntegerHelper.call(number, cpu, d, a, b, imm)
                : VectorHelper.call(number, cpu, d, a, b, imm);
    }

    @Override
    public Class<?> owner(int number) {
        return number < FIRST_VECTOR
                ? IntegerHelper.of(number).owner()
                : VectorHelper.of(number).owner();
    }

    @Override
    public String name(int number) {
        return number < FIRST_VECTOR
                ? IntegerHelper.of(number).method()
                : VectorHelper.of(number).method();
    }

    @Override
    public @Nullable ValueForm valueForm(int number) {
        return number < FIRST_VECTOR ? null : ValueForms.of(VectorHelper.of(number));
    }

    @Override
    public Effects effects(int number) {
        return number < FIRST_VECTOR
                ? IntegerHelper.of(number).effects()
                : VectorHelper.of(number).effects();
    }
}
