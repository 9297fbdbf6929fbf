package dev.murre.machine.jit;

import dev.murre.machine.ir.Block;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.jit.AccessGroups.Group;
import dev.murre.machine.memory.Perm;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/// Loads and stores in generated code: address, permission check, access. A refused access jumps to
/// the region's exit.
final class MemoryEmitter {
    private static final MethodTypeDesc AMO =
            MethodTypeDesc.of(Names.LONG, Names.INT, Names.LONG, Names.LONG);
    private static final MethodTypeDesc COMPARE_AND_SWAP =
            MethodTypeDesc.of(Names.LONG, Names.INT, Names.LONG, Names.LONG, Names.LONG);

    private final MemoryOrder order;
    private static final long LOW32 = 0xffff_ffffL;

    private final CodeBuilder code;
    private final Frame frame;
    private final Addresses addresses;
    private AccessGroups groups = AccessGroups.NONE;

    MemoryEmitter(CodeBuilder code, Frame frame, Addresses addresses, MemoryOrder order) {
        this.order = order;
        this.code = code;
        this.frame = frame;
        this.addresses = addresses;
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
                get(opcode);
                frame.store(Op.d(word));
            }
            case Op.LDM8, Op.LDM16, Op.LDM32, Op.LDM64 -> {
                address(word);
                check(opcode, Perm.READ | Perm.WRITE, site);
                frame.beginStore(Op.d(word));
                get(opcode);
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
                code.lload(Frame.BASE).lload(Frame.AT).ladd();
                frame.load(Op.d(word));
                put(opcode);
            }
            case Op.ST128 -> {
                address(word);
                check(opcode, Perm.WRITE, site);
                code.lload(Frame.BASE).lload(Frame.AT).ladd();
                frame.load(Op.d(word));
                put(Op.ST64);
                code.lload(Frame.BASE).lload(Frame.AT).ladd().loadConstant(8L).ladd();
                frame.load(Op.d(word) + 1);
                put(Op.ST64);
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
                code.lload(Frame.BASE).lload(Frame.AT).ladd();
                frame.load(Op.a(word));
                put(Op.ST64);
                code.lload(Frame.AT);
                frame.store(Slots.RSP);
            }
            case Op.PUSH32 -> {
                code.lload(rspLocal()).loadConstant(4L).lsub();
                code.loadConstant(LOW32).land().lstore(Frame.AT);
                check(opcode, Perm.WRITE, site);
                code.lload(Frame.BASE).lload(Frame.AT).ladd();
                frame.load(Op.a(word));
                put(Op.ST32);
                code.lload(Frame.AT);
                frame.store(Slots.RSP);
            }
            case Op.POP32 -> {
                code.lload(rspLocal()).lstore(Frame.AT);
                check(opcode, Perm.READ, site);
                code.lload(Frame.AT).loadConstant(4L).ladd().loadConstant(LOW32).land();
                frame.store(Slots.RSP);
                frame.beginStore(Op.d(word));
                get(Op.LD32U);
                frame.store(Op.d(word));
            }
            case Op.POP64 -> {
                code.lload(rspLocal()).lstore(Frame.AT);
                check(opcode, Perm.READ, site);
                code.lload(Frame.AT).loadConstant(8L).ladd();
                frame.store(Slots.RSP);
                frame.beginStore(Op.d(word));
                get(Op.LD64);
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
        if (groups.isCovered(check.op)) {
            return;
        }
        Group group = groups.startingAt(check.op);
        int exit = group == null ? RegionCode.FAULT : RegionCode.INTERPRET;
        code.loadConstant(RegionCode.site(exit, check.block, check.op)).istore(Frame.SITE);
        code.aload(Frame.PERMS).lload(Frame.LIMIT).lload(Frame.AT);
        if (group != null && group.before() != 0) {
            code.loadConstant(group.before()).lsub();
        }
        code.loadConstant(group == null ? RegionCode.sizeOf(opcode) : group.length())
                .loadConstant(group == null ? access : group.bits())
                .invokestatic(Names.REGION_CODE, "check", Names.CHECK);
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
        code.loadConstant(RegionCode.site(RegionCode.INTERPRET, check.block, check.op))
                .istore(Frame.SITE)
                .aload(Frame.PERMS)
                .lload(Frame.LIMIT)
                .lload(Frame.AT)
                .loadConstant(size)
                .loadConstant(bits)
                .invokestatic(Names.REGION_CODE, "check", Names.CHECK);
    }

    /// Which access is checked, for the exit it may need.
    private record Check(int block, int op) {}

    /// Begins a block.
    void begin(Block block) {
        groups = new AccessGroups(block);
    }

    private void vectorHalf(int slot, int offset) {
        frame.beginStore(slot);
        code.lload(Frame.BASE).lload(Frame.AT).ladd();
        if (offset != 0) {
            code.loadConstant((long) offset).ladd();
        }
        host("get64", Names.LONG);
        frame.store(slot);
    }

    private void get(int opcode) {
        code.lload(Frame.BASE).lload(Frame.AT).ladd();
        switch (opcode) {
            case Op.LD8U, Op.LDM8 -> {
                host("get8", java.lang.constant.ConstantDescs.CD_byte);
                code.loadConstant(0xff).iand().i2l();
            }
            case Op.LD8S -> {
                host("get8", java.lang.constant.ConstantDescs.CD_byte);
                code.i2l();
            }
            case Op.LD16U, Op.LDM16 -> {
                host("get16", java.lang.constant.ConstantDescs.CD_short);
                code.loadConstant(0xffff).iand().i2l();
            }
            case Op.LD16S -> {
                host("get16", java.lang.constant.ConstantDescs.CD_short);
                code.i2l();
            }
            case Op.LD32U, Op.LDM32 -> {
                host("get32", Names.INT);
                code.i2l().loadConstant(0xffff_ffffL).land();
            }
            case Op.LD32S -> {
                host("get32", Names.INT);
                code.i2l();
            }
            default -> host("get64", Names.LONG);
        }
    }

    private void host(String method, ClassDesc type) {
        code.invokestatic(Names.HOST, method, MethodTypeDesc.of(type, Names.LONG));
        fence("acquireFence");
    }

    /// Keeps the just-in-time compiler from exchanging accesses; to a host of the same memory order
    /// it costs no instruction.
    private void fence(String method) {
        if (order == MemoryOrder.TOTAL_STORE) {
            code.invokestatic(Names.VAR_HANDLE, method, MethodTypeDesc.of(Names.VOID));
        }
    }

    /// With a host address and a long on the operand stack.
    private void put(int opcode) {
        switch (opcode) {
            case Op.ST8 -> {
                code.l2i().i2b();
                hostPut("put8", java.lang.constant.ConstantDescs.CD_byte);
            }
            case Op.ST16 -> {
                code.l2i().i2s();
                hostPut("put16", java.lang.constant.ConstantDescs.CD_short);
            }
            case Op.ST32 -> {
                code.l2i();
                hostPut("put32", Names.INT);
            }
            default -> hostPut("put64", Names.LONG);
        }
    }

    private void hostPut(String method, ClassDesc type) {
        fence("storeStoreFence");
        code.invokestatic(Names.HOST, method, MethodTypeDesc.of(Names.VOID, Names.LONG, type));
    }
}
