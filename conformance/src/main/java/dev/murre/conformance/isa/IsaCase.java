package dev.murre.conformance.isa;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// One experiment: a state, some memory, and the instructions to run from it.
///
/// @param number its number in the run, from which it can be made again
/// @param mode 64-bit or 32-bit code
/// @param state the registers before; `rip` is where the first instruction goes
/// @param code the instructions, which a trap follows
/// @param patches words of memory that differ from the template
/// @param ignored bits of memory that are nobody's promise
record IsaCase(
        long number,
        Mode mode,
        CpuState state,
        List<Instruction> code,
        List<Patch> patches,
        List<Ignored> ignored) {

    /// The code segment an instruction runs in.
    enum Mode {
        LONG,
        COMPATIBILITY
    }

    /// An aligned 8-byte word of guest memory.
    record Patch(long address, long value) {}

    /// The bits in `mask` of such a word; `template` is what the word was.
    record Ignored(long address, long mask, long template) {}

    IsaCase withCode(List<Instruction> other) {
        return new IsaCase(number, mode, state, other, patches, ignored);
    }

    IsaCase withState(CpuState other) {
        return new IsaCase(number, mode, other, code, patches, ignored);
    }

    IsaCase withPatches(List<Patch> other) {
        return new IsaCase(number, mode, state, code, other, ignored);
    }

    byte[] codeBytes() {
        byte[] bytes = new byte[code.stream().mapToInt(i -> i.bytes().length).sum()];
        int at = 0;
        for (Instruction i : code) {
            System.arraycopy(i.bytes(), 0, bytes, at, i.bytes().length);
            at += i.bytes().length;
        }
        return bytes;
    }

    /// True when no instruction depends on a flag that the ones before it left undefined.
    boolean isDefined() {
        Taint taint = new Taint();
        for (Instruction i : code) {
            if (!taint.allows(i)) {
                return false;
            }
            taint.after(i);
        }
        return true;
    }

    /// The name of the instruction at `rip`, or an empty string.
    String nameAt(long rip) {
        long at = state.rip;
        for (Instruction i : code) {
            if (at == rip) {
                return i.name();
            }
            at += i.bytes().length;
        }
        return "";
    }

    /// What is undefined when the sequence stopped at `rip`: everything that ever was, if that is
    /// neither one of its instructions nor behind the trap that ends it.
    Taint taintAt(long rip) {
        Taint taint = new Taint();
        long at = state.rip;
        for (Instruction i : code) {
            if (at == rip) {
                return taint;
            }
            taint.after(i);
            at += i.bytes().length;
        }
        return rip == at + 1 ? taint : taint.ever();
    }

    /// Writes the record at `at` and returns its size in bytes.
    int write(MemorySegment to, int at) {
        byte[] bytes = codeBytes();
        int patchOffset = CaseFormat.CASE_CODE + CaseFormat.roundUp(bytes.length, 16);
        int size = CaseFormat.roundUp(patchOffset + 16 * patches.size(), 64);
        to.set(ValueLayout.JAVA_INT, at, size);
        to.set(ValueLayout.JAVA_INT, at + 4, mode == Mode.COMPATIBILITY ? 1 : 0);
        to.set(ValueLayout.JAVA_LONG, at + 8, state.rip);
        to.set(ValueLayout.JAVA_LONG, at + 16, state.rflags);
        to.set(ValueLayout.JAVA_LONG, at + 24, state.fsBase);
        to.set(ValueLayout.JAVA_LONG, at + 32, state.gsBase);
        to.set(ValueLayout.JAVA_INT, at + 40, (int) (state.rip - CaseFormat.CODE_BASE));
        to.set(ValueLayout.JAVA_INT, at + 44, bytes.length);
        to.set(ValueLayout.JAVA_INT, at + 48, patches.size());
        to.set(ValueLayout.JAVA_INT, at + 52, patchOffset);
        for (int i = 0; i < 16; i++) {
            to.set(ValueLayout.JAVA_LONG, at + CaseFormat.CASE_GPR + 8L * i, state.gpr[i]);
        }
        MemorySegment.copy(
                state.fx, 0, to, ValueLayout.JAVA_BYTE, at + CaseFormat.CASE_FX, state.fx.length);
        MemorySegment.copy(
                bytes, 0, to, ValueLayout.JAVA_BYTE, at + CaseFormat.CASE_CODE, bytes.length);
        long next = at + patchOffset;
        for (Patch patch : patches) {
            to.set(ValueLayout.JAVA_LONG, next, patch.address());
            to.set(ValueLayout.JAVA_LONG, next + 8, patch.value());
            next += 16;
        }
        return size;
    }
}
