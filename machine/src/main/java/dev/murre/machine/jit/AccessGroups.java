package dev.murre.machine.jit;

import dev.murre.machine.ir.Block;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.memory.GuestMemory;
import dev.murre.machine.memory.Perm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which accesses of a block are near each other: known distances off the same unchanged base,
/// within one page's length.
/// One permission check before the first of them then serves all. Addresses are followed
/// symbolically: a slot is an
/// unknown value plus a constant.
final class AccessGroups {
    /// Accesses that share a check.
    static final class Group {
        private final long first;
        private long low;
        private long high;
        private int bits;
        private int members;

        private Group(long offset, int size, int bits) {
            first = offset;
            low = offset;
            high = offset + size;
            this.bits = bits;
            members = 1;
        }

        private boolean admit(long offset, int size, int newBits) {
            long newLow = Math.min(low, offset);
            long newHigh = Math.max(high, offset + size);
            if (newHigh - newLow > GuestMemory.PAGE_SIZE) {
                return false;
            }
            low = newLow;
            high = newHigh;
            bits |= newBits;
            members++;
            return true;
        }

        /// How far below the first access's address the checked range begins.
        long before() {
            return first - low;
        }

        int length() {
            return (int) (high - low);
        }

        int bits() {
            return bits;
        }

        boolean isShared() {
            return members > 1;
        }
    }

    /// An unknown value plus a constant.
    private record Value(int symbol, long offset) {}

    private record Sum(int base, int index, int scale) {}

    /// Of no block.
    static final AccessGroups NONE = new AccessGroups(0);

    private final @Nullable Group[] groupOfFirst;
    private final boolean[] covered;
    private final @Nullable Value[] values = new @Nullable Value[Slots.COUNT];
    private final Map<Sum, Integer> sums = new HashMap<>();
    private final Map<Integer, List<Group>> groups = new HashMap<>();
    private int symbols;

    private AccessGroups(int count) {
        groupOfFirst = new @Nullable Group[count];
        covered = new boolean[count];
    }

    AccessGroups(Block block) {
        this(block.ops.length);
        if (!hasSkips(block)) {
            for (int i = 0; i < block.ops.length; i++) {
                visit(block.ops[i], i);
            }
        }
    }

    /// The group that operation `op` is the first of, if it has other members.
    @Nullable Group startingAt(int op) {
        Group group = groupOfFirst[op];
        return group != null && group.isShared() ? group : null;
    }

    /// Whether an earlier access's check serves this one.
    boolean isCovered(int op) {
        return covered[op];
    }

    private static boolean hasSkips(Block block) {
        for (long word : block.ops) {
            int opcode = Op.opcode(word);
            if (opcode == Op.SKIP || opcode == Op.SKIPZ || opcode == Op.SKIPNZ) {
                return true;
            }
        }
        return false;
    }

    private Value value(int slot) {
        Value known = values[slot];
        if (known == null) {
            known = new Value(symbols++, 0);
            values[slot] = known;
        }
        return known;
    }

    private void plus(int d, int a, long constant) {
        Value from = value(a);
        values[d] = new Value(from.symbol, from.offset + constant);
    }

    private void visit(long word, int op) {
        int opcode = Op.opcode(word);
        int d = Op.d(word);
        switch (opcode) {
            case Op.MOV -> values[d] = value(Op.a(word));
            case Op.ADDI64, Op.ADDFI64 -> plus(d, Op.a(word), Op.imm(word));
            case Op.SUBFI64 -> plus(d, Op.a(word), -Op.imm(word));
            case Op.LEA -> values[d] = address(word);
            case Op.PUSH64 -> {
                plus(Slots.RSP, Slots.RSP, -8);
                access(value(Slots.RSP), 8, Perm.WRITE, op);
            }
            case Op.POP64 -> {
                access(value(Slots.RSP), 8, Perm.READ, op);
                plus(Slots.RSP, Slots.RSP, 8);
                values[d] = null;
            }
            case Op.LD8U, Op.LD8S, Op.LD16U, Op.LD16S, Op.LD32U, Op.LD32S, Op.LD64 -> {
                access(address(word), RegionCode.sizeOf(opcode), Perm.READ, op);
                values[d] = null;
            }
            case Op.LDM8, Op.LDM16, Op.LDM32, Op.LDM64 -> {
                int size = RegionCode.sizeOf(opcode);
                access(address(word), size, Perm.READ | Perm.WRITE, op);
                values[d] = null;
            }
            case Op.LD128 -> access(address(word), 16, Perm.READ, op);
            case Op.ST8, Op.ST16, Op.ST32, Op.ST64, Op.ST128 ->
                    access(address(word), RegionCode.sizeOf(opcode), Perm.WRITE, op);
            case Op.HELPER -> java.util.Arrays.fill(values, null);
            default -> {
                if (Op.has(opcode, 'd')) {
                    values[d] = null;
                }
                if (Op.has(opcode, 's')) {
                    values[Slots.RSP] = null;
                }
            }
        }
    }

    private Value address(long word) {
        Value base = value(Op.a(word));
        long displacement = Op.displacement(word);
        if (Op.b(word) == Slots.ZERO) {
            return new Value(base.symbol, base.offset + displacement);
        }
        Value index = value(Op.b(word));
        int symbol =
                sums.computeIfAbsent(
                        new Sum(base.symbol, index.symbol, Op.scale(word)), key -> symbols++);
        return new Value(symbol, base.offset + (index.offset << Op.scale(word)) + displacement);
    }

    private void access(Value at, int size, int bits, int op) {
        List<Group> near = groups.computeIfAbsent(at.symbol, key -> new ArrayList<>());
        for (Group group : near) {
            if (group.admit(at.offset, size, bits)) {
                covered[op] = true;
                return;
            }
        }
        Group group = new Group(at.offset, size, bits);
        near.add(group);
        groupOfFirst[op] = group;
    }
}
