package dev.murre.machine.x86.lower;

import static dev.murre.machine.x86.X86Registers.RAX;
import static dev.murre.machine.x86.X86Registers.RCX;
import static dev.murre.machine.x86.X86Registers.RDI;
import static dev.murre.machine.x86.X86Registers.RSI;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.memory.GuestMemory;
import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.Perm;
import dev.murre.machine.x86.RepeatPrefix;
import dev.murre.machine.x86.X86Op;

/// MOVS, STOS, LODS, SCAS and CMPS. A repeated one keeps its progress in the registers, so that a
/// fault leaves it where it can be resumed, and looks at budget and interrupts now and then.
public final class StringHelpers {
    private static final int MOVS = 0;
    private static final int STOS = 1;
    private static final int LODS = 2;
    private static final int SCAS = 3;
    private static final int CMPS = 4;

    private static final int REPEAT = 1 << 5;
    private static final int WHILE_EQUAL = 1 << 6;
    private static final int ADDRESS_16 = 1 << 7;
    private static final int ADDRESS_32 = 1 << 8;

    /// Elements after which a repetition pauses.
    private static final int ELEMENTS_A_TURN = 1 << 16;

    private StringHelpers() {}

    /// The immediate of [#string]: operation (3 bits), log2 of the element size (2), then flags.
    static int variant(X86Op op, int log2Width, RepeatPrefix repeat, int addressSize) {
        int operation =
                switch (op) {
                    case MOVS -> MOVS;
                    case STOS -> STOS;
                    case LODS -> LODS;
                    case SCAS -> SCAS;
                    default -> CMPS;
                };
        int variant = operation | log2Width << 3;
        if (repeat != RepeatPrefix.NONE) {
            variant |= REPEAT;
        }
        if (repeat == RepeatPrefix.REPE) {
            variant |= WHILE_EQUAL;
        }
        return switch (addressSize) {
            case 2 -> variant | ADDRESS_16;
            case 4 -> variant | ADDRESS_32;
            default -> variant;
        };
    }

    private static long registerMask(int imm) {
        if ((imm & ADDRESS_16) != 0) {
            return 0xffff;
        }
        return (imm & ADDRESS_32) != 0 ? 0xffff_ffffL : -1;
    }

    /// Runs the string instruction `imm` ([#variant]) with slot `a` as the source segment's base.
    public static int string(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        int operation = imm & 7;
        if ((imm & REPEAT) == 0) {
            return element(cpu, s[a], imm);
        }
        long mask = registerMask(imm);
        boolean compares = operation >= SCAS;
        int turn = cpu.isStepwise() ? 1 : ELEMENTS_A_TURN;
        while ((s[RCX] & mask) != 0) {
            if (turn <= 0) {
                return Trap.AGAIN;
            }
            int done =
                    compares || cpu.isStepwise() ? 0 : StringRuns.run(cpu, s[a], imm, mask, turn);
            if (done == 0) {
                int trap = element(cpu, s[a], imm);
                if (trap != Trap.NONE) {
                    return trap;
                }
                done = 1;
                countDown(s, mask, 1);
                if (compares && isEqual(s) != ((imm & WHILE_EQUAL) != 0)) {
                    return Trap.NONE;
                }
            }
            turn -= done;
        }
        return Trap.NONE;
    }

    static int operation(int imm) {
        return imm & 7;
    }

    static int log2Width(int imm) {
        return imm >> 3 & 3;
    }

    static void countDown(long[] s, long mask, int elements) {
        set(s, RCX, s[RCX] - elements, mask);
    }

    /// Changes the part of a register that addresses use; a 32-bit one clears the upper half.
    static void set(long[] s, int register, long value, long mask) {
        s[register] = mask == 0xffff ? s[register] & ~mask | value & mask : value & mask;
    }

    private static boolean isEqual(long[] s) {
        int up = 64 - (8 << (s[Slots.CC_KIND] & 3));
        return (s[Slots.CC_A] ^ s[Slots.CC_B]) << up == 0;
    }

    private static int element(Cpu cpu, long sourceBase, int imm) {
        long[] s = cpu.s;
        long mask = registerMask(imm);
        int log2Width = log2Width(imm);
        int size = 1 << log2Width;
        int step = (s[Slots.FLAGS_REST] & FlagLowering.DIRECTION) == 0 ? size : -size;
        int operation = operation(imm);
        boolean readsSource = operation == MOVS || operation == LODS || operation == CMPS;
        boolean usesTarget = operation != LODS;
        boolean writes = operation == MOVS || operation == STOS;
        long source = sourceBase + (s[RSI] & mask) & cpu.addressMask;
        long target = s[RDI] & mask;
        GuestMemory memory = cpu.memory;
        if (readsSource && !memory.allows(source, size, Perm.READ)) {
            return fault(cpu, source, size, Perm.READ);
        }
        int access = writes ? Perm.WRITE : Perm.READ;
        if (usesTarget && !memory.allows(target, size, access)) {
            return fault(cpu, target, size, access);
        }
        long base = memory.base();
        switch (operation) {
            case MOVS -> store(base + target, log2Width, load(base + source, log2Width));
            case STOS -> store(base + target, log2Width, s[RAX]);
            case LODS -> setAccumulator(s, log2Width, load(base + source, log2Width));
            case SCAS -> compare(s, log2Width, s[RAX], load(base + target, log2Width));
            default -> {
                long left = load(base + source, log2Width);
                compare(s, log2Width, left, load(base + target, log2Width));
            }
        }
        if (readsSource) {
            set(s, RSI, s[RSI] + step, mask);
        }
        if (usesTarget) {
            set(s, RDI, s[RDI] + step, mask);
        }
        return Trap.NONE;
    }

    private static int fault(Cpu cpu, long address, int size, int access) {
        cpu.faultAddress = cpu.memory.faultAddress(address, size, access);
        cpu.faultAccess = access;
        return Trap.PAGE;
    }

    private static void compare(long[] s, int log2Width, long left, long right) {
        s[Slots.CC_KIND] = CC.SUB | log2Width;
        s[Slots.CC_A] = left;
        s[Slots.CC_B] = right;
    }

    private static void setAccumulator(long[] s, int log2Width, long value) {
        s[RAX] =
                switch (log2Width) {
                    case 0 -> s[RAX] & ~0xffL | value;
                    case 1 -> s[RAX] & ~0xffffL | value;
                    default -> value;
                };
    }

    static long load(long host, int log2Width) {
        return switch (log2Width) {
            case 0 -> Host.get8(host) & 0xff;
            case 1 -> Host.get16(host) & 0xffff;
            case 2 -> Host.get32(host) & 0xffff_ffffL;
            default -> Host.get64(host);
        };
    }

    static void store(long host, int log2Width, long value) {
        switch (log2Width) {
            case 0 -> Host.put8(host, (byte) value);
            case 1 -> Host.put16(host, (short) value);
            case 2 -> Host.put32(host, (int) value);
            default -> Host.put64(host, value);
        }
    }

    static boolean isMove(int imm) {
        return operation(imm) == MOVS;
    }

    static boolean isStore(int imm) {
        return operation(imm) == STOS;
    }
}
