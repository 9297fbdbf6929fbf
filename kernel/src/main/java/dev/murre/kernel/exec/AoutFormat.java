package dev.murre.kernel.exec;

import static dev.murre.abi.MmapFlags.MAP_FIXED;
import static dev.murre.abi.MmapFlags.MAP_PRIVATE;
import static dev.murre.abi.MmapFlags.PROT_EXEC;
import static dev.murre.abi.MmapFlags.PROT_READ;
import static dev.murre.abi.MmapFlags.PROT_WRITE;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.kernel.mm.Mappings;
import dev.murre.kernel.mm.Mm;
import dev.murre.trace.KernelSymbol;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// a.out programs of i386, a.out(5): OMAGIC (text and data in one writable piece), NMAGIC (text
/// apart),
/// ZMAGIC (text at 1024 in the file) and QMAGIC (demand-paged, the header is part of the text).
public final class AoutFormat implements BinaryFormat {
    private static final int OMAGIC = 0407;
    private static final int NMAGIC = 0410;
    private static final int ZMAGIC = 0413;
    private static final int QMAGIC = 0314;

    private static final int HEADER_BYTES = 32;
    private static final int ZMAGIC_OFFSET = 1024;
    private static final int SEGMENT = 1024;
    private static final int PAGE = 4096;
    private static final int MACHINE_386 = 100;
    private static final int ALL = PROT_READ | PROT_WRITE | PROT_EXEC;

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /// `struct exec`.
    private record Header(int magic, long text, long data, long bss, long entry) {
        long textOffset() {
            return switch (magic) {
                case ZMAGIC -> ZMAGIC_OFFSET;
                case QMAGIC -> 0;
                default -> HEADER_BYTES;
            };
        }

        long textAddress() {
            return magic == QMAGIC ? PAGE : 0;
        }

        long dataAddress() {
            long end = textAddress() + text;
            return magic == OMAGIC ? end : end + SEGMENT - 1 & -SEGMENT;
        }

        long bssAddress() {
            return dataAddress() + data;
        }
    }

    private static long word(byte[] head, int at) {
        return (int) INT.get(head, at) & 0xffffffffL;
    }

    @Override
    public KernelSymbol symbol() {
        return KernelSymbol.LOAD_AOUT_BINARY;
    }

    @Override
    public Outcome load(BinPrm prm) {
        int info = (int) INT.get(prm.head, 0);
        int magic = info & 0xffff;
        int machine = info >> 16 & 0xff;
        boolean known = magic == OMAGIC || magic == NMAGIC || magic == ZMAGIC || magic == QMAGIC;
        if (!known || machine != 0 && machine != MACHINE_386 || prm.headLength < HEADER_BYTES) {
            return NOT_MINE;
        }
        Header header =
                new Header(
                        magic,
                        word(prm.head, 4),
                        word(prm.head, 8),
                        word(prm.head, 12),
                        word(prm.head, 20));
        boolean relocatable = word(prm.head, 24) != 0 || word(prm.head, 28) != 0;
        long contents = header.textOffset() + header.text + header.data;
        if (relocatable || prm.file.inode().size() < contents) {
            throw Errno.ENOEXEC.exception();
        }
        return new Loaded(build(prm, header));
    }

    private static LoadedImage build(BinPrm prm, Header header) {
        Mm mm = prm.spaces.newSpace(Abi.I386);
        boolean done = false;
        try {
            prm.result(prm.who.creds());
            prm.committed = true;
            ExecStack stack = new ExecStack(prm, mm, Abi.I386, ALL);
            if ((header.textOffset() & PAGE - 1) != 0 || header.magic == OMAGIC) {
                copy(prm, mm, header);
            } else {
                map(prm, mm, header);
            }
            long dataEnd = pageUp(header.bssAddress());
            long end = pageUp(header.bssAddress() + header.bss);
            if (end > dataEnd) {
                mm.mappings().mapAnonymous(dataEnd, end - dataEnd, ALL, MAP_PRIVATE, "");
            }
            long textEnd = header.textAddress() + header.text;
            mm.setProgram(header.textAddress(), textEnd, header.dataAddress(), header.bssAddress());
            mm.setBrk(end, end);
            long sp = stack.writeAout();
            done = true;
            return new LoadedImage(mm, Abi.I386, header.entry, sp, 0, 0);
        } finally {
            if (!done) {
                mm.put();
            }
        }
    }

    /// Text and data are read into one anonymous piece.
    private static void copy(BinPrm prm, Mm mm, Header header) {
        long start = header.textAddress();
        long size = header.bssAddress() - start;
        mm.mappings().mapAnonymous(start, pageUp(size), ALL, MAP_PRIVATE, "");
        read(prm, mm, header.textOffset(), start, header.text);
        read(prm, mm, header.textOffset() + header.text, header.dataAddress(), header.data);
    }

    private static void read(BinPrm prm, Mm mm, long offset, long address, long length) {
        byte[] bytes = new byte[(int) length];
        if (BinPrm.read(prm.file, prm.who, offset, bytes, bytes.length) != bytes.length) {
            throw Errno.EIO.exception();
        }
        mm.user().copyToUser(address, bytes, 0, bytes.length);
    }

    private static void map(BinPrm prm, Mm mm, Header header) {
        int flags = MAP_PRIVATE | MAP_FIXED;
        int kind = Mappings.vmaFlags(flags, false, Mappings.ShareMode.WRITABLE);
        var pages = prm.file.pages();
        if (pages == null) {
            throw Errno.ENODEV.exception();
        }
        long offset = header.textOffset();
        mm.mappings()
                .map(
                        header.textAddress(),
                        header.text,
                        PROT_READ | PROT_EXEC,
                        flags,
                        kind,
                        pages,
                        offset,
                        prm.file,
                        "");
        if (header.data > 0) {
            mm.mappings()
                    .map(
                            header.dataAddress(),
                            header.data,
                            ALL,
                            flags,
                            kind,
                            pages,
                            offset + header.text,
                            prm.file,
                            "");
            long end = header.bssAddress();
            mm.user().clear(end, pageUp(end) - end);
        }
    }

    private static long pageUp(long address) {
        return address + PAGE - 1 & -PAGE;
    }
}
