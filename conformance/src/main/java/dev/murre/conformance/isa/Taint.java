package dev.murre.conformance.isa;

/// Which flags are undefined at each point of a sequence.
///
/// An instruction that may be jumped over adds to the undefined flags but never takes away from
/// them.
final class Taint {
    private int flags;
    private int conditions;
    private int skippable;
    private int everFlags;
    private int everConditions;

    int flags() {
        return flags;
    }

    int conditions() {
        return conditions;
    }

    boolean allows(Instruction i) {
        return (i.reads() & flags) == 0 && (i.x87Reads() & conditions) == 0;
    }

    void after(Instruction i) {
        if (skippable > 0) {
            skippable--;
        } else {
            flags &= ~i.defines();
            conditions &= ~i.x87Defines();
        }
        flags |= i.undefines();
        conditions |= i.x87Undefines();
        everFlags |= flags;
        everConditions |= conditions;
        skippable = Math.max(skippable, i.skips());
    }

    /// All that was undefined at any point so far.
    Taint ever() {
        Taint all = new Taint();
        all.flags = everFlags;
        all.conditions = everConditions;
        return all;
    }
}
