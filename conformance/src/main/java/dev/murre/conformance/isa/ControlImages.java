package dev.murre.conformance.isa;

import org.jspecify.annotations.Nullable;

/// Memory operands for instructions that load control state and refuse most random bytes.
final class ControlImages {
    private ControlImages() {}

    /// What to put at the operand of `form`, or null if any bytes will do.
    static byte @Nullable [] forForm(Form form, Random64 random, int width) {
        if (form.has("mxcsr")) {
            byte[] bytes = new byte[4];
            Bytes.putInt(bytes, 0, StateGenerator.mxcsr(random));
            return bytes;
        }
        if (form.has("fcw")) {
            byte[] bytes = new byte[2];
            Bytes.putShort(bytes, 0, StateGenerator.controlWord(random));
            return bytes;
        }
        if (form.has("fxrstor")) {
            byte[] bytes = new byte[CaseFormat.FX_BYTES];
            StateGenerator.fillFx(random, bytes);
            return bytes;
        }
        return form.has("fenvld") ? environment(random, width) : null;
    }

    /// Leaves the x87's last instruction, operand and opcode out of the comparison: makers
    /// differ in when they are saved.
    static void ignorePointers(Form form, CaseBuilder builder, long at, int width) {
        if (form.has("fxsave")) {
            builder.ignore(at + 6, 18);
            builder.ignore(at + 28, 4);
        } else if (form.has("fenv")) {
            builder.ignore(at + (width == 2 ? 6 : 12), width == 2 ? 8 : 16);
        }
    }

    private static byte[] environment(Random64 random, int width) {
        byte[] image = new byte[CaseFormat.FX_BYTES];
        StateGenerator.fillFx(random, image);
        byte[] bytes = new byte[width == 2 ? 6 : 12];
        int step = width == 2 ? 2 : 4;
        Bytes.putShort(bytes, 0, Bytes.getShort(image, 0));
        Bytes.putShort(bytes, step, Bytes.getShort(image, 2));
        Bytes.putShort(bytes, 2 * step, (int) random.next());
        return bytes;
    }
}
