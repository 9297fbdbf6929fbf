package dev.murre.machine.interp;

import dev.murre.machine.cpu.CompiledCode;
import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.cpu.HotCode;
import dev.murre.machine.ir.Block;
import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.lanes.LaneOp;
import dev.murre.machine.memory.GuestMemory;
import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.Perm;
import org.jspecify.annotations.Nullable;

/// Executes blocks operation by operation: the engine of every cold start, and the meaning of the
/// IR. Its loop stays under
/// the 8,000 bytes of bytecode above which HotSpot compiles no method.
public final class Interpreter {
    /// What {@link #execute} returns when the next block is not linked: PC says where to go on.
    private static final int NEXT = CompiledCode.NEXT;

    private Interpreter() {}

    /// Runs `cpu` from its PC until something traps. The result is a {@link Trap}; PC and every
    /// register are exact.
    public static int run(Cpu cpu) {
        @Nullable Block from = null;
        int exit = 0;
        boolean stopped = false;
        while (true) {
            if (cpu.budget <= 0) {
                return Trap.BUDGET;
            }
            if (cpu.isInterrupted()) {
                return Trap.INTERRUPTED;
            }
            if (cpu.isStepwise()) {
                int trap = Stepping.instruction(cpu);
                from = null;
                if (trap != Trap.NONE) {
                    return trap;
                }
                continue;
            }
            long pc = cpu.s[Slots.PC];
            if (cpu.writesItsCode && cpu.memory.allows(pc, 1, Perm.EXEC)) {
                int outcome = runUnkept(cpu, pc);
                from = null;
                if (outcome >= 0) {
                    return outcome;
                }
                continue;
            }
            Block block = cpu.code.lookup(pc);
            if (block == null) {
                int trap = Translation.prepare(cpu, pc);
                if (trap != Trap.NONE) {
                    return trap;
                }
                block = Translation.block(cpu, pc);
            }
            if (cpu.budget < block.instructions) {
                // The block may stem from another address space; its bytes need not be in this one.
                int trap = Translation.prepare(cpu, pc);
                if (trap != Trap.NONE) {
                    return trap;
                }
                block = Translation.single(cpu, pc);
            } else if (from != null && !Translation.isFetchFault(block)) {
                from.link(exit, block);
            }
            if (cpu.compileAtOnce && !block.isCompiled()) {
                reportHot(cpu, block);
            }
            CompiledCode compiled = block.enter(cpu);
            int outcome =
                    compiled != null && !stopped && compiled.mayRun(cpu)
                            ? Chain.run(cpu, compiled)
                            : execute(cpu, block);
            from = null;
            stopped = false;
            if (outcome == NEXT) {
                from = cpu.lastBlock;
                exit = cpu.lastExit;
                stopped = exit == CompiledCode.STOPPED;
            } else if (outcome >= 0) {
                return outcome;
            }
        }
    }

    /// Runs what is not compiled within compiled code (registers are where that has them), until
    /// control comes to `stopPc` or to compiled code ({@link #NEXT}), or something traps.
    public static int within(Cpu cpu, long stopPc) {
        Block block = cpu.code.lookup(cpu.s[Slots.PC]);
        if (block == null
                || cpu.budget < block.instructions
                || cpu.isInterrupted()
                || cpu.isStepwise()
                || cpu.writesItsCode) {
            cpu.lastExit = CompiledCode.UNWIND;
            return NEXT;
        }
        cpu.toSlots();
        cpu.stopPc = stopPc;
        int outcome = execute(cpu, block);
        cpu.stopPc = Cpu.NOWHERE;
        cpu.fromSlots();
        return outcome;
    }

    private static int runUnkept(Cpu cpu, long pc) {
        cpu.writesItsCode = false;
        return execute(cpu, Translation.unkept(cpu, pc));
    }

    private static long address(long[] s, long w) {
        return s[(int) (w >>> 16) & 127]
                + (s[(int) (w >>> 23) & 127] << (int) (w >>> 30 & 3))
                + (w >> 32);
    }

    private static boolean holds(long[] s, int condition) {
        return CC.test(condition, (int) s[Slots.CC_KIND], s[Slots.CC_A], s[Slots.CC_B]);
    }

    /// Runs `first` and the blocks linked to it; returns {@link #NEXT}, a trap, or a helper's
    /// RESUME or AGAIN.
    static int execute(Cpu cpu, Block first) {
        long[] s = cpu.s;
        GuestMemory memory = cpu.memory;
        long base = memory.base();
        byte[] perms = memory.perms();
        long limit = memory.limit();
        long mask = cpu.addressMask;
        Block block = first;
        while (true) {
            cpu.budget -= block.instructions;
            if (++block.heat == block.hotAt) {
                reportHot(cpu, block);
            }
            long[] ops = block.ops;
            int i = 0;
            int taken;
            @Nullable Block next;
            body:
            while (true) {
                long w = ops[i++];
                switch ((int) w & 0x1ff) {
                    case Op.MOV -> s[(int) (w >>> 9) & 127] = s[(int) (w >>> 16) & 127];
                    case Op.MOV32 ->
                            s[(int) (w >>> 9) & 127] = s[(int) (w >>> 16) & 127] & 0xffff_ffffL;
                    case Op.LI -> s[(int) (w >>> 9) & 127] = (w >> 30);
                    case Op.LIW -> s[(int) (w >>> 9) & 127] = block.constants[(int) (w >> 30)];
                    case Op.SX32 -> s[(int) (w >>> 9) & 127] = (int) s[(int) (w >>> 16) & 127];
                    case Op.ZX8 -> s[(int) (w >>> 9) & 127] = s[(int) (w >>> 16) & 127] & 0xff;
                    case Op.ZX16 -> s[(int) (w >>> 9) & 127] = s[(int) (w >>> 16) & 127] & 0xffff;
                    case Op.SX8W32 ->
                            s[(int) (w >>> 9) & 127] =
                                    (byte) s[(int) (w >>> 16) & 127] & 0xffff_ffffL;
                    case Op.DEP8 ->
                            s[(int) (w >>> 9) & 127] =
                                    s[(int) (w >>> 9) & 127] & ~0xffL
                                            | s[(int) (w >>> 16) & 127] & 0xff;
                    case Op.LEA -> s[(int) (w >>> 9) & 127] = address(s, w) & mask;
                    case Op.LEA32 -> s[(int) (w >>> 9) & 127] = address(s, w) & 0xffff_ffffL;
                    case Op.ADD64 ->
                            s[(int) (w >>> 9) & 127] =
                                    s[(int) (w >>> 16) & 127] + s[(int) (w >>> 23) & 127];
                    case Op.SUB64 ->
                            s[(int) (w >>> 9) & 127] =
                                    s[(int) (w >>> 16) & 127] - s[(int) (w >>> 23) & 127];
                    case Op.AND64 ->
                            s[(int) (w >>> 9) & 127] =
                                    s[(int) (w >>> 16) & 127] & s[(int) (w >>> 23) & 127];
                    case Op.OR64 ->
                            s[(int) (w >>> 9) & 127] =
                                    s[(int) (w >>> 16) & 127] | s[(int) (w >>> 23) & 127];
                    case Op.XOR64 ->
                            s[(int) (w >>> 9) & 127] =
                                    s[(int) (w >>> 16) & 127] ^ s[(int) (w >>> 23) & 127];
                    case Op.ADDI64 ->
                            s[(int) (w >>> 9) & 127] = s[(int) (w >>> 16) & 127] + (w >> 30);
                    case Op.ANDI64 ->
                            s[(int) (w >>> 9) & 127] = s[(int) (w >>> 16) & 127] & (w >> 30);
                    case Op.ADD32 ->
                            s[(int) (w >>> 9) & 127] =
                                    s[(int) (w >>> 16) & 127] + s[(int) (w >>> 23) & 127]
                                            & 0xffff_ffffL;
                    case Op.SUB32 ->
                            s[(int) (w >>> 9) & 127] =
                                    s[(int) (w >>> 16) & 127] - s[(int) (w >>> 23) & 127]
                                            & 0xffff_ffffL;
                    case Op.AND32 ->
                            s[(int) (w >>> 9) & 127] =
                                    s[(int) (w >>> 16) & 127]
                                            & s[(int) (w >>> 23) & 127]
                                            & 0xffff_ffffL;
                    case Op.OR32 ->
                            s[(int) (w >>> 9) & 127] =
                                    (s[(int) (w >>> 16) & 127] | s[(int) (w >>> 23) & 127])
                                            & 0xffff_ffffL;
                    case Op.XOR32 ->
                            s[(int) (w >>> 9) & 127] =
                                    (s[(int) (w >>> 16) & 127] ^ s[(int) (w >>> 23) & 127])
                                            & 0xffff_ffffL;
                    case Op.ADDI32 ->
                            s[(int) (w >>> 9) & 127] =
                                    s[(int) (w >>> 16) & 127] + (w >> 30) & 0xffff_ffffL;
                    case Op.ANDI32 ->
                            s[(int) (w >>> 9) & 127] =
                                    s[(int) (w >>> 16) & 127] & (w >> 30) & 0xffff_ffffL;
                    case Op.SHLI64 ->
                            s[(int) (w >>> 9) & 127] = s[(int) (w >>> 16) & 127] << (w >> 30);
                    case Op.SHRI64 ->
                            s[(int) (w >>> 9) & 127] = s[(int) (w >>> 16) & 127] >>> (w >> 30);
                    case Op.SARI64 ->
                            s[(int) (w >>> 9) & 127] = s[(int) (w >>> 16) & 127] >> (w >> 30);
                    case Op.SHLI32 ->
                            s[(int) (w >>> 9) & 127] =
                                    s[(int) (w >>> 16) & 127] << (w >> 30) & 0xffff_ffffL;
                    case Op.SHRI32 ->
                            s[(int) (w >>> 9) & 127] =
                                    (s[(int) (w >>> 16) & 127] & 0xffff_ffffL) >>> (w >> 30);
                    case Op.SARI32 ->
                            s[(int) (w >>> 9) & 127] =
                                    (int) s[(int) (w >>> 16) & 127] >> (int) (w >> 30)
                                            & 0xffff_ffffL;
                    case Op.MUL64 ->
                            s[(int) (w >>> 9) & 127] =
                                    s[(int) (w >>> 16) & 127] * s[(int) (w >>> 23) & 127];
                    case Op.MUL32 ->
                            s[(int) (w >>> 9) & 127] =
                                    s[(int) (w >>> 16) & 127] * s[(int) (w >>> 23) & 127]
                                            & 0xffff_ffffL;
                    case Op.ADDF64 -> {
                        long x = s[(int) (w >>> 16) & 127];
                        long y = s[(int) (w >>> 23) & 127];
                        long result = x + y;
                        s[(int) (w >>> 9) & 127] = result;
                        s[Slots.CC_KIND] = CC.ADD | 3;
                        s[Slots.CC_A] = result;
                        s[Slots.CC_B] = y;
                    }
                    case Op.SUBF64 -> {
                        long x = s[(int) (w >>> 16) & 127];
                        long y = s[(int) (w >>> 23) & 127];
                        long result = x - y;
                        s[(int) (w >>> 9) & 127] = result;
                        s[Slots.CC_KIND] = CC.SUB | 3;
                        s[Slots.CC_A] = x;
                        s[Slots.CC_B] = y;
                    }
                    case Op.ADDFI64 -> {
                        long x = s[(int) (w >>> 16) & 127];
                        long y = (w >> 30);
                        long result = x + y;
                        s[(int) (w >>> 9) & 127] = result;
                        s[Slots.CC_KIND] = CC.ADD | 3;
                        s[Slots.CC_A] = result;
                        s[Slots.CC_B] = y;
                    }
                    case Op.SUBFI64 -> {
                        long x = s[(int) (w >>> 16) & 127];
                        long y = (w >> 30);
                        long result = x - y;
                        s[(int) (w >>> 9) & 127] = result;
                        s[Slots.CC_KIND] = CC.SUB | 3;
                        s[Slots.CC_A] = x;
                        s[Slots.CC_B] = y;
                    }
                    case Op.ADDF32 -> {
                        long x = s[(int) (w >>> 16) & 127];
                        long y = s[(int) (w >>> 23) & 127];
                        long result = x + y & 0xffff_ffffL;
                        s[(int) (w >>> 9) & 127] = result;
                        s[Slots.CC_KIND] = CC.ADD | 2;
                        s[Slots.CC_A] = result;
                        s[Slots.CC_B] = y;
                    }
                    case Op.SUBF32 -> {
                        long x = s[(int) (w >>> 16) & 127];
                        long y = s[(int) (w >>> 23) & 127];
                        long result = x - y & 0xffff_ffffL;
                        s[(int) (w >>> 9) & 127] = result;
                        s[Slots.CC_KIND] = CC.SUB | 2;
                        s[Slots.CC_A] = x;
                        s[Slots.CC_B] = y;
                    }
                    case Op.ADDFI32 -> {
                        long x = s[(int) (w >>> 16) & 127];
                        long y = (w >> 30);
                        long result = x + y & 0xffff_ffffL;
                        s[(int) (w >>> 9) & 127] = result;
                        s[Slots.CC_KIND] = CC.ADD | 2;
                        s[Slots.CC_A] = result;
                        s[Slots.CC_B] = y;
                    }
                    case Op.SUBFI32 -> {
                        long x = s[(int) (w >>> 16) & 127];
                        long y = (w >> 30);
                        long result = x - y & 0xffff_ffffL;
                        s[(int) (w >>> 9) & 127] = result;
                        s[Slots.CC_KIND] = CC.SUB | 2;
                        s[Slots.CC_A] = x;
                        s[Slots.CC_B] = y;
                    }
                    case Op.ANDF64 -> {
                        long result = s[(int) (w >>> 16) & 127] & s[(int) (w >>> 23) & 127];
                        s[(int) (w >>> 9) & 127] = result;
                        s[Slots.CC_KIND] = CC.LOGIC | 3;
                        s[Slots.CC_A] = result;
                    }
                    case Op.XORF64 -> {
                        long result = s[(int) (w >>> 16) & 127] ^ s[(int) (w >>> 23) & 127];
                        s[(int) (w >>> 9) & 127] = result;
                        s[Slots.CC_KIND] = CC.LOGIC | 3;
                        s[Slots.CC_A] = result;
                    }
                    case Op.ANDF32 -> {
                        long result =
                                s[(int) (w >>> 16) & 127]
                                        & s[(int) (w >>> 23) & 127]
                                        & 0xffff_ffffL;
                        s[(int) (w >>> 9) & 127] = result;
                        s[Slots.CC_KIND] = CC.LOGIC | 2;
                        s[Slots.CC_A] = result;
                    }
                    case Op.XORF32 -> {
                        long result =
                                (s[(int) (w >>> 16) & 127] ^ s[(int) (w >>> 23) & 127])
                                        & 0xffff_ffffL;
                        s[(int) (w >>> 9) & 127] = result;
                        s[Slots.CC_KIND] = CC.LOGIC | 2;
                        s[Slots.CC_A] = result;
                    }
                    case Op.ORF64 -> {
                        long result = s[(int) (w >>> 16) & 127] | s[(int) (w >>> 23) & 127];
                        s[(int) (w >>> 9) & 127] = result;
                        s[Slots.CC_KIND] = CC.LOGIC | 3;
                        s[Slots.CC_A] = result;
                    }
                    case Op.ORF32 -> {
                        long result =
                                (s[(int) (w >>> 16) & 127] | s[(int) (w >>> 23) & 127])
                                        & 0xffff_ffffL;
                        s[(int) (w >>> 9) & 127] = result;
                        s[Slots.CC_KIND] = CC.LOGIC | 2;
                        s[Slots.CC_A] = result;
                    }
                    case Op.ANDFI32 -> {
                        long result = s[(int) (w >>> 16) & 127] & (w >> 30) & 0xffff_ffffL;
                        s[(int) (w >>> 9) & 127] = result;
                        s[Slots.CC_KIND] = CC.LOGIC | 2;
                        s[Slots.CC_A] = result;
                    }
                    case Op.ANDFI64 -> {
                        long result = s[(int) (w >>> 16) & 127] & (w >> 30);
                        s[(int) (w >>> 9) & 127] = result;
                        s[Slots.CC_KIND] = CC.LOGIC | 3;
                        s[Slots.CC_A] = result;
                    }
                    case Op.CMP64 -> {
                        long x = s[(int) (w >>> 16) & 127];
                        long y = s[(int) (w >>> 23) & 127];
                        s[Slots.CC_KIND] = CC.SUB | 3;
                        s[Slots.CC_A] = x;
                        s[Slots.CC_B] = y;
                    }
                    case Op.CMP32 -> {
                        long x = s[(int) (w >>> 16) & 127];
                        long y = s[(int) (w >>> 23) & 127];
                        s[Slots.CC_KIND] = CC.SUB | 2;
                        s[Slots.CC_A] = x;
                        s[Slots.CC_B] = y;
                    }
                    case Op.CMPI64 -> {
                        long x = s[(int) (w >>> 16) & 127];
                        long y = (w >> 30);
                        s[Slots.CC_KIND] = CC.SUB | 3;
                        s[Slots.CC_A] = x;
                        s[Slots.CC_B] = y;
                    }
                    case Op.CMPI32 -> {
                        long x = s[(int) (w >>> 16) & 127];
                        long y = (w >> 30);
                        s[Slots.CC_KIND] = CC.SUB | 2;
                        s[Slots.CC_A] = x;
                        s[Slots.CC_B] = y;
                    }
                    case Op.CMPI8 -> {
                        long x = s[(int) (w >>> 16) & 127];
                        long y = (w >> 30);
                        s[Slots.CC_KIND] = CC.SUB;
                        s[Slots.CC_A] = x;
                        s[Slots.CC_B] = y;
                    }
                    case Op.TEST64 -> {
                        long x = s[(int) (w >>> 16) & 127] & s[(int) (w >>> 23) & 127];
                        long y = 0;
                        s[Slots.CC_KIND] = CC.LOGIC | 3;
                        s[Slots.CC_A] = x;
                        s[Slots.CC_B] = y;
                    }
                    case Op.TEST32 -> {
                        long x = s[(int) (w >>> 16) & 127] & s[(int) (w >>> 23) & 127];
                        long y = 0;
                        s[Slots.CC_KIND] = CC.LOGIC | 2;
                        s[Slots.CC_A] = x;
                        s[Slots.CC_B] = y;
                    }
                    case Op.SETCC_KIND -> {
                        long x = s[(int) (w >>> 16) & 127];
                        long y = s[(int) (w >>> 23) & 127];
                        s[Slots.CC_KIND] = (int) (w >> 30);
                        s[Slots.CC_A] = x;
                        s[Slots.CC_B] = y;
                    }
                    case Op.LD8U -> {
                        long at = address(s, w) & mask;
                        if (!GuestMemory.allows(perms, limit, at, 1, Perm.READ)) {
                            return fault(cpu, block, i, at, 1, Perm.READ);
                        }
                        s[(int) (w >>> 9) & 127] = Host.get8(base + at) & 0xff;
                    }
                    case Op.LD8S -> {
                        long at = address(s, w) & mask;
                        if (!GuestMemory.allows(perms, limit, at, 1, Perm.READ)) {
                            return fault(cpu, block, i, at, 1, Perm.READ);
                        }
                        s[(int) (w >>> 9) & 127] = Host.get8(base + at);
                    }
                    case Op.LD16U -> {
                        long at = address(s, w) & mask;
                        if (!GuestMemory.allows(perms, limit, at, 2, Perm.READ)) {
                            return fault(cpu, block, i, at, 2, Perm.READ);
                        }
                        s[(int) (w >>> 9) & 127] = Host.get16(base + at) & 0xffff;
                    }
                    case Op.LD16S -> {
                        long at = address(s, w) & mask;
                        if (!GuestMemory.allows(perms, limit, at, 2, Perm.READ)) {
                            return fault(cpu, block, i, at, 2, Perm.READ);
                        }
                        s[(int) (w >>> 9) & 127] = Host.get16(base + at);
                    }
                    case Op.LD32U -> {
                        long at = address(s, w) & mask;
                        if (!GuestMemory.allows(perms, limit, at, 4, Perm.READ)) {
                            return fault(cpu, block, i, at, 4, Perm.READ);
                        }
                        s[(int) (w >>> 9) & 127] = Host.get32(base + at) & 0xffff_ffffL;
                    }
                    case Op.LD32S -> {
                        long at = address(s, w) & mask;
                        if (!GuestMemory.allows(perms, limit, at, 4, Perm.READ)) {
                            return fault(cpu, block, i, at, 4, Perm.READ);
                        }
                        s[(int) (w >>> 9) & 127] = Host.get32(base + at);
                    }
                    case Op.LD64 -> {
                        long at = address(s, w) & mask;
                        if (!GuestMemory.allows(perms, limit, at, 8, Perm.READ)) {
                            return fault(cpu, block, i, at, 8, Perm.READ);
                        }
                        s[(int) (w >>> 9) & 127] = Host.get64(base + at);
                    }
                    case Op.LDM32 -> {
                        long at = address(s, w) & mask;
                        if (!GuestMemory.allows(perms, limit, at, 4, Perm.READ | Perm.WRITE)) {
                            return fault(cpu, block, i, at, 4, Perm.WRITE);
                        }
                        s[(int) (w >>> 9) & 127] = Host.get32(base + at) & 0xffff_ffffL;
                    }
                    case Op.LDM64 -> {
                        long at = address(s, w) & mask;
                        if (!GuestMemory.allows(perms, limit, at, 8, Perm.READ | Perm.WRITE)) {
                            return fault(cpu, block, i, at, 8, Perm.WRITE);
                        }
                        s[(int) (w >>> 9) & 127] = Host.get64(base + at);
                    }
                    case Op.ST8 -> {
                        long at = address(s, w) & mask;
                        if (!GuestMemory.allows(perms, limit, at, 1, Perm.WRITE)) {
                            return fault(cpu, block, i, at, 1, Perm.WRITE);
                        }
                        Host.put8(base + at, (byte) s[(int) (w >>> 9) & 127]);
                    }
                    case Op.ST16 -> {
                        long at = address(s, w) & mask;
                        if (!GuestMemory.allows(perms, limit, at, 2, Perm.WRITE)) {
                            return fault(cpu, block, i, at, 2, Perm.WRITE);
                        }
                        Host.put16(base + at, (short) s[(int) (w >>> 9) & 127]);
                    }
                    case Op.ST32 -> {
                        long at = address(s, w) & mask;
                        if (!GuestMemory.allows(perms, limit, at, 4, Perm.WRITE)) {
                            return fault(cpu, block, i, at, 4, Perm.WRITE);
                        }
                        Host.put32(base + at, (int) s[(int) (w >>> 9) & 127]);
                    }
                    case Op.ST64 -> {
                        long at = address(s, w) & mask;
                        if (!GuestMemory.allows(perms, limit, at, 8, Perm.WRITE)) {
                            return fault(cpu, block, i, at, 8, Perm.WRITE);
                        }
                        Host.put64(base + at, s[(int) (w >>> 9) & 127]);
                    }
                    case Op.PUSH64 -> {
                        long at = s[Slots.RSP] - 8;
                        if (!GuestMemory.allows(perms, limit, at, 8, Perm.WRITE)) {
                            return fault(cpu, block, i, at, 8, Perm.WRITE);
                        }
                        Host.put64(base + at, s[(int) (w >>> 16) & 127]);
                        s[Slots.RSP] = at;
                    }
                    case Op.POP64 -> {
                        long at = s[Slots.RSP];
                        if (!GuestMemory.allows(perms, limit, at, 8, Perm.READ)) {
                            return fault(cpu, block, i, at, 8, Perm.READ);
                        }
                        s[Slots.RSP] = at + 8;
                        s[(int) (w >>> 9) & 127] = Host.get64(base + at);
                    }
                    case Op.SETCOND -> s[(int) (w >>> 9) & 127] = holds(s, (int) (w >> 30)) ? 1 : 0;
                    case Op.CMOV64 -> {
                        if (holds(s, (int) (w >> 30))) {
                            s[(int) (w >>> 9) & 127] = s[(int) (w >>> 16) & 127];
                        }
                    }
                    case Op.HELPER -> {
                        int outcome = helper(cpu, w, block, i);
                        if (outcome != Trap.NONE) {
                            return outcome;
                        }
                    }
                    case Op.LANE -> lane(s, w);
                    case Op.LANES -> lanes(s, w);
                    case Op.JMP, Op.CALL -> {
                        next = block.link0;
                        taken = 0;
                        break body;
                    }
                    case Op.BRANCH -> {
                        taken = holds(s, (int) (w >> 30)) ? 1 : 0;
                        next = taken == 0 ? block.link0 : block.link1;
                        break body;
                    }
                    case Op.CMPBR64 -> {
                        long x = s[(int) (w >>> 16) & 127];
                        long y = s[(int) (w >>> 23) & 127];
                        s[Slots.CC_KIND] = CC.SUB | 3;
                        s[Slots.CC_A] = x;
                        s[Slots.CC_B] = y;
                        taken = CC.compare64((int) (w >>> 9) & 127, x, y) ? 1 : 0;
                        next = taken == 0 ? block.link0 : block.link1;
                        break body;
                    }
                    case Op.CMPBRI64 -> {
                        long x = s[(int) (w >>> 16) & 127];
                        long y = (w >> 30);
                        s[Slots.CC_KIND] = CC.SUB | 3;
                        s[Slots.CC_A] = x;
                        s[Slots.CC_B] = y;
                        taken = CC.compare64((int) (w >>> 9) & 127, x, y) ? 1 : 0;
                        next = taken == 0 ? block.link0 : block.link1;
                        break body;
                    }
                    case Op.CMPBR32 -> {
                        long x = s[(int) (w >>> 16) & 127];
                        long y = s[(int) (w >>> 23) & 127];
                        s[Slots.CC_KIND] = CC.SUB | 2;
                        s[Slots.CC_A] = x;
                        s[Slots.CC_B] = y;
                        taken = CC.compare32((int) (w >>> 9) & 127, (int) x, (int) y) ? 1 : 0;
                        next = taken == 0 ? block.link0 : block.link1;
                        break body;
                    }
                    case Op.CMPBRI32 -> {
                        long x = s[(int) (w >>> 16) & 127];
                        long y = (w >> 30);
                        s[Slots.CC_KIND] = CC.SUB | 2;
                        s[Slots.CC_A] = x;
                        s[Slots.CC_B] = y;
                        taken = CC.compare32((int) (w >>> 9) & 127, (int) x, (int) y) ? 1 : 0;
                        next = taken == 0 ? block.link0 : block.link1;
                        break body;
                    }
                    case Op.TESTBR64 -> {
                        long x = s[(int) (w >>> 16) & 127] & s[(int) (w >>> 23) & 127];
                        s[Slots.CC_KIND] = CC.LOGIC | 3;
                        s[Slots.CC_A] = x;
                        taken = CC.compare64((int) (w >>> 9) & 127, x, 0) ? 1 : 0;
                        next = taken == 0 ? block.link0 : block.link1;
                        break body;
                    }
                    case Op.TESTBR32 -> {
                        long x = s[(int) (w >>> 16) & 127] & s[(int) (w >>> 23) & 127];
                        s[Slots.CC_KIND] = CC.LOGIC | 2;
                        s[Slots.CC_A] = x;
                        taken = CC.compare32((int) (w >>> 9) & 127, (int) x, 0) ? 1 : 0;
                        next = taken == 0 ? block.link0 : block.link1;
                        break body;
                    }
                    case Op.JMPI, Op.CALLI, Op.RET -> {
                        s[Slots.PC] = s[(int) (w >>> 16) & 127];
                        next = cpu.code.lookup(s[Slots.PC]);
                        if (next != block.lastTarget && next != null) {
                            block.jumpedTo(next);
                        }
                        taken = 2;
                        break body;
                    }
                    default -> {
                        int outcome = Rare.execute(cpu, w, block, i);
                        if (outcome >= Rare.EXIT) {
                            taken = outcome - Rare.EXIT;
                            next = taken == 0 ? block.link0 : block.link1;
                            break body;
                        }
                        if (outcome >= Rare.SKIP) {
                            i += outcome - Rare.SKIP;
                        } else if (outcome != Trap.NONE) {
                            return outcome;
                        }
                    }
                }
            }
            if (next == null || !mayFollow(cpu, next)) {
                if (taken < 2) {
                    s[Slots.PC] = taken == 0 ? block.exit0 : block.exit1;
                }
                cpu.lastBlock = block;
                cpu.lastExit = taken;
                return NEXT;
            }
            block = next;
        }
    }

    private static boolean mayFollow(Cpu cpu, Block next) {
        return next.isValid(cpu.code)
                && cpu.budget >= next.instructions
                && !next.isCompiled()
                && next.pc != cpu.stopPc
                && !cpu.isInterrupted()
                && !cpu.isStepwise();
    }

    private static void reportHot(Cpu cpu, Block block) {
        HotCode hotCode = cpu.hotCode;
        if (hotCode != null) {
            hotCode.hot(block);
        }
    }

    private static int helper(Cpu cpu, long w, Block block, int i) {
        int outcome =
                cpu.helpers.call(
                        (int) (w >>> 30) & 0xfff,
                        cpu,
                        (int) (w >>> 9) & 127,
                        (int) (w >>> 16) & 127,
                        (int) (w >>> 23) & 127,
                        (int) (w >> 42));
        return outcome == Trap.NONE ? outcome : Exits.afterHelper(cpu, block, i, outcome);
    }

    private static void lane(long[] s, long w) {
        s[(int) (w >>> 9) & 127] =
                LaneOp.apply(
                        (int) (w >>> 30) & 0xfff,
                        s[(int) (w >>> 16) & 127],
                        s[(int) (w >>> 23) & 127],
                        (int) (w >> 42));
    }

    private static void lanes(long[] s, long w) {
        int number = (int) (w >>> 30) & 0xfff;
        int imm = (int) (w >> 42);
        int d = (int) (w >>> 9) & 127;
        int a = (int) (w >>> 16) & 127;
        int b = (int) (w >>> 23) & 127;
        long low = LaneOp.apply(number, s[a], s[b], imm);
        s[d + 1] = LaneOp.apply(number, s[a + 1], s[b + 1], imm);
        s[d] = low;
    }

    private static int fault(Cpu cpu, Block block, int i, long address, int size, int access) {
        cpu.faultAddress = cpu.memory.faultAddress(address & cpu.addressMask, size, access);
        cpu.faultAccess = access;
        return Exits.atInstruction(cpu, block, i, Trap.PAGE);
    }
}
