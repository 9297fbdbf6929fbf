package dev.murre.machine.x86.lower;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.Perm;
import dev.murre.machine.x86.CodeWindow;
import dev.murre.machine.x86.DecodeStatus;
import dev.murre.machine.x86.OperandKind;
import dev.murre.machine.x86.X86Decoder;
import dev.murre.machine.x86.X86Insn;
import dev.murre.machine.x86.X86Mode;
import dev.murre.machine.x86.X86Op;
import dev.murre.machine.x86.X86Registers;

/// Accesses beyond what an address or a segment can reach: in 64-bit code addresses whose upper 17
/// bits differ from each other, in 32-bit code accesses across the end of the 4 GiB segments. The
/// engines report them like any other refused access; which exception the processor raises is told
/// here, from the instruction.
public final class AddressFaults {
    private static final long TOP_64 = 1L << 47;
    private static final long TOP_32 = 1L << 32;
    private static final int WIDEST_ACCESS = 512;

    /// ES of the x87 status word.
    private static final int FPU_PENDING = 0x80;

    private AddressFaults() {}

    /// The trap that an access refused with [Trap#PAGE] at `cpu.faultAddress` really is: that one,
    /// [Trap#GENERAL_PROTECTION], [Trap#STACK_SEGMENT], or the x87 exception that was pending when
    /// an instruction that waits for it met the page. Sets `trapInfo` for the second and third.
    public static int trap(Cpu cpu) {
        X86Mode mode = cpu.addressMask == -1L ? X86Mode.BITS64 : X86Mode.BITS32;
        if ((cpu.s[Slots.FPU_STATUS] & FPU_PENDING) != 0 && awaitsFpu(cpu, mode)) {
            return Trap.FPU;
        }
        long address = cpu.faultAddress;
        long top = mode.is64() ? TOP_64 : TOP_32;
        boolean beyond = mode.is64() && address + TOP_64 >>> 48 != 0;
        boolean near = address >= top - WIDEST_ACCESS && address < top;
        if (!beyond && !near) {
            return Trap.PAGE;
        }
        if (cpu.faultAccess == Perm.EXEC) {
            return beyond ? protection(cpu, Trap.GENERAL_PROTECTION) : Trap.PAGE;
        }
        X86Insn insn = new X86Insn();
        DecodeStatus status = new X86Decoder(mode).decode(window(cpu), cpu.s[Slots.PC], insn);
        if (!beyond && (status != DecodeStatus.OK || address + size(insn) <= top)) {
            return Trap.PAGE;
        }
        boolean stack = status == DecodeStatus.OK && onStack(cpu, insn);
        return protection(cpu, stack ? Trap.STACK_SEGMENT : Trap.GENERAL_PROTECTION);
    }

    private static boolean awaitsFpu(Cpu cpu, X86Mode mode) {
        X86Insn insn = new X86Insn();
        if (cpu.faultAccess == Perm.EXEC
                || new X86Decoder(mode).decode(window(cpu), cpu.s[Slots.PC], insn)
                        != DecodeStatus.OK) {
            return false;
        }
        if (insn.kind[0] == OperandKind.MMX || insn.kind[1] == OperandKind.MMX) {
            return true;
        }
        return switch (insn.op) {
            case FADD, FMUL, FSUB, FSUBR, FDIV, FDIVR, FCOM, FCOMP -> true;
            case FIADD, FIMUL, FISUB, FISUBR, FIDIV, FIDIVR, FICOM, FICOMP -> true;
            case FLD, FST, FSTP, FILD, FIST, FISTP, FISTTP, FBLD, FBSTP -> true;
            case FLDCW, FLDENV, FRSTOR -> true;
            default -> false;
        };
    }

    private static int protection(Cpu cpu, int trap) {
        cpu.trapInfo = 0;
        return trap;
    }

    private static int size(X86Insn insn) {
        for (int i = 0; i < insn.operandCount; i++) {
            if (insn.isMemory(i) && insn.width[i] > 0) {
                return insn.width[i];
            }
        }
        return insn.op == X86Op.CMPXCHG8B ? 2 * insn.operandSize : insn.operandSize;
    }

    private static boolean onStack(Cpu cpu, X86Insn insn) {
        return switch (insn.op) {
            case PUSH, POP, CALL, RET -> isStackAddress(cpu, insn) || usesStackSegment(insn);
            case PUSHF, POPF, PUSHA, POPA, ENTER, LEAVE, RETF, IRET -> true;
            default -> usesStackSegment(insn);
        };
    }

    private static boolean usesStackSegment(X86Insn insn) {
        return insn.hasMemory && insn.segment == X86Registers.SS;
    }

    /// Whether the stack itself was refused, not the instruction's memory operand.
    private static boolean isStackAddress(Cpu cpu, X86Insn insn) {
        long distance = cpu.faultAddress - cpu.s[X86Registers.RSP];
        return !insn.hasMemory || distance >= -8 && distance < 8;
    }

    /// The bytes of the instruction at PC.
    static CodeWindow window(Cpu cpu) {
        CodeWindow window = new CodeWindow();
        window.start = cpu.s[Slots.PC];
        while (window.size < X86Decoder.MAX_LENGTH
                && cpu.memory.allows(window.start + window.size, 1, Perm.EXEC)) {
            long from = cpu.memory.base() + window.start + window.size;
            window.bytes[window.size++] = Host.get8(from);
        }
        return window;
    }
}
