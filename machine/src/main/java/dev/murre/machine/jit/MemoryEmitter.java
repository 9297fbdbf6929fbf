package dev.murre.machine.jit;

import dev.murre.machine.ir.Block;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.jit.AccessGroups.Group;
import dev.murre.machine.memory.GuestMemory;
import dev.murre.machine.memory.Perm;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;
import java.util.LinkedHashMap;
import java.util.Map;

/// Loads and stores in generated code: address, permission check, access. A refused access jumps to
/// the region's exit.
final class MemoryEmitter {
    private static final MethodTypeDesc AMO =
            MethodTypeDesc.of(Names.LONG, Names.INT, Names.LONG, Names.LONG);
    private static final MethodTypeDesc COMPARE_AND_SWAP =
            MethodTypeDesc.of(Names.LONG, Names.INT, Names.LONG, Names.LONG, Names.LONG);

    private static final long LOW32 = 0xffff_ffffL;

    private final CodeBuilder code;
    private final Frame frame;
    private final Addresses addresses;
    private final HostEmitter host;
    private final Label leave;
    private final Map<Integer, Label> refusals = new LinkedHashMap<>();
    private final AccessGroups groups;

    /// @param leave where a refused access goes on, with SITE and AT set
    MemoryEmitter(
            CodeBuilder code,
            Frame frame,
            Addresses addresses,
            AccessGroups groups,
            MemoryOrder order,
            Label leave) {
        this.code = code;
        this.frame = frame;
        this.addresses = addresses;
        this.groups = groups;
        this.leave = leave;
        this.host = new HostEmitter(code, order);
    }

    /// Emits operation `op` of `block`, the region's `index`th, if it is a load or store; false if
    /// not.
    boolean emit(Block block, int index, int op) {
        long word = block.ops[op];
        int opcode = Op.opcode(word);
        Check site = new Check(index, op);
        switch (opcode) {
            case Op.LD8U, Op.LD8S, Op.LD16U, Op.LD16S, Op.LD32U, Op.LD32S, Op.LD64 -> {
                address(word);
                check(opcode, Perm.READ, site);
                frame.beginStore(Op.d(word));
                host.address(0);
                host.load(opcode);
                frame.store(Op.d(word));
            }
            case Op.LDM8, Op.LDM16, Op.LDM32, Op.LDM64 -> {
                address(word);
                check(opcode, Perm.READ | Perm.WRITE, site);
                frame.beginStore(Op.d(word));
                host.address(0);
                host.load(opcode);
                frame.store(Op.d(word));
            }
            case Op.LD128 -> {
                address(word);
                check(opcode, Perm.READ, site);
                vectorHalf(Op.d(word), 0);
                vectorHalf(Op.d(word) + 1, 8);
            }
            case Op.ST8, Op.ST16, Op.ST32, Op.ST64 -> {
                address(word);
                check(opcode, Perm.WRITE, site);
                host.address(0);
                frame.load(Op.d(word));
                host.store(opcode);
            }
            case Op.ST128 -> {
                address(word);
                check(opcode, Perm.WRITE, site);
                host.address(0);
                frame.load(Op.d(word));
                host.store(Op.ST64);
                host.address(8);
                frame.load(Op.d(word) + 1);
                host.store(Op.ST64);
            }
            case Op.PROBEW -> {
                address(word);
                probe(Op.d(word), Perm.WRITE, site);
            }
            case Op.AMO, Op.CAS -> atomic(word, site);
            default -> {
                return stack(word, site);
            }
        }
        return true;
    }

    private boolean stack(long word, Check site) {
        int opcode = Op.opcode(word);
        switch (opcode) {
            case Op.PUSH64 -> {
                code.lload(rspLocal()).loadConstant(8L).lsub().lstore(Frame.AT);
                check(opcode, Perm.WRITE, site);
                host.address(0);
                frame.load(Op.a(word));
                host.store(Op.ST64);
                code.lload(Frame.AT);
                frame.store(Slots.RSP);
            }
            case Op.PUSH32 -> {
                code.lload(rspLocal()).loadConstant(4L).lsub();
                code.loadConstant(LOW32).land().lstore(Frame.AT);
                check(opcode, Perm.WRITE, site);
                host.address(0);
                frame.load(Op.a(word));
                host.store(Op.ST32);
                code.lload(Frame.AT);
                frame.store(Slots.RSP);
            }
            case Op.POP32 -> {
                code.lload(rspLocal()).lstore(Frame.AT);
                check(opcode, Perm.READ, site);
                code.lload(Frame.AT).loadConstant(4L).ladd().loadConstant(LOW32).land();
                frame.store(Slots.RSP);
                frame.beginStore(Op.d(word));
                host.address(0);
                host.load(Op.LD32U);
                frame.store(Op.d(word));
            }
            case Op.POP64 -> {
                code.lload(rspLocal()).lstore(Frame.AT);
                check(opcode, Perm.READ, site);
                code.lload(Frame.AT).loadConstant(8L).ladd();
                frame.store(Slots.RSP);
                frame.beginStore(Op.d(word));
                host.address(0);
                host.load(Op.LD64);
                frame.store(Op.d(word));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static int rspLocal() {
        return Frame.localOf(Slots.RSP);
    }

    private void address(long word) {
        addresses.push(word);
        code.lstore(Frame.AT);
    }

    /// With the address in AT: leaves if it may not be accessed. A group's first access checks for
    /// all; if that fails the
    /// interpreter goes on at this instruction and finds out what faults.
    private void check(int opcode, int access, Check check) {
        if (groups.isCovered(check.block, check.op)) {
            return;
        }
        Group group = groups.startingAt(check.block, check.op);
        int exit = group == null ? RegionCode.FAULT : RegionCode.INTERPRET;
        int site = RegionCode.site(exit, check.block, check.op);
        if (group == null) {
            permit(0, RegionCode.sizeOf(opcode), access, site);
        } else {
            permit(group.before(), group.length(), group.bits(), site);
        }
    }

    /// Leaves unless `size` bytes from `before` below AT on allow all of `bits`. Written out in
    /// every place: a method, even one that is inlined, costs C2 several times as much. The
    /// window's
    /// size is a power of two, so that one test finds what lies outside and what is not aligned.
    private void permit(long before, int size, int bits, int site) {
        int from = Frame.AT;
        if (before != 0) {
            code.lload(Frame.AT).loadConstant(before).lsub().lstore(Frame.X);
            from = Frame.X;
        }
        Label refused = refused(site);
        Label allowed = code.newLabel();
        if (size == 1) {
            pushOutside(from, 0);
            code.ifne(refused);
        } else {
            Label onePage = code.newLabel();
            Label unusual = code.newLabel();
            if (size <= Long.BYTES && Integer.bitCount(size) == 1) {
                pushOutside(from, size - 1);
                code.ifeq(onePage);
            } else {
                pushOutside(from, 0);
                code.ifne(unusual);
                code.lload(from).l2i().loadConstant(GuestMemory.PAGE_MASK).iand();
                code.loadConstant(GuestMemory.PAGE_SIZE - size).if_icmple(onePage);
            }
            code.labelBinding(unusual);
            pushOutside(from, 0);
            code.ifne(refused);
            code.aload(Frame.PERMS).lload(from).loadConstant(size).loadConstant(bits);
            code.invokestatic(Names.REGION_CODE, "allowBoth", Names.CHECK);
            code.ifeq(refused).goto_(allowed);
            code.labelBinding(onePage);
        }
        host.permission(from);
        code.loadConstant(bits).iand();
        if (Integer.bitCount(bits) == 1) {
            code.ifeq(refused);
        } else {
            code.loadConstant(bits).if_icmpne(refused);
        }
        code.labelBinding(allowed);
    }

    /// Pushes an int that is 0 unless the address in local `from` lies outside the window or has
    /// one of `bits`.
    private void pushOutside(int from, long bits) {
        code.lload(from).lload(Frame.OUTSIDE);
        if (bits != 0) {
            code.loadConstant(bits).lor();
        }
        code.land().lconst_0().lcmp();
    }

    private Label refused(int site) {
        return refusals.computeIfAbsent(site, key -> code.newLabel());
    }

    /// Emits what comes after all blocks: for each access that may be refused, what sets SITE.
    /// Nothing falls into it.
    void finish() {
        refusals.forEach(
                (site, label) -> {
                    code.labelBinding(label);
                    code.loadConstant(site).istore(Frame.SITE).goto_(leave);
                });
    }

    private void atomic(long word, Check check) {
        int d = Op.d(word);
        addresses.pushMasked(Op.a(word));
        code.lstore(Frame.AT);
        probe(1 << (Op.imm(word) & 3), Perm.READ | Perm.WRITE, check);
        frame.beginStore(d);
        code.loadConstant((int) Op.imm(word)).lload(Frame.BASE).lload(Frame.AT).ladd();
        if (Op.opcode(word) == Op.CAS) {
            frame.load(d);
            frame.load(Op.b(word));
            code.invokestatic(Names.ATOMICS, "compareAndSwap", COMPARE_AND_SWAP);
        } else {
            frame.load(Op.b(word));
            code.invokestatic(Names.ATOMICS, "amo", AMO);
        }
        frame.store(d);
    }

    /// Has the interpreter find out what faults if `size` bytes do not allow `bits`.
    private void probe(int size, int bits, Check check) {
        permit(0, size, bits, RegionCode.site(RegionCode.INTERPRET, check.block, check.op));
    }

    /// Which access is checked, for the exit it may need.
    private record Check(int block, int op) {}

    private void vectorHalf(int slot, int offset) {
        frame.beginStore(slot);
        host.address(offset);
        host.load(Op.LD64);
        frame.store(slot);
    }
}
