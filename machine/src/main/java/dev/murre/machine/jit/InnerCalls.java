package dev.murre.machine.jit;

import dev.murre.machine.ir.Block;
import dev.murre.machine.ir.Op;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The calls of a region to functions that are part of it. They are jumps, registers stay in
/// locals, and the function's returns compare the address they took off the guest's stack with
/// those that its callers in the region pushed. A return to anywhere else leaves the region.
final class InnerCalls {
    /// Computed calls with more targets than this are not looked into.
    private static final int MAX_TARGETS = 8;

    /// So many instructions does a function have at most that only jumps on.
    private static final int MAX_STUB = 3;

    private final Region region;

    /// By callee, the blocks that its calls return to, as far as the region has them.
    private final Map<Integer, SortedSet<Long>> continuations = new HashMap<>();

    private final Map<Integer, SortedSet<Long>> targets = new HashMap<>();
    private final Map<Integer, SortedSet<Long>> returns = new HashMap<>();

    InnerCalls(Region region) {
        this.region = region;
    }

    static boolean isCall(Block block) {
        int last = Op.opcode(block.lastOp());
        return last == Op.CALL || last == Op.CALLI;
    }

    /// Where a function leads that does nothing but jump on, as an entry of a procedure linkage
    /// table
    /// does; null if `function` is no such.
    static @Nullable Block beyond(Block function) {
        if (Op.opcode(function.lastOp()) != Op.JMPI || function.instructions > MAX_STUB) {
            return null;
        }
        for (int i = 0; i < function.ops.length - 1; i++) {
            if (!Op.has(Op.opcode(function.ops[i]), 'd') || !Frame.isTemp(Op.d(function.ops[i]))) {
                return null;
            }
        }
        return function.lastTarget;
    }

    /// The functions that `caller` was seen to call.
    static List<Block> callees(Block caller) {
        List<Block> seen = new ArrayList<>();
        int last = Op.opcode(caller.lastOp());
        Block link = caller.link0;
        if (last == Op.CALL && link != null && link.pc != caller.endPc()) {
            Block beyond = beyond(link);
            seen.add(beyond == null ? link : beyond);
        }
        if (last == Op.CALLI && caller.targets().length <= MAX_TARGETS) {
            for (Block target : caller.targets()) {
                if (target != null) {
                    seen.add(target);
                }
            }
        }
        return seen;
    }

    /// Block `caller` calls the function that begins at block `callee`, to return to block
    /// `continuation` (−1 if that is not in the region).
    void add(int caller, int callee, int continuation) {
        SortedSet<Long> all = continuations.computeIfAbsent(callee, key -> new TreeSet<>());
        if (continuation >= 0) {
            all.add(region.blocks.get(continuation).pc);
        }
        targets.computeIfAbsent(caller, key -> new TreeSet<>()).add(region.blocks.get(callee).pc);
    }

    /// Finds out which returns belong to which calls; comes last.
    void close() {
        continuations.forEach(
                (callee, all) -> {
                    for (int block : returnsOf(callee)) {
                        returns.computeIfAbsent(block, key -> new TreeSet<>()).addAll(all);
                    }
                });
    }

    /// The blocks of the function at `entry` that end in a return.
    private List<Integer> returnsOf(int entry) {
        List<Integer> found = new ArrayList<>();
        BitSet seen = new BitSet();
        ArrayDeque<Integer> open = new ArrayDeque<>(List.of(entry));
        while (!open.isEmpty()) {
            int number = open.removeLast();
            if (number < 0 || seen.get(number)) {
                continue;
            }
            seen.set(number);
            Block block = region.blocks.get(number);
            int last = Op.opcode(block.lastOp());
            if (last == Op.RET) {
                found.add(number);
            } else if (isCall(block)) {
                open.add(region.indexOf(block.endPc()));
            } else if (last == Op.JMPI) {
                region.targets(number).forEach(target -> open.add(region.indexOf(target)));
            } else {
                open.add(region.indexOf(block.exit0));
                open.add(region.indexOf(block.exit1));
            }
        }
        return found;
    }

    /// Addresses in the region that block `caller` calls.
    SortedSet<Long> targetsOf(int caller) {
        return orNone(targets.get(caller));
    }

    /// Addresses in the region that block `number`, which ends in a return, may return to.
    SortedSet<Long> returnsFrom(int number) {
        return orNone(returns.get(number));
    }

    private static SortedSet<Long> orNone(@Nullable SortedSet<Long> some) {
        return some == null ? new TreeSet<>() : some;
    }
}
