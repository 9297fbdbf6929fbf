package dev.murre.kernel.debug;

import dev.murre.kernel.task.Kernel;
import dev.murre.trace.KernelSymbol;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// An ELF file that holds nothing but the names and addresses of the kernel's functions, for gdb's
/// add-symbol-file: elf(5).
public final class KernelSymbolFile {
    private static final int HEADER = 64;
    private static final int SECTION = 64;
    private static final int SYMBOL = 24;
    private static final int SECTIONS = 5;
    private static final int FUNCTION_BYTES = 0x1000;
    private static final byte GLOBAL_FUNCTION = 0x12;

    private KernelSymbolFile() {}

    /// The file's bytes. Called before the machine runs, or with its lock held.
    public static byte[] of(Kernel kernel) {
        Map<KernelSymbol, Long> functions = kernel.text().functions();
        var names = new ByteArrayOutputStream();
        names.write(0);
        var symbols = buffer(SYMBOL * (functions.size() + 1));
        symbols.position(SYMBOL);
        long low = Long.MAX_VALUE;
        long high = Long.MIN_VALUE;
        for (Map.Entry<KernelSymbol, Long> entry : functions.entrySet()) {
            symbols.putInt(names.size()).put(GLOBAL_FUNCTION).put((byte) 0).putShort((short) 1);
            symbols.putLong(entry.getValue()).putLong(FUNCTION_BYTES);
            names.writeBytes(entry.getKey().text().getBytes(StandardCharsets.US_ASCII));
            names.write(0);
            low = Math.min(low, entry.getValue());
            high = Math.max(high, entry.getValue() + FUNCTION_BYTES);
        }
        byte[] sectionNames =
                "\0.text\0.symtab\0.strtab\0.shstrtab\0".getBytes(StandardCharsets.US_ASCII);
        int symbolsAt = HEADER;
        int namesAt = symbolsAt + symbols.capacity();
        int sectionNamesAt = namesAt + names.size();
        int sectionsAt = sectionNamesAt + sectionNames.length + 7 & -8;
        var file = buffer(sectionsAt + SECTIONS * SECTION);
        header(file, sectionsAt);
        file.put(symbolsAt, symbols.array());
        file.put(namesAt, names.toByteArray());
        file.put(sectionNamesAt, sectionNames);
        file.position(sectionsAt + SECTION);
        section(file, 1, 8, 6, low, HEADER, high - low, 0, 0, 0);
        section(file, 7, 2, 0, 0, symbolsAt, symbols.capacity(), 3, 1, SYMBOL);
        section(file, 15, 3, 0, 0, namesAt, names.size(), 0, 0, 0);
        section(file, 23, 3, 0, 0, sectionNamesAt, sectionNames.length, 0, 0, 0);
        return file.array();
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void header(ByteBuffer file, int sectionsAt) {
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0});
        file.putShort(16, (short) 2).putShort(18, (short) 62).putInt(20, 1);
        file.putLong(40, sectionsAt);
        file.putShort(52, (short) HEADER);
        file.putShort(58, (short) SECTION).putShort(60, (short) SECTIONS).putShort(62, (short) 4);
    }

    private static void section(
            ByteBuffer file,
            int name,
            int type,
            long flags,
            long address,
            long offset,
            long size,
            int link,
            int info,
            long entry) {
        file.putInt(name).putInt(type).putLong(flags).putLong(address).putLong(offset);
        file.putLong(size).putInt(link).putInt(info).putLong(8).putLong(entry);
    }
}
