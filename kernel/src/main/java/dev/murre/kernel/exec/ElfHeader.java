package dev.murre.kernel.exec;

import dev.murre.abi.Abi;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The header of an ELF file for one of the three machines, elf(5).
record ElfHeader(Abi abi, int type, long entry, long phoff, int phentsize, int phnum) {
    static final int ET_EXEC = 2;
    static final int ET_DYN = 3;
    static final int PT_LOAD = 1;
    static final int PT_INTERP = 3;
    static final int PT_GNU_STACK = 0x6474e551;
    static final int PF_X = 1;
    static final int PF_W = 2;
    static final int PF_R = 4;

    private static final int EM_386 = 3;
    private static final int EM_ARM = 40;
    private static final int EM_X86_64 = 62;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    /// A row of the program header table.
    record Segment(
            int type,
            int flags,
            long offset,
            long address,
            long fileSize,
            long memorySize,
            long align) {
        boolean isLoad() {
            return type == PT_LOAD;
        }
    }

    static boolean hasMagic(byte[] head) {
        return head[0] == 0x7f && head[1] == 'E' && head[2] == 'L' && head[3] == 'F';
    }

    /// The header, or null if the file is none that this kernel runs.
    static @Nullable ElfHeader parse(byte[] head) {
        if (!hasMagic(head)) {
            return null;
        }
        int machine = u16(head, 18);
        boolean wide = head[4] == 2;
        Abi abi =
                switch (machine) {
                    case EM_X86_64 -> wide ? Abi.X86_64 : null;
                    case EM_386 -> wide ? null : Abi.I386;
                    case EM_ARM -> wide ? null : Abi.ARM;
                    default -> null;
                };
        int type = u16(head, 16);
        if (abi == null || type != ET_EXEC && type != ET_DYN) {
            return null;
        }
        if (wide) {
            return new ElfHeader(
                    abi,
                    type,
                    (long) LONG.get(head, 24),
                    (long) LONG.get(head, 32),
                    u16(head, 54),
                    u16(head, 56));
        }
        return new ElfHeader(abi, type, u32(head, 24), u32(head, 28), u16(head, 42), u16(head, 44));
    }

    private static int u16(byte[] b, int at) {
        return (short) SHORT.get(b, at) & 0xffff;
    }

    private static long u32(byte[] b, int at) {
        return (int) INT.get(b, at) & 0xffffffffL;
    }

    /// Size of a row of the program header table as this class of files has it.
    int rowBytes() {
        return abi.is64() ? 56 : 32;
    }

    List<Segment> segments(byte[] table) {
        List<Segment> rows = new ArrayList<>(phnum);
        for (int i = 0; i < phnum; i++) {
            int at = i * rowBytes();
            rows.add(abi.is64() ? row64(table, at) : row32(table, at));
        }
        return rows;
    }

    private static Segment row64(byte[] b, int at) {
        return new Segment(
                (int) INT.get(b, at),
                (int) INT.get(b, at + 4),
                (long) LONG.get(b, at + 8),
                (long) LONG.get(b, at + 16),
                (long) LONG.get(b, at + 32),
                (long) LONG.get(b, at + 40),
                (long) LONG.get(b, at + 48));
    }

    private static Segment row32(byte[] b, int at) {
        return new Segment(
                (int) INT.get(b, at),
                (int) INT.get(b, at + 24),
                u32(b, at + 4),
                u32(b, at + 8),
                u32(b, at + 16),
                u32(b, at + 20),
                u32(b, at + 28));
    }
}
