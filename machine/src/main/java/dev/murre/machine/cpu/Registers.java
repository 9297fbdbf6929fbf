package dev.murre.machine.cpu;

import dev.murre.machine.ir.Slots;

/// General registers and condition codes while compiled code runs: its home for them, instead of
/// the slot array. An
/// access to an array element has its index checked, one to a field is a plain move, to the
/// just-in-time compiler as well as
/// to the processor; every call in the guest saves and restores registers.
public abstract class Registers {
    /// Registers and temporaries, see {@link Slots}.
    public final long[] s = new long[Slots.COUNT];

    /// As {@link Slots#GPR} and those that follow.
    public long g0;
    public long g1;
    public long g2;
    public long g3;
    public long g4;
    public long g5;
    public long g6;
    public long g7;
    public long g8;
    public long g9;
    public long g10;
    public long g11;
    public long g12;
    public long g13;
    public long g14;
    public long g15;

    /// As {@link Slots#CC_KIND}, {@link Slots#CC_A} and {@link Slots#CC_B}.
    public int kind;

    public long codesA;
    public long codesB;

    protected Registers() {}

    /// What comes before compiled code runs, or goes on: takes the registers out of the slots.
    public final void fromSlots() {
        long[] slots = s;
        g15 = slots[15];
        g14 = slots[14];
        g13 = slots[13];
        g12 = slots[12];
        g11 = slots[11];
        g10 = slots[10];
        g9 = slots[9];
        g8 = slots[8];
        g7 = slots[7];
        g6 = slots[6];
        g5 = slots[5];
        g4 = slots[4];
        g3 = slots[3];
        g2 = slots[2];
        g1 = slots[1];
        g0 = slots[0];
        kind = (int) slots[Slots.CC_KIND];
        codesA = slots[Slots.CC_A];
        codesB = slots[Slots.CC_B];
    }

    /// What comes after it: puts them back.
    public final void toSlots() {
        long[] slots = s;
        slots[15] = g15;
        slots[14] = g14;
        slots[13] = g13;
        slots[12] = g12;
        slots[11] = g11;
        slots[10] = g10;
        slots[9] = g9;
        slots[8] = g8;
        slots[7] = g7;
        slots[6] = g6;
        slots[5] = g5;
        slots[4] = g4;
        slots[3] = g3;
        slots[2] = g2;
        slots[1] = g1;
        slots[0] = g0;
        slots[Slots.CC_KIND] = kind;
        slots[Slots.CC_A] = codesA;
        slots[Slots.CC_B] = codesB;
    }
}
