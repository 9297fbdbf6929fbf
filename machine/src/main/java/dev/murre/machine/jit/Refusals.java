package dev.murre.machine.jit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.ArrayList;
import java.util.List;

/// The calls in a generated method that may throw {@link dev.murre.machine.cpu.Refusal}. Only these
/// are guarded: to both compilers of HotSpot, everything else in a guarded range that might throw
/// anything (a comparison of an index with an array's length, say) leads to the handler with all
/// locals.
final class Refusals {
    private final CodeBuilder code;
    private final List<Range> ranges = new ArrayList<>();

    private record Range(Label start, Label end) {}

    Refusals(CodeBuilder code) {
        this.code = code;
    }

    /// Emits a call that may refuse.
    void guard(Runnable call) {
        Label start = code.newBoundLabel();
        call.run();
        ranges.add(new Range(start, code.newBoundLabel()));
    }

    /// Emits what comes after a refusal: on to `leave`. Nothing falls into it.
    void handle(Label leave) {
        if (ranges.isEmpty()) {
            return;
        }
        Label handler = code.newBoundLabel();
        code.pop().goto_(leave);
        for (Range range : ranges) {
            code.exceptionCatch(range.start(), range.end(), handler, Names.REFUSED);
        }
    }
}
