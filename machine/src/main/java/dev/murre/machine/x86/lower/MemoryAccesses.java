package dev.murre.machine.x86.lower;

import static dev.murre.machine.x86.X86Registers.RAX;
import static dev.murre.machine.x86.X86Registers.RBP;
import static dev.murre.machine.x86.X86Registers.RBX;
import static dev.murre.machine.x86.X86Registers.RCX;
import static dev.murre.machine.x86.X86Registers.RDI;
import static dev.murre.machine.x86.X86Registers.RSI;
import static dev.murre.machine.x86.X86Registers.RSP;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.cpu.DebugRegisters;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.x86.DecodeStatus;
import dev.murre.machine.x86.OperandKind;
import dev.murre.machine.x86.RepeatPrefix;
import dev.murre.machine.x86.X86Decoder;
import dev.murre.machine.x86.X86Insn;
import dev.murre.machine.x86.X86Mode;
import dev.murre.machine.x86.X86Op;
import dev.murre.machine.x86.X86Registers;
import org.jspecify.annotations.Nullable;

/// Which memory an instruction is about to read and write: for watchpoints and the limits of
/// segments. Of a repeated string instruction it is one element; of ENTER the first word.
final class MemoryAccesses {
    private static final int FXSAVE_BYTES = 512;
    private static final int VECTOR_BYTES = 16;
    private static final int BEYOND_SEGMENT = -1;

    private final X86Mode mode;
    private final X86Decoder decoder;
    private final X86Insn insn = new X86Insn();
    private int hits;
    private boolean checksLimits;

    MemoryAccesses(X86Mode mode) {
        this.mode = mode;
        this.decoder = new X86Decoder(mode);
    }

    /// The watchpoints that the instruction at PC touches; −1 if it goes beyond a segment.
    int touch(Cpu cpu, @Nullable DebugRegisters debug) {
        hits = 0;
        checksLimits = cpu.narrowSegments();
        if (decoder.decode(AddressFaults.window(cpu), cpu.s[Slots.PC], insn) == DecodeStatus.OK) {
            if (insn.hasMemory) {
                operand(cpu, debug);
            }
            stack(cpu, debug);
            implied(cpu, debug);
        }
        return hits;
    }

    private void access(
            Cpu cpu, @Nullable DebugRegisters debug, long address, int size, boolean writes) {
        if (debug != null) {
            hits |= debug.accessed(address & cpu.addressMask, size, writes);
        }
    }

    /// An access through the instruction's segment.
    private void segmentAccess(
            Cpu cpu, @Nullable DebugRegisters debug, long offset, int size, boolean writes) {
        if (checksLimits && SegmentHelpers.forbids(cpu, insn.segment, offset, size, writes)) {
            hits = BEYOND_SEGMENT;
        }
        access(cpu, debug, offset + segmentBase(cpu, insn.segment), size, writes);
    }

    private void operand(Cpu cpu, @Nullable DebugRegisters debug) {
        switch (insn.op) {
            case NOP, LEA, PREFETCH, INVLPG, ENDBR32, ENDBR64 -> {}
            default -> {
                int at = insn.isMemory(0) ? 0 : 1;
                int given = at < insn.operandCount ? insn.width[at] : 0;
                segmentAccess(cpu, debug, offset(cpu), size(given), at == 0 && writes());
            }
        }
    }

    /// Bytes of the memory operand.
    private int size(int given) {
        return switch (insn.op) {
            case FXSAVE, FXRSTOR -> FXSAVE_BYTES;
            case FNSAVE, FRSTOR -> insn.operandSize == 2 ? 94 : 108;
            case FNSTENV, FLDENV -> insn.operandSize == 2 ? 14 : 28;
            case CMPXCHG8B, BOUND -> 2 * insn.operandSize;
            case LDS, LES, LSS, LFS, LGS, CALLF, JMPF -> 2 + insn.operandSize;
            default -> given > 0 ? given : insn.operandSize;
        };
    }

    /// Whether the first operand, in memory, is written to.
    private boolean writes() {
        return switch (insn.op) {
            case CMP, TEST, PUSH, CALL, CALLF, JMP, JMPF, BT, MUL, DIV, IDIV, CLFLUSH -> false;
            case IMUL -> insn.operandCount != 1;
            case FADD, FMUL, FSUB, FSUBR, FDIV, FDIVR, FCOM, FCOMP, FLD, FILD, FBLD -> false;
            case FIADD, FIMUL, FISUB, FISUBR, FIDIV, FIDIVR, FICOM, FICOMP -> false;
            case FLDCW, FLDENV, FRSTOR, FXRSTOR, LDMXCSR -> false;
            case VERR, VERW, LLDT, LTR, LMSW, LGDT, LIDT -> false;
            default -> true;
        };
    }

    private long offset(Cpu cpu) {
        long[] s = cpu.s;
        long offset = insn.displacement + (insn.ripRelative ? insn.next() : 0);
        if (insn.base != X86Registers.NO_REGISTER) {
            offset += s[insn.base];
        }
        if (insn.index != X86Registers.NO_REGISTER) {
            offset += s[insn.index] << insn.scaleShift;
        }
        if (insn.op == X86Op.POP && insn.base == RSP) {
            offset += insn.operandSize;
        }
        return offset + bitOffset(s) & addressMask();
    }

    /// How far a bit that a register numbers moves the operand: Intel SDM vol. 2, BT.
    private long bitOffset(long[] s) {
        boolean far =
                switch (insn.op) {
                    case BT, BTS, BTR, BTC -> insn.kind[1] == OperandKind.REGISTER;
                    default -> false;
                };
        if (!far) {
            return 0;
        }
        long value = s[insn.register[1]];
        return switch (insn.width[0]) {
            case 2 -> (long) ((short) value >> 4) << 1;
            case 4 -> (long) ((int) value >> 5) << 2;
            default -> value >> 6 << 3;
        };
    }

    private long addressMask() {
        return switch (insn.addressSize) {
            case 2 -> 0xffff;
            case 4 -> 0xffff_ffffL;
            default -> -1;
        };
    }

    private static long segmentBase(Cpu cpu, int segment) {
        return cpu.s[X86Emitter.segmentBase(segment)];
    }

    private void stack(Cpu cpu, @Nullable DebugRegisters debug) {
        long sp = cpu.s[RSP];
        int word = mode.is64() && insn.operandSize != 2 ? 8 : insn.operandSize;
        switch (insn.op) {
            case PUSH, CALL, PUSHF, ENTER -> access(cpu, debug, sp - word, word, true);
            case CALLF -> access(cpu, debug, sp - 2L * word, 2 * word, true);
            case PUSHA -> access(cpu, debug, sp - 8L * word, 8 * word, true);
            case POP, RET, POPF -> access(cpu, debug, sp, word, false);
            case LEAVE -> access(cpu, debug, cpu.s[RBP], word, false);
            case RETF -> access(cpu, debug, sp, 2 * word, false);
            case IRET -> access(cpu, debug, sp, (mode.is64() ? 5 : 3) * word, false);
            case POPA -> access(cpu, debug, sp, 8 * word, false);
            default -> {}
        }
    }

    private void implied(Cpu cpu, @Nullable DebugRegisters debug) {
        long[] s = cpu.s;
        long mask = addressMask();
        long source = s[RSI] & mask;
        long target = s[RDI] & mask;
        if (insn.repeat != RepeatPrefix.NONE && (s[RCX] & mask) == 0) {
            return;
        }
        int size = insn.operandSize;
        switch (insn.op) {
            case MOVS -> {
                segmentAccess(cpu, debug, source, size, false);
                access(cpu, debug, target, size, true);
            }
            case CMPS -> {
                segmentAccess(cpu, debug, source, size, false);
                access(cpu, debug, target, size, false);
            }
            case STOS -> access(cpu, debug, target, size, true);
            case LODS -> segmentAccess(cpu, debug, source, size, false);
            case SCAS -> access(cpu, debug, target, size, false);
            case XLAT -> {
                long offset = s[RBX] + (s[RAX] & 0xff) & mask;
                segmentAccess(cpu, debug, offset, 1, false);
            }
            case MASKMOVQ -> segmentAccess(cpu, debug, target, VECTOR_BYTES / 2, true);
            case MASKMOVDQU -> segmentAccess(cpu, debug, target, VECTOR_BYTES, true);
            default -> {}
        }
    }
}
