package dev.murre.arch.x86;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The shared object the kernel maps into every i386 program, vdso(7), "i386 functions": an ELF
/// file of one page, made here byte by byte. glibc makes its system calls through
/// `__kernel_vsyscall`, which enters by sysenter; the kernel comes back behind the `int $0x80`
/// after it, so that a restarted call enters by that.
public final class Vdso32 {
    /// Bytes of the image: one page.
    public static final int BYTES = 4096;

    private static final int HEADER = 52;
    private static final int PROGRAM_HEADER = 32;
    private static final int SECTION_HEADER = 40;
    private static final int SYMBOL = 16;
    private static final int DEFINITION = 28;
    private static final int DYNAMIC_BYTES = 8 * 10;
    private static final String SONAME = "linux-gate.so.1";
    private static final List<String> VERSIONS = List.of("LINUX_2.5", "LINUX_2.6");

    /// push ecx; push edx; push ebp; mov ebp, esp; sysenter; int 0x80; pop ebp; pop edx; pop ecx;
    /// ret
    private static final int[] VSYSCALL = {
        0x51, 0x52, 0x55, 0x89, 0xe5, 0x0f, 0x34, 0xcd, 0x80, 0x5d, 0x5a, 0x59, 0xc3
    };

    /// Offset in [#VSYSCALL] behind `int $0x80`.
    private static final int LANDING = 9;

    /// pop eax; mov eax, 119; int 0x80
    private static final int[] SIGRETURN = {0x58, 0xb8, 119, 0, 0, 0, 0xcd, 0x80};

    /// mov eax, 173; int 0x80
    private static final int[] RT_SIGRETURN = {0xb8, 173, 0, 0, 0, 0xcd, 0x80};

    /// How the frame of `__kernel_vsyscall` is unwound, in DWARF's call frame instructions: one CIE
    /// (data alignment −4, return address in column 8), then after each push a larger CFA.
    private static final int[] CIE = {
        20, 0, 0, 0, 0, 0, 0, 0, 1, 'z', 'R', 0, 1, 0x7c, 8, 1, 0x1b, 0x0c, 4, 4, 0x88, 1, 0, 0
    };

    /// advance 1, CFA 8, ecx; advance 1, CFA 12; advance 1, CFA 16, ebp at CFA − 16; the pops.
    private static final int[] FRAME_STEPS = {
        0, 0x41, 0x0e, 8, 0x41, 0x0e, 12, 0x41, 0x0e, 16, 0x85, 4, 0x47, 0x0e, 12, 0xc5, 0x41, 0x0e,
        8, 0x41, 0x0e, 4, 0
    };

    private record Function(String name, int version, int[] code) {}

    private static final List<Function> FUNCTIONS =
            List.of(
                    new Function("__kernel_vsyscall", 2, VSYSCALL),
                    new Function("__kernel_sigreturn", 2, SIGRETURN),
                    new Function("__kernel_rt_sigreturn", 2, RT_SIGRETURN),
                    new Function("__vdso_clock_gettime", 3, systemCall(265)),
                    new Function("__vdso_clock_gettime64", 3, systemCall(403)),
                    new Function("__vdso_gettimeofday", 3, systemCall(78)),
                    new Function("__vdso_time", 3, systemCall(13)),
                    new Function("__vdso_getcpu", 3, systemCall(318)),
                    new Function("__vdso_clock_getres", 3, systemCall(266)));

    private static final int CODE_BYTES = 32;

    private final ByteBuffer image = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private int end = HEADER;

    private final int programHeaders = take(4 * PROGRAM_HEADER, 4);
    private final int hash = take(4 * (3 + symbolCount()), 4);
    private final int symbols = take(SYMBOL * symbolCount(), 4);
    private final int versions = take(2 * symbolCount(), 4);
    private final int definitions = take(DEFINITION * 3, 4);
    private final int dynamic = take(DYNAMIC_BYTES, 4);
    private final int frameHeader = take(20, 4);
    private final int frames = take(CIE.length + 16 + FRAME_STEPS.length + 5, 4);
    private final int code = take(CODE_BYTES * FUNCTIONS.size(), 32);
    private int stringTable;

    private Vdso32() {
        strings.write(0);
    }

    /// The image and where its entries are, as offsets.
    ///
    /// @param vsyscall `__kernel_vsyscall`, for AT_SYSINFO
    /// @param landing where a call made by sysenter comes back
    public record Image(byte[] bytes, int vsyscall, int landing, int sigreturn, int rtSigreturn) {}

    /// The image.
    public static Image build() {
        return new Vdso32().make();
    }

    /// A C function that makes a system call of up to three arguments: push ebx; mov ebx, [esp+8];
    /// mov ecx, [esp+12]; mov edx, [esp+16]; mov eax, number; int 0x80; pop ebx; ret
    private static int[] systemCall(int number) {
        return new int[] {
            0x53,
            0x8b,
            0x5c,
            0x24,
            8,
            0x8b,
            0x4c,
            0x24,
            12,
            0x8b,
            0x54,
            0x24,
            16,
            0xb8,
            number & 0xff,
            number >> 8,
            0,
            0,
            0xcd,
            0x80,
            0x5b,
            0xc3
        };
    }

    private static int symbolCount() {
        return 1 + FUNCTIONS.size();
    }

    private int take(int bytes, int align) {
        int at = end + align - 1 & -align;
        end = at + bytes;
        return at;
    }

    private int string(String text) {
        int at = strings.size();
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        strings.write(bytes, 0, bytes.length);
        strings.write(0);
        return at;
    }

    private int codeOf(int function) {
        return code + CODE_BYTES * function;
    }

    private Image make() {
        int soname = string(SONAME);
        List<Integer> names = new ArrayList<>();
        VERSIONS.forEach(version -> names.add(string(version)));
        for (int i = 0; i < FUNCTIONS.size(); i++) {
            writeFunction(i);
        }
        writeHash();
        writeDefinition(0, 1, SONAME, soname);
        for (int i = 0; i < VERSIONS.size(); i++) {
            writeDefinition(i + 1, 0, VERSIONS.get(i), names.get(i));
        }
        writeFrames();
        byte[] table = strings.toByteArray();
        stringTable = take(table.length, 4);
        image.put(stringTable, table);
        writeDynamic(soname, table.length);
        writeSections(take(5 * SECTION_HEADER, 4), table.length);
        writeProgramHeaders();
        return new Image(image.array(), codeOf(0), codeOf(0) + LANDING, codeOf(1), codeOf(2));
    }

    private void bytes(int at, int[] values) {
        for (int i = 0; i < values.length; i++) {
            image.put(at + i, (byte) values[i]);
        }
    }

    private void words(int at, int... values) {
        for (int i = 0; i < values.length; i++) {
            image.putInt(at + 4 * i, values[i]);
        }
    }

    private void writeFunction(int i) {
        Function function = FUNCTIONS.get(i);
        bytes(codeOf(i), function.code);
        int at = symbols + SYMBOL * (i + 1);
        words(at, string(function.name), codeOf(i), function.code.length);
        image.put(at + 12, (byte) 0x12);
        image.putShort(at + 14, (short) 4);
        image.putShort(versions + 2 * (i + 1), (short) function.version);
    }

    /// One bucket that chains all symbols.
    private void writeHash() {
        int count = symbolCount();
        words(hash, 1, count, 1);
        for (int i = 1; i < count; i++) {
            image.putInt(hash + 12 + 4 * i, i + 1 < count ? i + 1 : 0);
        }
    }

    /// Elf32_Verdef and its one Elf32_Verdaux.
    private void writeDefinition(int index, int flags, String name, int nameOffset) {
        int at = definitions + DEFINITION * index;
        int next = index < VERSIONS.size() ? DEFINITION : 0;
        image.putShort(at, (short) 1);
        image.putShort(at + 2, (short) flags);
        image.putShort(at + 4, (short) (index + 1));
        image.putShort(at + 6, (short) 1);
        words(at + 8, ElfHash.of(name), 20, next, nameOffset, 0);
    }

    private void writeFrames() {
        bytes(frames, CIE);
        int fde = frames + CIE.length;
        words(fde, 12 + FRAME_STEPS.length, CIE.length + 4);
        words(fde + 8, codeOf(0) - (fde + 8), VSYSCALL.length);
        bytes(fde + 16, FRAME_STEPS);
        bytes(frameHeader, new int[] {1, 0x1b, 3, 0x3b});
        words(frameHeader + 4, frames - (frameHeader + 4), 1);
        words(frameHeader + 12, codeOf(0) - frameHeader, fde - frameHeader);
    }

    private void writeDynamic(int soname, int stringBytes) {
        words(dynamic, 14, soname, 4, hash, 5, stringTable, 6, symbols, 10, stringBytes);
        words(dynamic + 40, 11, SYMBOL, 0x6ffffff0, versions, 0x6ffffffc, definitions);
        words(dynamic + 64, 0x6ffffffd, 3);
    }

    private void writeProgramHeaders() {
        words(programHeaders, 1, 0, 0, 0, BYTES, BYTES, 5, 4096);
        int at = programHeaders + PROGRAM_HEADER;
        words(at, 2, dynamic, dynamic, dynamic, DYNAMIC_BYTES, DYNAMIC_BYTES, 4, 4);
        at += PROGRAM_HEADER;
        words(at, 0x6474e550, frameHeader, frameHeader, frameHeader, 20, 20, 4, 4);
    }

    /// Null, .dynsym, .dynstr, .dynamic and .text, nameless: for debuggers.
    private void writeSections(int sections, int stringBytes) {
        int at = sections + SECTION_HEADER;
        int symbolBytes = SYMBOL * symbolCount();
        words(at, 0, 11, 2, symbols, symbols, symbolBytes, 2, 1, 4, SYMBOL);
        at += SECTION_HEADER;
        words(at, 0, 3, 2, stringTable, stringTable, stringBytes, 0, 0, 1, 0);
        at += SECTION_HEADER;
        words(at, 0, 6, 3, dynamic, dynamic, DYNAMIC_BYTES, 2, 0, 4, 8);
        at += SECTION_HEADER;
        words(at, 0, 1, 6, code, code, CODE_BYTES * FUNCTIONS.size(), 0, 0, 32, 0);
        bytes(0, new int[] {0x7f, 'E', 'L', 'F', 1, 1, 1});
        image.putShort(16, (short) 3);
        image.putShort(18, (short) 3);
        words(20, 1, codeOf(0), programHeaders, sections, 0);
        short[] sizes = {HEADER, PROGRAM_HEADER, 3, SECTION_HEADER, 5, 2};
        for (int i = 0; i < sizes.length; i++) {
            image.putShort(40 + 2 * i, sizes[i]);
        }
    }
}
