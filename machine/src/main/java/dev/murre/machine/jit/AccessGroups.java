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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which accesses of a region are near each other: known distances off the same unchanged base,
/// within one page's length. One permission check before the first of them then serves all.
/// Addresses are followed symbolically: a slot is an unknown value plus a constant. What is known
/// at
/// the end of all blocks that lead to a block is known at its beginning; nothing is where the
/// region
/// can be entered, or asks whether the processor is wanted: permissions may have changed there.
final class AccessGroups {
    /// Accesses that share a check.
    static final class Group {
        private final long first;
        private final int heat;
        private long low;
        private long high;
        private int bits;
        private int members;

        private Group(long offset, int size, int bits, int heat) {
            first = offset;
            low = offset;
            high = offset + size;
            this.bits = bits;
            this.heat = heat;
            members = 1;
        }

        /// A block that seldom runs may not ask for more, lest the check fail when it does not run.
        private boolean admit(long offset, int size, int newBits, int newHeat) {
            long newLow = Math.min(low, offset);
            long newHigh = Math.max(high, offset + size);
            boolean more = newLow != low || newHigh != high || (bits | newBits) != bits;
            if (newHigh - newLow > GuestMemory.PAGE_SIZE || more && newHeat < heat / SELDOM) {
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

    /// What is known between two operations.
    private static final class State {
        private final @Nullable Value[] values = new @Nullable Value[Slots.COUNT];

        /// By symbol, what has been checked.
        private final Map<Integer, List<Group>> groups = new HashMap<>();

        private State copy() {
            State copy = new State();
            System.arraycopy(values, 0, copy.values, 0, values.length);
            groups.forEach((symbol, near) -> copy.groups.put(symbol, new ArrayList<>(near)));
            return copy;
        }

        /// Control comes from `other` as well.
        private void meet(State other) {
            for (int i = 0; i < values.length; i++) {
                if (!Objects.equals(values[i], other.values[i])) {
                    values[i] = null;
                }
            }
            groups.keySet().retainAll(other.groups.keySet());
            groups.forEach(
                    (symbol, near) -> near.retainAll(other.groups.getOrDefault(symbol, List.of())));
        }
    }

    /// Blocks that run less often than one in so many times of another are seldom.
    private static final int SELDOM = 4;

    /// By block and operation.
    private final @Nullable Group[][] groupOfFirst;

    private final boolean[][] covered;
    private final Map<Sum, Integer> sums = new HashMap<>();
    private int symbols;

    /// Of the block that is looked at.
    private int block;

    private int heat;
    private State now = new State();

    AccessGroups(Region region) {
        int count = region.blocks.size();
        groupOfFirst = new @Nullable Group[count][];
        covered = new boolean[count][];
        @Nullable State[] before = new @Nullable State[count];
        for (int i = 0; i < count; i++) {
            State start = before[i];
            boolean fresh = start == null || region.headers.get(i) || region.isStub(i);
            now = fresh ? new State() : start;
            before[i] = null;
            visit(region.blocks.get(i), i);
            for (int next : region.successors(i)) {
                State after = isReturn(region, i, next) ? new State() : now;
                State known = before[next];
                if (known == null) {
                    before[next] = after.copy();
                } else {
                    known.meet(after);
                }
            }
        }
    }

    /// Whether block `next` comes after what block `index` calls.
    private static boolean isReturn(Region region, int index, int next) {
        Block caller = region.blocks.get(index);
        return InnerCalls.isCall(caller) && region.blocks.get(next).pc == caller.endPc();
    }

    /// The group that operation `op` of block `index` is the first of, if it has other members.
    @Nullable Group startingAt(int index, int op) {
        Group group = groupOfFirst[index][op];
        return group != null && group.isShared() ? group : null;
    }

    /// Whether an earlier access's check serves this one.
    boolean isCovered(int index, int op) {
        return covered[index][op];
    }

    private void visit(Block each, int index) {
        block = index;
        heat = each.heat;
        groupOfFirst[index] = new @Nullable Group[each.ops.length];
        covered[index] = new boolean[each.ops.length];
        if (hasSkips(each)) {
            now = new State();
            return;
        }
        for (int i = 0; i < each.ops.length; i++) {
            visit(each.ops[i], i);
        }
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
        Value known = now.values[slot];
        if (known == null) {
            known = new Value(symbols++, 0);
            now.values[slot] = known;
        }
        return known;
    }

    private void plus(int d, int a, long constant) {
        Value from = value(a);
        now.values[d] = new Value(from.symbol, from.offset + constant);
    }

    private void visit(long word, int op) {
        @Nullable Value[] values = now.values;
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
        List<Group> near = now.groups.computeIfAbsent(at.symbol, key -> new ArrayList<>());
        for (Group group : near) {
            if (group.admit(at.offset, size, bits, heat)) {
                covered[block][op] = true;
                return;
            }
        }
        Group group = new Group(at.offset, size, bits, heat);
        near.add(group);
        groupOfFirst[block][op] = group;
    }
}
