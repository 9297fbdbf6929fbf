package dev.murre.arch.x86;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/// The shared object the kernel maps into every x86-64 program, vdso(7): a whole ELF file of one
/// page, made here byte by byte, and what its functions read in the page before it.
///
/// The time comes from the processor's time stamp counter, which is the machine's monotonic clock
/// in
/// nanoseconds (RDTSC asks the same clock as the system calls do), and from what the real time is
/// ahead
/// of that. So the two ways of asking agree to the nanosecond, whatever the clock is made of.
/// Clocks
/// that need the kernel make the system call.
public final class Vdso64 {
    /// Bytes of the image: one page.
    public static final int BYTES = 4096;

    private static final int HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final int SECTION_HEADER = 64;
    private static final int SYMBOL = 24;
    private static final String VERSION = "LINUX_2.6";
    private static final String SONAME = "linux-vdso.so.1";

    /// Where the page before the image has what to add to the monotonic clock for the real time, in
    /// nanoseconds.
    public static final int REALTIME_OFFSET = 0;

    /// The distance from the end of an instruction to [#REALTIME_OFFSET] stands for these bytes.
    private static final String TO_OFFSET = "????????";

    /// `mov r8, [offset]`.
    private static final String LOAD_OFFSET = "4c8b05" + TO_OFFSET;

    /// `rdtsc; shl rdx, 32; or rax, rdx; add rax, r8; xor edx, edx; mov ecx, 1000000000; div rcx`:
    /// seconds in rax, nanoseconds in rdx.
    private static final String READ_CLOCK = "0f3148c1e2204809d04c01c031d2b900ca9a3b48f7f1";

    /// `xor r8d, r8d`; by the clock in edi to the read at once (1, 4, 7), with the offset (0), or
    /// to
    /// `mov eax, 228; syscall; ret`; then `mov [rsi], rax; mov [rsi + 8], rdx; xor eax, eax; ret`.
    private static final String CLOCK_GETTIME =
            "4531c083ff01741d85ff741283ff04741483ff07740fb8e40000000f05c3"
                    + LOAD_OFFSET
                    + READ_CLOCK
                    + "4889064889560831c0c3";

    /// With a time zone or without a time to `mov eax, 96; syscall; ret`; else the clock, `mov
    /// [rdi],
    /// rax`, nanoseconds divided by 1000 to `[rdi + 8]`, `xor eax, eax; ret`.
    private static final String GETTIMEOFDAY =
            "4885f675374885ff7432"
                    + LOAD_OFFSET
                    + READ_CLOCK
                    + "48890789d031d2b9e8030000f7f14889470831c0c3b8600000000f05c3";

    /// The clock; `test rdi, rdi; jz over; mov [rdi], rax; over: ret`.
    private static final String TIME = LOAD_OFFSET + READ_CLOCK + "4885ff7403488907c3";

    /// `mov eax, number; syscall; ret`.
    private static final String GETCPU = "b8350100000f05c3";

    private static final String CLOCK_GETRES = "b8e50000000f05c3";

    /// @param code in hexadecimal
    private record Function(String name, String code) {
        int length() {
            return code.length() / 2;
        }
    }

    /// In the order of the symbol table; each has its name with and without `__vdso_`.
    private static final List<Function> FUNCTIONS =
            List.of(
                    new Function("clock_gettime", CLOCK_GETTIME),
                    new Function("gettimeofday", GETTIMEOFDAY),
                    new Function("time", TIME),
                    new Function("getcpu", GETCPU),
                    new Function("clock_getres", CLOCK_GETRES));

    /// Room for each.
    private static final int CODE_BYTES = 80;

    private final ByteBuffer image = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();

    private Vdso64() {
        strings.write(0);
    }

    /// The image.
    public static byte[] build() {
        return new Vdso64().make();
    }

    private int string(String text) {
        int at = strings.size();
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        strings.write(bytes, 0, bytes.length);
        strings.write(0);
        return at;
    }

    /// Two symbols a function, after the null symbol.
    private static int symbolCount() {
        return 1 + 2 * FUNCTIONS.size();
    }

    private byte[] make() {
        int programHeaders = HEADER;
        int hash = programHeaders + 2 * PROGRAM_HEADER;
        int hashBytes = 4 * (2 + 1 + symbolCount());
        int symbols = align(hash + hashBytes, 8);
        int versions = symbols + SYMBOL * symbolCount();
        int definitions = align(versions + 2 * symbolCount(), 8);
        int dynamic = align(definitions + 2 * 28, 8);
        int code = align(dynamic + 16 * 10, 16);
        int stringTable = code + CODE_BYTES * FUNCTIONS.size();

        int soname = string(SONAME);
        int version = string(VERSION);
        writeCode(code);
        writeSymbols(symbols, code);
        writeHash(hash);
        writeVersions(versions, definitions, soname, version);
        writeDynamic(dynamic, hash, symbols, stringTable, versions, definitions, soname);
        byte[] table = strings.toByteArray();
        image.put(stringTable, table);
        int sections = align(stringTable + table.length, 8);
        writeHeader(sections);
        writeProgramHeaders(programHeaders, dynamic);
        writeSections(sections, symbols, stringTable, table.length, dynamic);
        return image.array();
    }

    private static int align(int value, int to) {
        return value + to - 1 & -to;
    }

    private void writeCode(int code) {
        int at = code;
        for (Function function : FUNCTIONS) {
            String text = function.code;
            int hole = text.indexOf(TO_OFFSET);
            if (hole >= 0) {
                int distance = REALTIME_OFFSET - BYTES - (at + hole / 2 + 4);
                text =
                        text.replace(
                                TO_OFFSET,
                                HexFormat.of().toHexDigits(Integer.reverseBytes(distance)));
            }
            image.put(at, HexFormat.of().parseHex(text));
            at += CODE_BYTES;
        }
    }

    private void writeSymbols(int symbols, int code) {
        int at = symbols + SYMBOL;
        int address = code;
        for (Function function : FUNCTIONS) {
            at = writeSymbol(at, "__vdso_" + function.name, 1, address, function.length());
            at = writeSymbol(at, function.name, 2, address, function.length());
            address += CODE_BYTES;
        }
    }

    /// @param binding 1 for global, 2 for weak
    private int writeSymbol(int at, String name, int binding, int address, int length) {
        image.putInt(at, string(name));
        image.put(at + 4, (byte) (binding << 4 | 2));
        image.putShort(at + 6, (short) 5);
        image.putLong(at + 8, address);
        image.putLong(at + 16, length);
        return at + SYMBOL;
    }

    /// One bucket that chains all symbols.
    private void writeHash(int hash) {
        int count = symbolCount();
        image.putInt(hash, 1);
        image.putInt(hash + 4, count);
        image.putInt(hash + 8, 1);
        for (int i = 1; i < count; i++) {
            image.putInt(hash + 12 + 4 * i, i + 1 < count ? i + 1 : 0);
        }
    }

    private void writeVersions(int versions, int definitions, int soname, int version) {
        for (int i = 1; i < symbolCount(); i++) {
            image.putShort(versions + 2 * i, (short) 2);
        }
        writeDefinition(definitions, 1, 1, SONAME, soname, 28);
        writeDefinition(definitions + 28, 0, 2, VERSION, version, 0);
    }

    /// Elf64_Verdef and its one Elf64_Verdaux.
    private void writeDefinition(
            int at, int flags, int index, String name, int nameOffset, int next) {
        image.putShort(at, (short) 1);
        image.putShort(at + 2, (short) flags);
        image.putShort(at + 4, (short) index);
        image.putShort(at + 6, (short) 1);
        image.putInt(at + 8, ElfHash.of(name));
        image.putInt(at + 12, 20);
        image.putInt(at + 16, next);
        image.putInt(at + 20, nameOffset);
        image.putInt(at + 24, 0);
    }

    private void writeDynamic(
            int at,
            int hash,
            int symbols,
            int stringTable,
            int versions,
            int definitions,
            int soname) {
        long[][] entries = {
            {14, soname},
            {4, hash},
            {5, stringTable},
            {6, symbols},
            {10, strings.size()},
            {11, SYMBOL},
            {0x6ffffff0L, versions},
            {0x6ffffffcL, definitions},
            {0x6ffffffdL, 2},
            {0, 0},
        };
        for (int i = 0; i < entries.length; i++) {
            image.putLong(at + 16 * i, entries[i][0]);
            image.putLong(at + 16 * i + 8, entries[i][1]);
        }
    }

    private void writeHeader(int sections) {
        image.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
        image.putShort(16, (short) 3);
        image.putShort(18, (short) 62);
        image.putInt(20, 1);
        image.putLong(32, HEADER);
        image.putLong(40, sections);
        image.putShort(52, (short) HEADER);
        image.putShort(54, (short) PROGRAM_HEADER);
        image.putShort(56, (short) 2);
        image.putShort(58, (short) SECTION_HEADER);
        image.putShort(60, (short) 4);
        image.putShort(62, (short) 2);
    }

    private void writeProgramHeaders(int at, int dynamic) {
        image.putInt(at, 1);
        image.putInt(at + 4, 5);
        image.putLong(at + 32, BYTES);
        image.putLong(at + 40, BYTES);
        image.putLong(at + 48, BYTES);
        int second = at + PROGRAM_HEADER;
        image.putInt(second, 2);
        image.putInt(second + 4, 4);
        image.putLong(second + 8, dynamic);
        image.putLong(second + 16, dynamic);
        image.putLong(second + 24, dynamic);
        image.putLong(second + 32, 160);
        image.putLong(second + 40, 160);
        image.putLong(second + 48, 8);
    }

    /// Null, .dynsym, .dynstr and .dynamic, nameless: for debuggers.
    private void writeSections(int at, int symbols, int stringTable, int stringBytes, int dynamic) {
        writeSection(at + SECTION_HEADER, 11, symbols, SYMBOL * symbolCount(), 2, 1, SYMBOL);
        writeSection(at + 2 * SECTION_HEADER, 3, stringTable, stringBytes, 0, 0, 0);
        writeSection(at + 3 * SECTION_HEADER, 6, dynamic, 160, 2, 0, 16);
    }

    private void writeSection(
            int at, int type, int address, int bytes, int link, int info, int entry) {
        image.putInt(at + 4, type);
        image.putLong(at + 8, 2);
        image.putLong(at + 16, address);
        image.putLong(at + 24, address);
        image.putLong(at + 32, bytes);
        image.putInt(at + 40, link);
        image.putInt(at + 44, info);
        image.putLong(at + 48, 8);
        image.putLong(at + 56, entry);
    }
}
