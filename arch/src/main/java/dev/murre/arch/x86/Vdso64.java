package dev.murre.arch.x86;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The shared object the kernel maps into every x86-64 program, vdso(7): a whole ELF file of one
/// page, made here byte by byte. Its functions make the system call.
public final class Vdso64 {
    /// Bytes of the image: one page.
    public static final int BYTES = 4096;

    private static final int HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final int SECTION_HEADER = 64;
    private static final int SYMBOL = 24;
    private static final String VERSION = "LINUX_2.6";
    private static final String SONAME = "linux-vdso.so.1";

    private record Function(String name, int number) {}

    /// In the order of the symbol table; each has its name with and without `__vdso_`.
    private static final List<Function> FUNCTIONS =
            List.of(
                    new Function("clock_gettime", 228),
                    new Function("gettimeofday", 96),
                    new Function("time", 201),
                    new Function("getcpu", 309),
                    new Function("clock_getres", 229));

    private static final int CODE_BYTES = 16;

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

    /// `mov eax, number; syscall; ret`.
    private void writeCode(int code) {
        int at = code;
        for (Function function : FUNCTIONS) {
            image.put(at, (byte) 0xb8);
            image.putInt(at + 1, function.number);
            image.put(at + 5, (byte) 0x0f);
            image.put(at + 6, (byte) 0x05);
            image.put(at + 7, (byte) 0xc3);
            at += CODE_BYTES;
        }
    }

    private void writeSymbols(int symbols, int code) {
        int at = symbols + SYMBOL;
        int address = code;
        for (Function function : FUNCTIONS) {
            at = writeSymbol(at, "__vdso_" + function.name, 1, address);
            at = writeSymbol(at, function.name, 2, address);
            address += CODE_BYTES;
        }
    }

    /// @param binding 1 for global, 2 for weak
    private int writeSymbol(int at, String name, int binding, int address) {
        image.putInt(at, string(name));
        image.put(at + 4, (byte) (binding << 4 | 2));
        image.putShort(at + 6, (short) 5);
        image.putLong(at + 8, address);
        image.putLong(at + 16, 8);
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
        image.putInt(at + 8, elfHash(name));
        image.putInt(at + 12, 20);
        image.putInt(at + 16, next);
        image.putInt(at + 20, nameOffset);
        image.putInt(at + 24, 0);
    }

    private static int elfHash(String name) {
        int h = 0;
        for (int i = 0; i < name.length(); i++) {
            h = (h << 4) + name.charAt(i);
            int g = h & 0xf0000000;
            h ^= g >>> 24;
            h &= ~g;
        }
        return h;
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
