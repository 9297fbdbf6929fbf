package dev.murre.machine.jit;

import dev.murre.machine.cpu.CodePage;
import dev.murre.machine.cpu.CompiledCode;
import dev.murre.machine.ir.Block;
import dev.murre.machine.ir.Helpers;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.ValueForm;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What is compiled together: blocks that follow each other by direct exits, beginning with the
/// entry. Successors come from
/// the links that the interpreter has made, so code that never ran is left out.
final class Region {
    /// Bounds that keep the method well under HotSpot's 8,000 bytes.
    static final int MAX_COST = 4500;

    /// A block that ran less than once in this many times (a power of two) that the entry did is
    /// left out: HotSpot's work grows faster than a region.
    private static final int COLD = 6;

    private static final int MAX_BLOCKS = 127;
    private static final int MAX_PAGES = 8;

    /// How far the targets of a computed jump may be, in bytes, to be taken for a part of the same
    /// function.
    private static final int MAX_JUMP = 1 << 16;

    final List<Block> blocks = new ArrayList<>();
    private final Map<Long, Integer> indexOfPc = new HashMap<>();
    private final Set<CodePage> pages = new LinkedHashSet<>();
    private final Map<Integer, SortedSet<Long>> targets = new HashMap<>();

    /// Slots that live in locals and those of them that are written.
    final BitSet used = new BitSet();

    final BitSet written = new BitSet();

    /// Those of them that are operands of arithmetic on doubles: their locals are doubles.
    final BitSet doubles = new BitSet();

    /// Blocks that are jumped back to, and those that an inner call returns to: there the budget is
    /// looked at.
    final BitSet headers = new BitSet();

    /// Blocks that control comes to.
    private final BitSet reached = new BitSet();

    /// By calling block, the function called, if that only jumps on.
    private final Map<Integer, Integer> stubs = new HashMap<>();

    /// Calls that are jumps.
    final InnerCalls calls = new InnerCalls(this);

    /// Some function that is arithmetic to everyday numbers.
    private @Nullable ValueForm arithmetic;

    private int cost;
    private int instructions;

    private final int maxCost;
    private final int calleeCost;
    private final int leastHeat;
    private final Helpers helpers;

    private Region(Block entry, int maxCost, Helpers helpers) {
        this.leastHeat = entry.heat >> COLD;
        this.maxCost = maxCost;
        this.calleeCost = maxCost / 2;
        this.helpers = helpers;
    }

    /// The region that begins at `entry`, of at most about `maxCost` bytes of bytecode.
    static Region from(Block entry, int maxCost, Helpers helpers) {
        Region region = new Region(entry, maxCost, helpers);
        region.add(entry);
        region.grow(0);
        region.addCallees();
        region.headers.set(0);
        region.calls.close();
        region.findLoops();
        return region;
    }

    /// Adds what follows the blocks from number `first` on within their functions.
    private void grow(int first) {
        for (int i = first; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            follow(i, block.link0);
            follow(i, block.link1);
            follow(i, continuation(block));
            if (Op.opcode(block.lastOp()) == Op.JMPI) {
                followTargets(i, block);
            }
        }
    }

    /// With what room is left, adds the functions that are called: such a call is a jump, and their
    /// return jumps as well. Those too large to be added in whole are entered by a call in Java.
    private void addCallees() {
        for (int i = 0; i < blocks.size(); i++) {
            Block caller = blocks.get(i);
            if (!hasStub(i, caller)) {
                continue;
            }
            for (Block callee : InnerCalls.callees(caller)) {
                int known = indexOf(callee.pc);
                if (known < 0 && cost < calleeCost && hasRoom(callee)) {
                    known = blocks.size();
                    add(callee);
                    grow(known);
                }
                if (known >= 0) {
                    calls.add(i, known, indexOf(caller.endPc()));
                    if (known <= i) {
                        headers.set(known);
                    }
                    if (indexOf(caller.endPc()) >= 0) {
                        headers.set(indexOf(caller.endPc()));
                    }
                }
            }
        }
    }

    /// Adds the function that block `index` calls if that only jumps on; false if it has no room.
    private boolean hasStub(int index, Block caller) {
        Block link = caller.link0;
        if (Op.opcode(caller.lastOp()) != Op.CALL
                || link == null
                || InnerCalls.beyond(link) == null) {
            return true;
        }
        if (indexOf(link.pc) < 0) {
            if (!hasRoom(link, maxCost + maxCost / 8)) {
                return false;
            }
            add(link);
        }
        stubs.put(index, indexOf(link.pc));
        return true;
    }

    /// The block that block `index` calls if that only jumps on, else −1.
    int stubOf(int index) {
        return stubs.getOrDefault(index, -1);
    }

    boolean isStub(int index) {
        return stubs.containsValue(index);
    }

    /// Whether block `index` calls a computed address, maybe by way of a stub.
    boolean callsComputed(int index) {
        return Op.opcode(blocks.get(index).lastOp()) == Op.CALLI || stubs.containsKey(index);
    }

    /// Whether block `index` is only there to be called by way of.
    boolean isUnreached(int index) {
        return !reached.get(index);
    }

    /// Finds jumps back that the interpreter has not seen yet.
    private void findLoops() {
        for (int i = 0; i < blocks.size(); i++) {
            for (int next : successors(i)) {
                if (next <= i) {
                    headers.set(next);
                }
                reached.set(next);
            }
        }
        reached.or(headers);
    }

    /// The blocks that control goes on at after block `index`, within the region and its locals.
    Set<Integer> successors(int index) {
        Block block = blocks.get(index);
        int last = Op.opcode(block.lastOp());
        Set<Integer> found = new TreeSet<>();
        switch (last) {
            case Op.JMPI -> targets(index).forEach(pc -> found.add(indexOf(pc)));
            case Op.RET -> calls.returnsFrom(index).forEach(pc -> found.add(indexOf(pc)));
            case Op.CALL, Op.CALLI -> {
                calls.targetsOf(index).forEach(pc -> found.add(indexOf(pc)));
                if (callsComputed(index) || found.isEmpty()) {
                    found.add(indexOf(block.endPc()));
                }
            }
            case Op.JMP -> found.add(indexOf(block.exit0));
            default -> {
                if (Op.has(last, 't')) {
                    found.add(indexOf(block.exit0));
                    found.add(indexOf(block.exit1));
                }
            }
        }
        found.remove(-1);
        return found;
    }

    private void followTargets(int from, Block block) {
        SortedSet<Long> inside = new TreeSet<>();
        for (Block target : block.targets()) {
            if (target != null && Math.abs(target.pc - block.pc) < MAX_JUMP) {
                follow(from, target);
                if (indexOf(target.pc) >= 0) {
                    inside.add(target.pc);
                }
            }
        }
        if (!inside.isEmpty()) {
            targets.put(from, inside);
        }
    }

    /// The block that a call returns to, if the interpreter has seen it.
    private static @Nullable Block continuation(Block block) {
        return InnerCalls.isCall(block) ? block.page.find(block.endPc()) : null;
    }

    private void follow(int from, @Nullable Block next) {
        if (next == null) {
            return;
        }
        Block caller = blocks.get(from);
        if (InnerCalls.isCall(caller) && next.pc != caller.endPc()) {
            return;
        }
        Integer known = indexOfPc.get(next.pc);
        if (known != null) {
            if (known <= from) {
                headers.set(known);
            }
            return;
        }
        if (hasRoom(next)) {
            add(next);
        }
    }

    private boolean hasRoom(Block next) {
        return hasRoom(next, maxCost);
    }

    private boolean hasRoom(Block next, int limit) {
        return next.heat >= leastHeat
                && instructions + next.instructions <= CompiledCode.MAX_INSTRUCTIONS
                && blocks.size() < MAX_BLOCKS
                && cost + Cost.of(next, helpers) <= limit
                && (pages.size() < MAX_PAGES || pages.contains(next.page));
    }

    private void add(Block block) {
        indexOfPc.put(block.pc, blocks.size());
        blocks.add(block);
        pages.add(block.page);
        if (block.secondPage != null) {
            pages.add(block.secondPage);
        }
        cost += Cost.of(block, helpers);
        instructions += block.instructions;
        for (long word : block.ops) {
            collect(word);
        }
    }

    private void collect(long word) {
        int opcode = Op.opcode(word);
        if (opcode == Op.HELPER) {
            ValueForm form = helpers.valueForm((int) (word >>> 30) & 0xfff);
            if (form != null) {
                collect(word, form.shape());
                if (form.everyday() != null) {
                    arithmetic = form;
                    collectDoubles(word, form.shape());
                }
            } else {
                collectOperands(word);
            }
            return;
        }
        int pair = Op.has(opcode, 'v') ? 2 : 1;
        boolean memory = Op.has(opcode, 'm');
        if (Op.has(opcode, 'a') || memory) {
            use(Op.a(word), pair);
        }
        if (Op.has(opcode, 'b') || memory) {
            use(Op.b(word), pair);
        }
        if (Op.has(opcode, 's')) {
            write(Slots.RSP, 1);
        }
        boolean fieldOnly = Op.has(opcode, 't') || opcode == Op.SKIP || opcode == Op.PROBEW;
        if (Op.has(opcode, 'd')) {
            write(Op.d(word), 1);
        } else if (Op.has(opcode, 'D') && !fieldOnly) {
            use(Op.d(word), 1);
        } else if (Op.has(opcode, 'p')) {
            write(Op.d(word), 2);
        } else if (Op.has(opcode, 'P')) {
            use(Op.d(word), 2);
        }
    }

    /// Helpers find general registers in the slot array: those have to be locals, so as to be moved
    /// there and back.
    private void collectOperands(long word) {
        for (int slot : new int[] {Op.d(word), Op.a(word), Op.b(word)}) {
            if (slot < Slots.PC) {
                write(slot, 1);
            }
        }
    }

    private void collect(long word, ValueForm.Shape shape) {
        int halves = shape == ValueForm.Shape.PACKED ? 2 : 1;
        write(Op.d(word), halves);
        use(Op.a(word), halves);
        if (shape == ValueForm.Shape.COMPARISON) {
            use(Op.b(word), 1);
        }
    }

    private void collectDoubles(long word, ValueForm.Shape shape) {
        boolean comparison = shape == ValueForm.Shape.COMPARISON;
        addDoubles(Op.a(word), shape);
        addDoubles(comparison ? Op.b(word) : Op.d(word), shape);
    }

    private void addDoubles(int slot, ValueForm.Shape shape) {
        if (Frame.isVector(slot)) {
            doubles.set(slot, slot + (shape == ValueForm.Shape.PACKED ? 2 : 1));
        }
    }

    private void write(int slot, int count) {
        use(slot, count);
        for (int i = slot; i < slot + count; i++) {
            if (isRegister(i)) {
                written.set(i);
            }
        }
    }

    private void use(int slot, int count) {
        for (int i = slot; i < slot + count; i++) {
            if (isRegister(i)) {
                used.set(i);
            }
        }
    }

    /// Whether a slot lives in a local throughout the region (and not just within an instruction).
    static boolean isRegister(int slot) {
        return slot < Slots.PC
                || slot == Slots.FS_BASE
                || slot == Slots.GS_BASE
                || Frame.isVector(slot);
    }

    /// Where the computed jump that ends block `index` goes within the region.
    SortedSet<Long> targets(int index) {
        return targets.getOrDefault(index, Collections.emptySortedSet());
    }

    int indexOf(long pc) {
        return indexOfPc.getOrDefault(pc, -1);
    }

    /// Some function of the region that is arithmetic to everyday numbers, if there is one.
    @Nullable ValueForm arithmetic() {
        return arithmetic;
    }

    CodePage[] pages() {
        return pages.toArray(new CodePage[0]);
    }
}
