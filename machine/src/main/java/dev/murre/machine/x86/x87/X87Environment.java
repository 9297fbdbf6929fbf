package dev.murre.machine.x86.x87;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.fp.Extended;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.Perm;

/// FLDCW, FNCLEX, FNINIT, and the images of FNSTENV, FLDENV, FNSAVE and FRSTOR in their 16- and
/// 32-bit protected-mode forms ("Intel SDM vol. 1, section 8.1.10").
///
/// [Slots#FPU_OPCODE] holds the last opcode in bits 0 to 10, and the code and data selectors from
/// bits 16 and 32 on.
public final class X87Environment {
    /// Bit of an image's immediate: the 16-bit form.
    public static final int SHORT = 1;

    private static final int REGISTERS = 80;
    private static final int SELECTOR_SHIFT = 16;
    private static final int DATA_SELECTOR_SHIFT = 32;

    private X87Environment() {}

    private static int size(int imm) {
        return (imm & SHORT) != 0 ? 14 : 28;
    }

    /// FLDCW of slot `a`.
    public static int loadControl(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        setControl(s, s[a]);
        return Trap.NONE;
    }

    private static void setControl(long[] s, long value) {
        s[Slots.FPU_CONTROL] = (value & 0x1f3f) | 0x40;
        X87.summarise(s);
    }

    /// FNCLEX.
    public static int clearExceptions(Cpu cpu, int d, int a, int b, int imm) {
        cpu.s[Slots.FPU_STATUS] &= 0x7f00;
        return Trap.NONE;
    }

    /// FNINIT.
    public static int initialise(Cpu cpu, int d, int a, int b, int imm) {
        reset(cpu.s);
        return Trap.NONE;
    }

    /// The state of FNINIT, which a new program starts with as well.
    public static void reset(long[] s) {
        s[Slots.FPU_CONTROL] = X87.CONTROL_INITIAL;
        s[Slots.FPU_STATUS] = 0;
        s[Slots.FPU_TAGS] = 0;
        s[Slots.FPU_OPCODE] = 0;
        s[Slots.FPU_IP] = 0;
        s[Slots.FPU_DP] = 0;
    }

    /// Images are tried at their first word and then at their last byte.
    private static boolean refuses(Cpu cpu, long address, int size, int access) {
        int word = size % 4 == 0 ? 4 : 2;
        return refusesAt(cpu, address, word, access)
                || refusesAt(cpu, address + size - 1 & cpu.addressMask, 1, access);
    }

    private static boolean refusesAt(Cpu cpu, long address, int size, int access) {
        if (cpu.memory.allows(address, size, access)) {
            return false;
        }
        cpu.faultAddress = cpu.memory.faultAddress(address, size, access);
        cpu.faultAccess = access;
        return true;
    }

    /// FNSTENV at the address in slot `a`; masks all exceptions afterwards.
    public static int storeEnvironment(Cpu cpu, int d, int a, int b, int imm) {
        long at = cpu.s[a] & cpu.addressMask;
        if (refuses(cpu, at, size(imm), Perm.WRITE)) {
            return Trap.PAGE;
        }
        writeEnvironment(cpu.s, cpu.memory.base() + at, imm);
        cpu.s[Slots.FPU_CONTROL] |= 0x3f;
        X87.summarise(cpu.s);
        return Trap.NONE;
    }

    private static void writeEnvironment(long[] s, long host, int imm) {
        long opcode = s[Slots.FPU_OPCODE];
        long code = opcode >>> SELECTOR_SHIFT & 0xffff;
        long data = opcode >>> DATA_SELECTOR_SHIFT & 0xffff;
        if ((imm & SHORT) != 0) {
            Host.put16(host, (short) s[Slots.FPU_CONTROL]);
            Host.put16(host + 2, (short) s[Slots.FPU_STATUS]);
            Host.put16(host + 4, (short) fullTags(s));
            Host.put16(host + 6, (short) s[Slots.FPU_IP]);
            Host.put16(host + 8, (short) code);
            Host.put16(host + 10, (short) s[Slots.FPU_DP]);
            Host.put16(host + 12, (short) data);
            return;
        }
        Host.put32(host, (int) s[Slots.FPU_CONTROL] | 0xffff_0000);
        Host.put32(host + 4, (int) s[Slots.FPU_STATUS] | 0xffff_0000);
        Host.put32(host + 8, fullTags(s) | 0xffff_0000);
        Host.put32(host + 12, (int) s[Slots.FPU_IP]);
        Host.put32(host + 16, (int) (code | (opcode & 0x7ff) << 16));
        Host.put32(host + 20, (int) s[Slots.FPU_DP]);
        Host.put32(host + 24, (int) data | 0xffff_0000);
    }

    /// The two-bit tags: valid, zero, special, empty.
    private static int fullTags(long[] s) {
        int tags = 0;
        for (int i = 0; i < 8; i++) {
            int tag = 3;
            if (!X87.isEmpty(s, i)) {
                tag =
                        switch (Extended.classify(X87.mantissa(s, i), X87.signExponent(s, i))) {
                            case NORMAL -> 0;
                            case ZERO -> 1;
                            default -> 2;
                        };
            }
            tags |= tag << (2 * i);
        }
        return tags;
    }

    /// FLDENV from the address in slot `a`.
    public static int loadEnvironment(Cpu cpu, int d, int a, int b, int imm) {
        if (X87.isPending(cpu.s)) {
            return Trap.FPU;
        }
        long at = cpu.s[a] & cpu.addressMask;
        if (refuses(cpu, at, size(imm), Perm.READ)) {
            return Trap.PAGE;
        }
        readEnvironment(cpu.s, cpu.memory.base() + at, imm);
        return Trap.NONE;
    }

    private static void readEnvironment(long[] s, long host, int imm) {
        int step = (imm & SHORT) != 0 ? 2 : 4;
        int tags = Host.get16(host + 2L * step);
        long inUse = 0;
        for (int i = 0; i < 8; i++) {
            inUse |= (tags >> (2 * i) & 3) != 3 ? 1L << i : 0;
        }
        long code;
        long data;
        long opcode = 0;
        if (step == 2) {
            s[Slots.FPU_IP] = Host.get16(host + 6) & 0xffff;
            code = Host.get16(host + 8) & 0xffff;
            s[Slots.FPU_DP] = Host.get16(host + 10) & 0xffff;
            data = Host.get16(host + 12) & 0xffff;
        } else {
            s[Slots.FPU_IP] = Host.get32(host + 12) & 0xffff_ffffL;
            int selector = Host.get32(host + 16);
            code = selector & 0xffff;
            opcode = selector >>> 16 & 0x7ff;
            s[Slots.FPU_DP] = Host.get32(host + 20) & 0xffff_ffffL;
            data = Host.get32(host + 24) & 0xffff;
        }
        s[Slots.FPU_OPCODE] = opcode | code << SELECTOR_SHIFT | data << DATA_SELECTOR_SHIFT;
        s[Slots.FPU_TAGS] = inUse;
        s[Slots.FPU_STATUS] = Host.get16(host + step) & 0xffff;
        setControl(s, Host.get16(host));
    }

    /// FNSAVE at the address in slot `a`: environment and registers, then FNINIT.
    public static int save(Cpu cpu, int d, int a, int b, int imm) {
        long at = cpu.s[a] & cpu.addressMask;
        int size = size(imm);
        if (refuses(cpu, at, size + REGISTERS, Perm.WRITE)) {
            return Trap.PAGE;
        }
        long[] s = cpu.s;
        long host = cpu.memory.base() + at;
        writeEnvironment(s, host, imm);
        for (int i = 0; i < 8; i++) {
            int physical = X87.physical(s, i);
            long slot = host + size + 10L * i;
            Host.put64(slot, X87.mantissa(s, physical));
            Host.put16(slot + 8, (short) X87.signExponent(s, physical));
        }
        reset(s);
        return Trap.NONE;
    }

    /// FRSTOR from the address in slot `a`.
    public static int restore(Cpu cpu, int d, int a, int b, int imm) {
        if (X87.isPending(cpu.s)) {
            return Trap.FPU;
        }
        long at = cpu.s[a] & cpu.addressMask;
        int size = size(imm);
        if (refuses(cpu, at, size + REGISTERS, Perm.READ)) {
            return Trap.PAGE;
        }
        long[] s = cpu.s;
        long host = cpu.memory.base() + at;
        readEnvironment(s, host, imm);
        for (int i = 0; i < 8; i++) {
            int physical = X87.physical(s, i);
            long slot = host + size + 10L * i;
            s[Slots.FPU_MANTISSA + physical] = Host.get64(slot);
            s[Slots.FPU_EXPONENT + physical] = Host.get16(slot + 8) & 0xffff;
        }
        return Trap.NONE;
    }
}
