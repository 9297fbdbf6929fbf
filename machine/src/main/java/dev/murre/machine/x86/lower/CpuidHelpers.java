package dev.murre.machine.x86.lower;

import static dev.murre.machine.x86.X86Registers.RAX;
import static dev.murre.machine.x86.X86Registers.RBX;
import static dev.murre.machine.x86.X86Registers.RCX;
import static dev.murre.machine.x86.X86Registers.RDX;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.Trap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What the processor says of itself: exactly what is implemented, which is x86-64-v2 with the
/// behaviour of AMD processors where the makers differ.
public final class CpuidHelpers {
    private static final int HIGHEST_BASIC = 7;
    private static final int HIGHEST_EXTENDED = 0x8000_0008;

    private static final int[] VENDOR = words("AuthenticAMD", 12);
    private static final int[] BRAND = words("Murre virtual processor", 48);

    /// Family 17h, model 1, stepping 1.
    private static final int SIGNATURE = 0x0080_0f11;

    /// FPU TSC CX8 SEP CMOV CLFSH MMX FXSR SSE SSE2
    private static final int FEATURES_EDX =
            1 | 1 << 4 | 1 << 8 | 1 << 11 | 1 << 15 | 1 << 19 | 1 << 23 | 1 << 24 | 1 << 25
                    | 1 << 26;

    /// SSE3 SSSE3 CX16 SSE4.1 SSE4.2 POPCNT
    private static final int FEATURES_ECX = 1 | 1 << 9 | 1 << 13 | 1 << 19 | 1 << 20 | 1 << 23;

    /// LAHF in 64-bit mode, PREFETCHW
    private static final int EXTENDED_ECX = 1 | 1 << 8;

    /// FPU TSC CX8 SYSCALL CMOV NX MMX FXSR RDTSCP LM
    private static final int EXTENDED_EDX =
            1 | 1 << 4 | 1 << 8 | 1 << 11 | 1 << 15 | 1 << 20 | 1 << 23 | 1 << 24 | 1 << 27
                    | 1 << 29;

    private static final int CLFLUSH_64_BYTES = 8 << 8;
    private static final int ONE_PROCESSOR = 1 << 16;

    /// L1: 32 KiB, 8-way, lines of 64 bytes.
    private static final int L1 = 32 << 24 | 8 << 16 | 1 << 8 | 64;

    /// L2: 512 KiB, 8-way, lines of 64 bytes.
    private static final int L2 = 512 << 16 | 6 << 12 | 1 << 8 | 64;

    /// L3: 8 MiB, 16-way, lines of 64 bytes.
    private static final int L3 = 16 << 18 | 8 << 12 | 1 << 8 | 64;

    /// 48 bits of physical and of linear address.
    private static final int ADDRESS_BITS = 48 << 8 | 48;

    private CpuidHelpers() {}

    private static int[] words(String text, int bytes) {
        byte[] padded = Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), bytes);
        int[] words = new int[bytes / 4];
        ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(words);
        return words;
    }

    /// CPUID of leaf EAX.
    public static int cpuid(Cpu cpu, int d, int a, int b, int imm) {
        int leaf = (int) cpu.s[RAX];
        switch (leaf) {
            case 0 -> set(cpu, HIGHEST_BASIC, VENDOR[0], VENDOR[2], VENDOR[1]);
            case 1 ->
                    set(
                            cpu,
                            SIGNATURE,
                            CLFLUSH_64_BYTES | ONE_PROCESSOR,
                            FEATURES_ECX,
                            FEATURES_EDX);
            case 0x8000_0000 -> set(cpu, HIGHEST_EXTENDED, VENDOR[0], VENDOR[2], VENDOR[1]);
            case 0x8000_0001 -> set(cpu, SIGNATURE, 0, EXTENDED_ECX, EXTENDED_EDX);
            case 0x8000_0002, 0x8000_0003, 0x8000_0004 -> {
                int i = (leaf - 0x8000_0002) * 4;
                set(cpu, BRAND[i], BRAND[i + 1], BRAND[i + 2], BRAND[i + 3]);
            }
            case 0x8000_0005 -> set(cpu, 0, 0, L1, L1);
            case 0x8000_0006 -> set(cpu, 0, 0, L2, L3);
            case 0x8000_0007 -> set(cpu, 0, 0, 0, 1 << 8);
            case 0x8000_0008 -> set(cpu, ADDRESS_BITS, 0, 0, 0);
            default -> set(cpu, 0, 0, 0, 0);
        }
        return Trap.NONE;
    }

    private static void set(Cpu cpu, int eax, int ebx, int ecx, int edx) {
        cpu.s[RAX] = eax & 0xffff_ffffL;
        cpu.s[RBX] = ebx & 0xffff_ffffL;
        cpu.s[RCX] = ecx & 0xffff_ffffL;
        cpu.s[RDX] = edx & 0xffff_ffffL;
    }
}
