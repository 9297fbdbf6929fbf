package dev.murre.conformance.isa;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A case being put together: the start state, and what is known about the state so far.
final class CaseBuilder {
    static final int RAX = 0;
    static final int RCX = 1;
    static final int RDX = 2;
    static final int RSP = 4;
    static final int RSI = 6;
    static final int RDI = 7;

    final Random64 random;
    final IsaCase.Mode mode;
    final CpuState state;
    private final MemoryTemplate template;
    private final List<Instruction> code = new ArrayList<>();
    private final Map<Long, Long> patches = new TreeMap<>();
    private final Map<Long, Long> ignored = new TreeMap<>();
    private final Taint taint = new Taint();

    /// Registers that still hold their value in `values`.
    private int known = 0xffff;

    private final long[] values;

    /// Registers that point somewhere and should stay so.
    private int treasured;

    private long next;
    private boolean complete;

    CaseBuilder(Random64 random, IsaCase.Mode mode, MemoryTemplate template) {
        this.random = random;
        this.mode = mode;
        this.template = template;
        state = new StateGenerator(random, mode).generate();
        values = state.gpr.clone();
        next = state.rip;
        treasured = 1 << RSP;
        for (int i = 0; i < registers() && Integer.bitCount(treasured) < 4; i++) {
            if (template.covers(state.gpr[i])) {
                treasured |= 1 << i;
            }
        }
    }

    boolean isLong() {
        return mode == IsaCase.Mode.LONG;
    }

    int registers() {
        return isLong() ? 16 : 8;
    }

    int instructions() {
        return code.size();
    }

    /// Has the case start elsewhere; nothing may have been added yet.
    void moveTo(long rip) {
        state.rip = rip;
        next = rip;
    }

    /// Where the next instruction goes.
    long nextRip() {
        return next;
    }

    boolean isKnown(int register) {
        return (known >> register & 1) != 0;
    }

    long value(int register) {
        return values[register];
    }

    boolean isTreasured(int register) {
        return (treasured >> register & 1) != 0;
    }

    void forget(int registerMask) {
        known &= ~registerMask;
    }

    void learn(int register, long value) {
        known |= 1 << register;
        values[register] = value;
    }

    /// Adds an instruction, unless its result would depend on something undefined.
    boolean add(Instruction instruction) {
        if (!taint.allows(instruction)) {
            return false;
        }
        taint.after(instruction);
        code.add(instruction);
        next += instruction.bytes().length;
        return true;
    }

    /// `mov register, value` with a 32-bit immediate; registers 0 to 7.
    void addMove(int register, int value) {
        byte[] bytes = new byte[5];
        bytes[0] = (byte) (0xb8 + register);
        Bytes.putInt(bytes, 1, value);
        if (add(Instruction.plain("mov", bytes))) {
            learn(register, value & 0xffffffffL);
        }
    }

    /// Puts bytes into guest memory before the case starts; ignored where it is not writable.
    void poke(long address, byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            long word = address + i & -8;
            if (!template.isWritable(word)) {
                return;
            }
            int shift = (int) (address + i & 7) * 8;
            long old = patches.computeIfAbsent(word, template::word);
            patches.put(word, old & ~(0xffL << shift) | (bytes[i] & 0xffL) << shift);
        }
    }

    /// Leaves `count` bytes of memory out of the comparison. Nothing may read them afterwards.
    void ignore(long address, int count) {
        for (long at = address; at < address + count; at++) {
            ignored.merge(at & -8, 0xffL << (int) (at & 7) * 8, (a, b) -> a | b);
        }
    }

    /// Lets nothing follow, because the result may only be compared, not used.
    void finish() {
        complete = true;
    }

    boolean isComplete() {
        return complete || !ignored.isEmpty();
    }

    IsaCase build(long number) {
        List<IsaCase.Patch> before = new ArrayList<>();
        patches.forEach((address, value) -> before.add(new IsaCase.Patch(address, value)));
        List<IsaCase.Ignored> masks = new ArrayList<>();
        ignored.forEach(
                (address, mask) -> {
                    if (template.isWritable(address)) {
                        masks.add(new IsaCase.Ignored(address, mask, template.word(address)));
                    }
                });
        return new IsaCase(
                number, mode, state, List.copyOf(code), List.copyOf(before), List.copyOf(masks));
    }
}
