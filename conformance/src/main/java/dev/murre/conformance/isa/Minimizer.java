package dev.murre.conformance.isa;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Makes a failing case smaller while it still fails.
final class Minimizer {
    private final NativeProcessor processor;
    private final Engine engine;

    Minimizer(NativeProcessor processor, Engine engine) {
        this.processor = processor;
        this.engine = engine;
    }

    /// A case and its two results.
    record Failure(IsaCase c, IsaResult expected, IsaResult actual) {
        List<Comparison.Difference> differences() {
            return Comparison.of(c, expected, actual);
        }
    }

    Failure run(IsaCase c) throws IOException {
        IsaResult actual = new IsaResult();
        engine.run(c, actual);
        return new Failure(c, processor.run(c), actual);
    }

    private boolean fails(IsaCase c) throws IOException {
        return c.isDefined() && !run(c).differences().isEmpty();
    }

    /// The smallest failing case found, or `c` with its results if it does not fail by itself.
    Failure minimize(IsaCase c) throws IOException {
        IsaCase best = c;
        if (fails(c)) {
            best = dropInstructions(best);
            best = dropPatches(best);
            best = simplifyRegisters(best);
            best = simplifyFloatingPoint(best);
        }
        return run(best);
    }

    private IsaCase dropInstructions(IsaCase c) throws IOException {
        IsaCase best = c;
        for (int i = best.code().size() - 1; i >= 0; i--) {
            List<Instruction> fewer = new ArrayList<>(best.code());
            fewer.remove(i);
            IsaCase candidate = best.withCode(fewer);
            if (fails(candidate)) {
                best = candidate;
            }
        }
        return best;
    }

    private IsaCase dropPatches(IsaCase c) throws IOException {
        IsaCase none = c.withPatches(List.of());
        return fails(none) ? none : c;
    }

    private IsaCase simplifyRegisters(IsaCase c) throws IOException {
        IsaCase best = c;
        for (int i = 0; i < 16; i++) {
            CpuState state = best.state().copy();
            state.gpr[i] = 0;
            best = better(best, state);
        }
        CpuState flags = best.state().copy();
        flags.rflags &= ~(Flags.STATUS | Flags.DF | Flags.ID);
        best = better(best, flags);
        CpuState bases = best.state().copy();
        bases.fsBase = 0;
        bases.gsBase = 0;
        return better(best, bases);
    }

    private IsaCase better(IsaCase best, CpuState state) throws IOException {
        IsaCase candidate = best.withState(state);
        return fails(candidate) ? candidate : best;
    }

    private IsaCase simplifyFloatingPoint(IsaCase c) throws IOException {
        IsaCase best = c;
        for (int at = 32; at < 416; at += 16) {
            CpuState state = best.state().copy();
            Bytes.putLong(state.fx, at, 0);
            Bytes.putLong(state.fx, at + 8, 0);
            best = better(best, state);
        }
        CpuState status = best.state().copy();
        Bytes.putShort(status.fx, 2, 0);
        best = better(best, status);
        CpuState control = best.state().copy();
        Bytes.putShort(control.fx, 0, 0x37f);
        best = better(best, control);
        CpuState mxcsr = best.state().copy();
        Bytes.putInt(mxcsr.fx, 24, 0x1f80);
        return better(best, mxcsr);
    }
}
