package dev.murre.machine.x86.lower;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.Perm;
import dev.murre.machine.x86.DecodeStatus;
import dev.murre.machine.x86.X86Decoder;
import dev.murre.machine.x86.X86Insn;
import dev.murre.machine.x86.X86Mode;
import dev.murre.machine.x86.X86Registers;

/// Accesses to addresses whose upper 17 bits differ from each other. The engines report them like
/// any other refused access; which exception the processor raises is told here, from the
/// instruction.
public final class NonCanonical {
    private static final long TOP = 1L << 47;

    private NonCanonical() {}

    /// The trap that an access refused with [Trap#PAGE] at `cpu.faultAddress` really is in 64-bit
    /// code: that one, [Trap#GENERAL_PROTECTION] or [Trap#STACK_SEGMENT]. Sets `trapInfo` for the
    /// latter two.
    public static int trap(Cpu cpu) {
        long address = cpu.faultAddress;
        boolean canonical = address + TOP >>> 48 == 0;
        if (canonical) {
            return Trap.PAGE;
        }
        cpu.trapInfo = 0;
        boolean fetch = cpu.faultAccess == Perm.EXEC;
        return !fetch && onStack(cpu) ? Trap.STACK_SEGMENT : Trap.GENERAL_PROTECTION;
    }

    private static boolean onStack(Cpu cpu) {
        X86Insn insn = new X86Insn();
        DecodeStatus status =
                new X86Decoder(X86Mode.BITS64)
                        .decode(address -> fetch(cpu, address), cpu.s[Slots.PC], insn);
        if (status != DecodeStatus.OK) {
            return false;
        }
        return switch (insn.op) {
            case PUSH, POP, CALL, RET -> isStackAddress(cpu, insn) || usesStackSegment(insn);
            case PUSHF, POPF, ENTER, LEAVE, RETF, IRET -> true;
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

    private static int fetch(Cpu cpu, long address) {
        boolean readable = cpu.memory.allows(address, 1, Perm.EXEC);
        return readable ? Host.get8(cpu.memory.base() + address) & 0xff : -1;
    }
}
