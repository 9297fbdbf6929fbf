package dev.murre.machine.jit;

import dev.murre.machine.ir.Block;
import dev.murre.machine.ir.Helpers;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.ir.ValueForm;
import dev.murre.machine.jit.RegionCompiler.Labels;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/// Emits the blocks of a region: control flow here, computation in {@link ValueEmitter}, memory in
/// {@link MemoryEmitter}.
final class BlockEmitter {
    private static final MethodTypeDesc RARE = MethodTypeDesc.of(Names.INT, Names.CPU, Names.INT);
    private static final MethodTypeDesc AFTER_HELPER =
            MethodTypeDesc.of(Names.INT, Names.CPU, Names.INT, Names.INT);
    /// So many addresses are compared one by one.
    private static final int FEW_TARGETS = 2;

    private final CodeBuilder code;
    private final Frame frame;
    private final Region region;
    private final Labels labels;
    private final CompileOptions options;
    private final Conditions conditions;
    private final ValueEmitter values;
    private final CarryEmitter carries;
    private final MemoryEmitter memory;
    private final FloatEmitter floats;
    private final CallEmitter calls;
    private final Refusals refusals;
    private final Map<Integer, Label> skips = new HashMap<>();

    BlockEmitter(
            CodeBuilder code,
            Frame frame,
            Region region,
            Labels labels,
            CompileOptions options,
            CallEmitter calls,
            Refusals refusals) {
        this.calls = calls;
        this.refusals = refusals;
        this.code = code;
        this.frame = frame;
        this.region = region;
        this.labels = labels;
        this.options = options;
        this.conditions = new Conditions(code, frame);
        Addresses addresses = new Addresses(code, frame, options.addressMask());
        this.values = new ValueEmitter(code, frame, conditions, addresses);
        this.carries = new CarryEmitter(code, frame, conditions);
        this.floats = new FloatEmitter(code, frame, refusals, labels.leave);
        this.memory =
                new MemoryEmitter(
                        code,
                        frame,
                        addresses,
                        new AccessGroups(region),
                        options.order(),
                        labels.leave);
    }

    /// Emits what comes after all blocks.
    void finish() {
        memory.finish();
    }

    void emit(int index) {
        if (region.isUnreached(index)) {
            return;
        }
        Block block = region.blocks.get(index);
        code.labelBinding(labels.blocks[index]);
        conditions.forget();
        floats.begin(block);
        if (region.headers.get(index)) {
            header(index);
        }
        skips.clear();
        operations(index, block, block.ops.length);
    }

    /// The first `count` operations of a block that runs to its end.
    private void operations(int index, Block block, int count) {
        code.lload(Frame.BUDGET)
                .loadConstant((long) block.instructions)
                .lsub()
                .lstore(Frame.BUDGET);
        int instruction = -1;
        for (int i = 0; i < count; i++) {
            bindSkip(i);
            if (block.instructionAt(i) != instruction) {
                instruction = block.instructionAt(i);
                frame.beginInstruction();
            }
            operation(index, block, i);
        }
    }

    /// Where a loop comes round, or a call returns: leaves if the budget might not last, or
    /// somebody wants the
    /// processor.
    private void header(int index) {
        code.loadConstant(RegionCode.site(RegionCode.HEADER, index, 0)).istore(Frame.SITE);
        Label patient = code.newLabel();
        code.lload(Frame.BUDGET).lload(Frame.PATIENCE).lcmp().ifge(patient);
        code.aload(Frame.THIS).aload(Frame.CPU).lload(Frame.BUDGET);
        refusals.guard(() -> code.invokevirtual(Names.REGION_CODE, "poll", Names.POLL));
        code.lstore(Frame.PATIENCE);
        code.labelBinding(patient);
    }

    private void bindSkip(int op) {
        Label target = skips.remove(op);
        if (target != null) {
            code.labelBinding(target);
            conditions.forget();
            frame.forgetTame();
        }
    }

    private void leave(int site) {
        code.loadConstant(site).istore(Frame.SITE).goto_(labels.leave);
    }

    private void operation(int index, Block block, int op) {
        long word = block.ops[op];
        if (values.emit(block, word) || carries.emit(word)) {
            return;
        }
        if (memory.emit(block, index, op)) {
            return;
        }
        switch (Op.opcode(word)) {
            case Op.HELPER -> helper(word, index, op);
            case Op.ALIGN -> align(word, index, op);
            case Op.SKIP, Op.SKIPZ, Op.SKIPNZ -> skip(block, op);
            case Op.TRAP -> {
                frame.spillTemps();
                leave(RegionCode.site(RegionCode.TRAP, index, op));
            }
            case Op.JMP -> exit(index, block, 0);
            case Op.CALL -> call(index, block, -1);
            case Op.CALLI -> call(index, block, Op.a(word));
            case Op.JMPI -> {
                computedJump(Op.a(word), region.targets(index));
                code.goto_(labels.jump);
            }
            case Op.RET -> {
                computedJump(Op.a(word), region.calls.returnsFrom(index));
                code.goto_(labels.back);
            }
            default -> {
                if (Op.has(Op.opcode(word), 't')) {
                    branch(word, index, block);
                } else {
                    rare(word, index, op);
                }
            }
        }
    }

    /// An address that is not aligned is the interpreter's to refuse.
    private void align(long word, int index, int op) {
        Label aligned = code.newLabel();
        frame.load(Op.a(word));
        code.loadConstant(Op.imm(word)).land().lconst_0().lcmp().ifeq(aligned);
        leave(RegionCode.site(RegionCode.INTERPRET, index, op));
        code.labelBinding(aligned);
    }

    /// Goes on at that of the region's blocks whose address a slot holds, if it is one of
    /// `targets`; sets AT.
    private void computedJump(int slot, SortedSet<Long> targets) {
        frame.load(slot);
        code.lstore(Frame.AT);
        if (targets.size() <= FEW_TARGETS) {
            for (long target : targets) {
                code.lload(Frame.AT).loadConstant(target).lcmp();
                code.ifeq(labels.blocks[region.indexOf(target)]);
            }
            return;
        }
        int high = (int) (targets.first() >>> 32);
        List<SwitchCase> cases = new ArrayList<>();
        for (long target : targets) {
            if ((int) (target >>> 32) == high) {
                cases.add(SwitchCase.of((int) target, labels.blocks[region.indexOf(target)]));
            }
        }
        Label elsewhere = code.newLabel();
        code.lload(Frame.AT).loadConstant(32).lushr().l2i();
        code.loadConstant(high).if_icmpne(elsewhere);
        code.lload(Frame.AT).l2i().lookupswitch(elsewhere, cases);
        code.labelBinding(elsewhere);
    }

    private void branch(long word, int index, Block block) {
        Label taken = code.newLabel();
        conditions.branch(word, taken);
        exit(index, block, 0);
        code.labelBinding(taken);
        exit(index, block, 1);
    }

    /// Goes on at a block of the region, or leaves it.
    private void exit(int index, Block block, int exit) {
        int target = region.indexOf(exit == 0 ? block.exit0 : block.exit1);
        if (target >= 0) {
            code.goto_(labels.blocks[target]);
        } else {
            int site = RegionCode.site(exit == 0 ? RegionCode.EXIT0 : RegionCode.EXIT1, index, 0);
            code.loadConstant(site).istore(Frame.SITE).goto_(labels.exit);
        }
    }

    /// A guest call: a jump where the function is part of the region, else a Java call: on its
    /// return the region goes on, if the block there belongs to
    /// it.
    ///
    /// @param targetSlot the slot of a computed target, or −1
    private void call(int index, Block block, int targetSlot) {
        SortedSet<Long> inside = region.calls.targetsOf(index);
        if (region.callsComputed(index)) {
            computedJump(targetSlot >= 0 ? targetSlot : through(region.stubOf(index)), inside);
        } else if (!inside.isEmpty()) {
            code.goto_(labels.blocks[region.indexOf(inside.first())]);
            return;
        }
        frame.spillAll();
        if (region.callsComputed(index)) {
            calls.computed(index, block.endPc());
        } else {
            calls.direct(index, block.endPc());
        }
        int continuation = region.indexOf(block.endPc());
        if (continuation < 0) {
            code.loadConstant(block.endPc()).lstore(Frame.AT).goto_(labels.onward);
            return;
        }
        frame.reloadAll();
        header(continuation);
        code.goto_(labels.blocks[continuation]);
    }

    /// What a function does that only jumps on; the slot of the target.
    private int through(int stub) {
        Block block = region.blocks.get(stub);
        operations(stub, block, block.ops.length - 1);
        return Op.a(block.lastOp());
    }

    private void helper(long word, int index, int op) {
        int number = (int) (word >>> 30) & 0xfff;
        ValueForm form = options.helpers().valueForm(number);
        if (form != null) {
            value(word, index, op, form);
            return;
        }
        Helpers.Effects effects = options.helpers().effects(number);
        frame.defineResult(Op.d(word));
        if (effects == Helpers.Effects.ANY) {
            frame.spillToSlots();
            invokeHelper(word, number);
            frame.takeFromSlots();
            endOrReload(index, op, "afterHelper");
            return;
        }
        frame.spillOperands(word);
        invokeHelper(word, number);
        if (effects == Helpers.Effects.VECTOR) {
            code.pop();
        } else {
            endIfTrapped(index, op);
        }
        frame.reloadOperands(word);
        frame.settle();
    }

    /// A helper as a function of values. If that refuses, the interpreter executes the instruction.
    private void value(long word, int index, int op, ValueForm form) {
        int site = RegionCode.site(0, index, op);
        floats.emit(Op.d(word), Op.a(word), Op.b(word), (int) (word >> 42), form, site);
    }

    private void invokeHelper(long word, int number) {
        code.aload(Frame.CPU)
                .loadConstant(Op.d(word))
                .loadConstant(Op.a(word))
                .loadConstant(Op.b(word))
                .loadConstant((int) (word >> 42))
                .invokestatic(
                        Names.of(options.helpers().owner(number)),
                        options.helpers().name(number),
                        Names.HELPER);
    }

    /// With a helper's outcome on the operand stack, and no register in the slot array yet.
    private void endIfTrapped(int index, int op) {
        Label fine = code.newLabel();
        code.istore(Frame.SITE).iload(Frame.SITE).loadConstant(Trap.NONE).if_icmpeq(fine);
        frame.spillAll();
        code.aload(Frame.THIS)
                .aload(Frame.CPU)
                .loadConstant(RegionCode.site(0, index, op))
                .iload(Frame.SITE)
                .invokevirtual(Names.REGION_CODE, "afterHelper", AFTER_HELPER)
                .ireturn();
        code.labelBinding(fine);
    }

    /// Everything that has no code of its own: the interpreter's.
    private void rare(long word, int index, int op) {
        if (Op.has(Op.opcode(word), 'd')) {
            frame.define(Op.d(word));
        }
        frame.spillToSlots();
        code.aload(Frame.THIS)
                .aload(Frame.CPU)
                .loadConstant(RegionCode.site(0, index, op))
                .invokevirtual(Names.REGION_CODE, "rare", RARE);
        frame.takeFromSlots();
        endOrReload(index, op, null);
    }

    /// With an outcome on the operand stack: goes on if it is NONE, else ends the region.
    private void endOrReload(int index, int op, @org.jspecify.annotations.Nullable String ending) {
        Label fine = code.newLabel();
        code.dup().loadConstant(Trap.NONE).if_icmpeq(fine);
        if (ending != null) {
            code.istore(Frame.SITE)
                    .aload(Frame.THIS)
                    .aload(Frame.CPU)
                    .loadConstant(RegionCode.site(0, index, op))
                    .iload(Frame.SITE)
                    .invokevirtual(Names.REGION_CODE, ending, AFTER_HELPER);
        }
        code.ireturn();
        code.labelBinding(fine);
        code.pop();
        frame.reloadAll();
        frame.reloadTemps();
        conditions.forget();
    }

    private void skip(Block block, int op) {
        long word = block.ops[op];
        int target = op + 1 + (int) Op.imm(word);
        for (int i = op + 1; i < target; i++) {
            if (Op.has(Op.opcode(block.ops[i]), 'd')) {
                frame.define(Op.d(block.ops[i]));
            }
        }
        Label after = skips.computeIfAbsent(target, key -> code.newLabel());
        switch (Op.opcode(word)) {
            case Op.SKIPZ -> {
                frame.load(Op.a(word));
                code.lconst_0().lcmp().ifeq(after);
            }
            case Op.SKIPNZ -> {
                frame.load(Op.a(word));
                code.lconst_0().lcmp().ifne(after);
            }
            default -> {
                Label holds = code.newLabel();
                conditions.branchIf(Op.d(word), holds);
                code.goto_(after);
                code.labelBinding(holds);
            }
        }
    }
}
