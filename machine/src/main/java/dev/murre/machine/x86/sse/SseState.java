package dev.murre.machine.x86.sse;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.memory.GuestMemory;
import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.Perm;

/// MXCSR, the FXSAVE image ("Intel SDM vol. 1, section 10.5") and masked stores.
public final class SseState {
    public static final int IMAGE_SIZE = 512;

    /// Bits of FXSAVE's and FXRSTOR's immediate: 64-bit pointers (REX.W), and all sixteen XMM
    /// registers (64-bit mode).
    public static final int WIDE_POINTERS = 1;

    public static final int ALL_VECTORS = 2;

    /// MXCSR after power-up.
    public static final int MXCSR_INITIAL = Mxcsr.INITIAL;

    private static final int ST = 32;
    private static final int XMM = 160;
    private static final int PENDING = 0x8080;

    private SseState() {}

    /// LDMXCSR of slot `a`.
    public static int loadMxcsr(Cpu cpu, int d, int a, int b, int imm) {
        long value = cpu.s[a] & 0xffff_ffffL;
        if ((value & ~Mxcsr.WRITABLE) != 0) {
            cpu.trapInfo = 0;
            return Trap.GENERAL_PROTECTION;
        }
        cpu.s[Slots.MXCSR] = value;
        return Trap.NONE;
    }

    private static boolean refuses(Cpu cpu, long address, int size, int access) {
        if (cpu.memory.allows(address, size, access)) {
            return false;
        }
        cpu.faultAddress = cpu.memory.faultAddress(address, size, access);
        cpu.faultAccess = access;
        return true;
    }

    /// FXSAVE at the address in slot `a`; `imm` as above.
    public static int save(Cpu cpu, int d, int a, int b, int imm) {
        long at = cpu.s[a] & cpu.addressMask;
        if (refuses(cpu, at + IMAGE_SIZE - 1, 1, Perm.WRITE)
                || refuses(cpu, at, IMAGE_SIZE, Perm.WRITE)) {
            return Trap.PAGE;
        }
        write(cpu.s, cpu.memory.base() + at, imm);
        return Trap.NONE;
    }

    /// Writes the image to host memory; AMD's processors leave pointers out when no x87 exception
    /// is pending.
    public static void write(long[] s, long host, int imm) {
        boolean pending = (s[Slots.FPU_STATUS] & 0x80) != 0;
        long opcode = pending ? s[Slots.FPU_OPCODE] : 0;
        long ip = pending ? s[Slots.FPU_IP] : 0;
        long dp = pending ? s[Slots.FPU_DP] : 0;
        if ((imm & WIDE_POINTERS) == 0) {
            ip = (ip & 0xffff_ffffL) | (opcode >>> 16 & 0xffff) << 32;
            dp = (dp & 0xffff_ffffL) | (opcode >>> 32 & 0xffff) << 32;
        }
        long control = s[Slots.FPU_CONTROL] & 0xffff;
        long status = s[Slots.FPU_STATUS] & 0xffff;
        Host.put64(host, control | status << 16 | s[Slots.FPU_TAGS] << 32 | (opcode & 0x7ff) << 48);
        Host.put64(host + 8, ip);
        Host.put64(host + 16, dp);
        Host.put64(host + 24, s[Slots.MXCSR] | (long) Mxcsr.WRITABLE << 32);
        int top = (int) (status >>> 11) & 7;
        for (int i = 0; i < 8; i++) {
            int physical = (top + i) & 7;
            Host.put64(host + ST + 16L * i, s[Slots.FPU_MANTISSA + physical]);
            Host.put64(host + ST + 16L * i + 8, s[Slots.FPU_EXPONENT + physical] & 0xffff);
        }
        int halves = (imm & ALL_VECTORS) != 0 ? 32 : 16;
        for (int i = 0; i < halves; i++) {
            Host.put64(host + XMM + 8L * i, s[Slots.VECTOR + i]);
        }
    }

    /// FXRSTOR from the address in slot `a`; `imm` as above.
    public static int restore(Cpu cpu, int d, int a, int b, int imm) {
        long at = cpu.s[a] & cpu.addressMask;
        if (refuses(cpu, at + IMAGE_SIZE - 1, 1, Perm.READ)
                || refuses(cpu, at, IMAGE_SIZE, Perm.READ)) {
            return Trap.PAGE;
        }
        long host = cpu.memory.base() + at;
        if ((Host.get32(host + 24) & ~Mxcsr.WRITABLE) != 0) {
            cpu.trapInfo = 0;
            return Trap.GENERAL_PROTECTION;
        }
        read(cpu.s, host, imm);
        return Trap.NONE;
    }

    /// Takes over an image whose MXCSR has no reserved bits set.
    public static void read(long[] s, long host, int imm) {
        long head = Host.get64(host);
        long ip = Host.get64(host + 8);
        long dp = Host.get64(host + 16);
        s[Slots.FPU_CONTROL] = (head & 0x1f3f) | 0x40;
        s[Slots.FPU_TAGS] = head >>> 32 & 0xff;
        s[Slots.FPU_OPCODE] = head >>> 48 & 0x7ff;
        if ((imm & WIDE_POINTERS) == 0) {
            s[Slots.FPU_OPCODE] |= (ip >>> 32 & 0xffff) << 16 | (dp >>> 32 & 0xffff) << 32;
            ip &= 0xffff_ffffL;
            dp &= 0xffff_ffffL;
        }
        s[Slots.FPU_IP] = ip;
        s[Slots.FPU_DP] = dp;
        long status = head >>> 16 & 0xffff & ~PENDING;
        boolean pending = (status & ~s[Slots.FPU_CONTROL] & 0x3f) != 0;
        s[Slots.FPU_STATUS] = pending ? status | PENDING : status;
        s[Slots.MXCSR] = Host.get32(host + 24) & 0xffff_ffffL;
        int top = (int) (status >>> 11) & 7;
        for (int i = 0; i < 8; i++) {
            int physical = (top + i) & 7;
            s[Slots.FPU_MANTISSA + physical] = Host.get64(host + ST + 16L * i);
            s[Slots.FPU_EXPONENT + physical] = Host.get64(host + ST + 16L * i + 8) & 0xffff;
        }
        int halves = (imm & ALL_VECTORS) != 0 ? 32 : 16;
        for (int i = 0; i < halves; i++) {
            s[Slots.VECTOR + i] = Host.get64(host + XMM + 8L * i);
        }
    }

    /// MASKMOVQ and MASKMOVDQU: bytes of `a` whose byte of `b` has its top bit set go to the
    /// address in slot `d`; `imm` is 8 or 16. All of them must be writable, as AMD's processors
    /// want it.
    public static int maskedStore(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        long at = s[d] & cpu.addressMask;
        GuestMemory memory = cpu.memory;
        if (refuses(cpu, at, imm, Perm.WRITE)) {
            return Trap.PAGE;
        }
        for (int i = 0; i < imm; i++) {
            int shift = 8 * (i & 7);
            if (s[b + (i >> 3)] << (56 - shift) < 0) {
                Host.put8(memory.base() + at + i, (byte) (s[a + (i >> 3)] >>> shift));
            }
        }
        return Trap.NONE;
    }
}
