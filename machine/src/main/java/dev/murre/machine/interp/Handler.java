package dev.murre.machine.interp;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.memory.GuestMemory;
import dev.murre.machine.memory.Unchecked;

/// What executes the operations of one number ({@link dev.murre.machine.ir.Op}). To HotSpot these
/// are a hundred small methods, each compiled as soon as it gets hot; as cases of one switch they
/// would be one large method, compiled late and badly.
abstract class Handler {
    /// What {@link #run} returns: the next operation comes.
    static final int GO_ON = 0;

    /// The block is left by exit 0 or 1.
    static final int EXIT0 = 1;

    static final int EXIT1 = 2;

    /// The block is left for the address in PC.
    static final int COMPUTED = 3;

    /// A page fault, with its details set.
    static final int FAULT = 4;

    /// A helper's outcome, which is in {@link Cpu#outcome}, ends the block.
    static final int HELPER = 5;

    /// The operation is for {@link Rare}.
    static final int RARE = 6;

    /// The operation wants a constant of its block.
    static final int CONSTANT = 7;

    /// SKIP + n: go on after n more operations.
    static final int SKIP = 16;

    static final int PC = Unchecked.at(Slots.PC);
    static final int RSP = Unchecked.at(Slots.RSP);
    private static final int KIND = Unchecked.at(Slots.CC_KIND);
    private static final int CODES_A = Unchecked.at(Slots.CC_A);
    private static final int CODES_B = Unchecked.at(Slots.CC_B);

    /// Executes operation `w` on the slots `s` of `cpu`.
    abstract int run(Cpu cpu, long[] s, long w);

    static int d(long w) {
        return Unchecked.at(Op.d(w));
    }

    static int a(long w) {
        return Unchecked.at(Op.a(w));
    }

    static int b(long w) {
        return Unchecked.at(Op.b(w));
    }

    static long address(long[] s, long w) {
        return Unchecked.get(s, a(w))
                + (Unchecked.get(s, b(w)) << Op.scale(w))
                + Op.displacement(w);
    }

    static int codes(long[] s, long kind, long a, long b) {
        Unchecked.put(s, KIND, kind);
        Unchecked.put(s, CODES_A, a);
        Unchecked.put(s, CODES_B, b);
        return GO_ON;
    }

    static boolean holds(int condition, long[] s) {
        return CC.test(
                condition,
                (int) Unchecked.get(s, KIND),
                Unchecked.get(s, CODES_A),
                Unchecked.get(s, CODES_B));
    }

    static boolean allows(Cpu cpu, long at, int size, int bits) {
        return GuestMemory.allows(cpu.windowPerms, cpu.windowLimit, at, size, bits);
    }

    static int fault(Cpu cpu, long at, int size, int access) {
        Exits.notePageFault(cpu, at & cpu.addressMask, size, access);
        return FAULT;
    }
}
