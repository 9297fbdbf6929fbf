package dev.murre.kernel.exec;

import static dev.murre.abi.MmapFlags.*;

import dev.murre.abi.Errno;
import dev.murre.kernel.exec.ElfHeader.Segment;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.PathWalk;
import dev.murre.kernel.mm.Layout;
import dev.murre.kernel.mm.Mappings;
import dev.murre.kernel.mm.Mm;
import dev.murre.trace.KernelSymbol;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// ELF programs: static, static position-independent, and dynamic through their interpreter,
/// elf(5).
public final class ElfFormat implements BinaryFormat {
    private static final int MAX_TABLE_BYTES = 65536;
    private static final int PATH_MAX = 4096;
    private static final int PAGE = 4096;

    private final ScriptFormat.Opener opener;

    public ElfFormat(ScriptFormat.Opener opener) {
        this.opener = opener;
    }

    /// A file that is to be mapped: the program or its interpreter.
    private record Source(OpenFile file, ElfHeader header, List<Segment> segments) {}

    /// Where a file was put.
    private record Placed(long bias, long low, long end, long entry, long phdr) {}

    @Override
    public KernelSymbol symbol() {
        return KernelSymbol.LOAD_ELF_BINARY;
    }

    @Override
    public Outcome load(BinPrm prm) {
        ElfHeader header = ElfHeader.parse(prm.head);
        if (header == null) {
            return NOT_MINE;
        }
        Source program = source(prm.file, prm.who, header);
        OpenFile interpreterFile = openInterpreter(prm, program);
        try {
            Source interpreter =
                    interpreterFile == null ? null : interpreterSource(prm, interpreterFile);
            return new Loaded(build(prm, program, interpreter));
        } finally {
            if (interpreterFile != null) {
                ExecutableFile.letGo(interpreterFile);
            }
        }
    }

    private static Source source(OpenFile file, FsSubject who, ElfHeader header) {
        int bytes = header.phnum() * header.rowBytes();
        if (header.phentsize() != header.rowBytes()
                || header.phnum() < 1
                || bytes > MAX_TABLE_BYTES) {
            throw Errno.ENOEXEC.exception();
        }
        byte[] table = new byte[bytes];
        if (BinPrm.read(file, who, header.phoff(), table, bytes) != bytes) {
            throw Errno.ENOEXEC.exception();
        }
        return new Source(file, header, header.segments(table));
    }

    private @Nullable OpenFile openInterpreter(BinPrm prm, Source program) {
        for (Segment segment : program.segments) {
            if (segment.type() != ElfHeader.PT_INTERP) {
                continue;
            }
            if (segment.fileSize() > PATH_MAX || segment.fileSize() < 2) {
                throw Errno.ENOEXEC.exception();
            }
            int length = (int) segment.fileSize();
            byte[] name = new byte[length];
            if (BinPrm.read(program.file, prm.who, segment.offset(), name, length) != length) {
                throw Errno.EIO.exception();
            }
            if (name[length - 1] != 0) {
                throw Errno.ENOEXEC.exception();
            }
            String path = new String(name, 0, length - 1, StandardCharsets.ISO_8859_1);
            int zero = path.indexOf('\0');
            String clean = zero < 0 ? path : path.substring(0, zero);
            return opener.open(prm, clean, PathWalk.FOLLOW);
        }
        return null;
    }

    private static Source interpreterSource(BinPrm prm, OpenFile file) {
        byte[] head = new byte[BinPrm.HEAD_BYTES];
        if (BinPrm.read(file, prm.who, 0, head, head.length) < 64) {
            throw Errno.EIO.exception();
        }
        ElfHeader header = ElfHeader.parse(head);
        if (header == null) {
            throw Errno.ELIBBAD.exception();
        }
        return source(file, prm.who, header);
    }

    private static LoadedImage build(BinPrm prm, Source program, @Nullable Source interpreter) {
        ElfHeader header = program.header;
        Mm mm = prm.spaces.newSpace(header.abi());
        boolean done = false;
        try {
            prm.result(prm.who.creds());
            prm.committed = true;
            ExecStack stack = new ExecStack(prm, mm, header.abi(), stackProtection(program));
            Placed main = place(mm, program, mainBias(program, mm.layout()));
            long brk = pageUp(main.end) + prm.spaces.brkShift();
            mm.setBrk(brk, brk);
            Placed other =
                    interpreter == null
                            ? null
                            : place(mm, interpreter, interpreterBias(mm, interpreter));
            long vdso = prm.spaces.mapVdso(mm, header.abi());
            Auxv auxv =
                    new Auxv(
                            vdso,
                            vdso == 0 ? 0 : prm.spaces.sysinfo(vdso, header.abi()),
                            main.phdr,
                            header.rowBytes(),
                            header.phnum(),
                            other == null ? 0 : other.bias,
                            main.entry);
            long sp = stack.write(auxv);
            long entry = other == null ? main.entry : other.entry;
            done = true;
            return new LoadedImage(mm, header.abi(), entry, sp, vdso, 0);
        } finally {
            if (!done) {
                mm.put();
            }
        }
    }

    private static int stackProtection(Source program) {
        for (Segment segment : program.segments) {
            if (segment.type() == ElfHeader.PT_GNU_STACK) {
                int exec = (segment.flags() & ElfHeader.PF_X) != 0 ? PROT_EXEC : 0;
                return PROT_READ | PROT_WRITE | exec;
            }
        }
        return PROT_READ | PROT_WRITE | PROT_EXEC;
    }

    private static long low(Source source) {
        for (Segment segment : source.segments) {
            if (segment.isLoad()) {
                return segment.address() & -PAGE;
            }
        }
        throw Errno.EINVAL.exception();
    }

    private static long span(Source source) {
        long end = 0;
        for (Segment segment : source.segments) {
            if (segment.isLoad()) {
                end = Math.max(end, pageUp(segment.address() + segment.memorySize()));
            }
        }
        return end - low(source);
    }

    private static long mainBias(Source program, Layout layout) {
        if (program.header.type() == ElfHeader.ET_EXEC) {
            return 0;
        }
        return layout.pieBase() - low(program);
    }

    private static long interpreterBias(Mm mm, Source interpreter) {
        if (interpreter.header.type() == ElfHeader.ET_EXEC) {
            return 0;
        }
        long size = span(interpreter);
        int flags = MAP_PRIVATE | MAP_ANONYMOUS;
        int kind = Mappings.vmaFlags(flags, false, Mappings.ShareMode.WRITABLE);
        long at = mm.mappings().map(0, size, PROT_NONE, flags, kind, null, 0, null, "");
        mm.mappings().unmap(at, size);
        return at - low(interpreter);
    }

    private static Placed place(Mm mm, Source source, long bias) {
        long codeStart = Long.MAX_VALUE;
        long codeEnd = 0;
        long dataStart = 0;
        long dataEnd = 0;
        long end = 0;
        long phdr = 0;
        for (Segment segment : source.segments) {
            if (!segment.isLoad()) {
                continue;
            }
            map(mm, source.file, segment, bias);
            long start = segment.address() + bias;
            long fileEnd = start + segment.fileSize();
            codeStart = Math.min(codeStart, start);
            if ((segment.flags() & ElfHeader.PF_X) != 0) {
                codeEnd = Math.max(codeEnd, fileEnd);
            }
            dataStart = Math.max(dataStart, start);
            dataEnd = Math.max(dataEnd, fileEnd);
            end = Math.max(end, start + segment.memorySize());
            long phoff = source.header.phoff();
            if (segment.offset() <= phoff && phoff < segment.offset() + segment.fileSize()) {
                phdr = phoff - segment.offset() + start;
            }
        }
        if (end == 0) {
            throw Errno.EINVAL.exception();
        }
        mm.setProgram(codeStart, codeEnd, dataStart, dataEnd);
        return new Placed(bias, codeStart & -PAGE, end, source.header.entry() + bias, phdr);
    }

    private static int protection(Segment segment) {
        int flags = segment.flags();
        return ((flags & ElfHeader.PF_R) != 0 ? PROT_READ : 0)
                | ((flags & ElfHeader.PF_W) != 0 ? PROT_WRITE : 0)
                | ((flags & ElfHeader.PF_X) != 0 ? PROT_EXEC : 0);
    }

    /// Maps one segment: the file's part, then zeros up to its size in memory.
    private static void map(Mm mm, OpenFile file, Segment segment, long bias) {
        long start = segment.address() + bias;
        long base = start & -PAGE;
        long inPage = start - base;
        int prot = protection(segment);
        if (segment.memorySize() < segment.fileSize()
                || Long.compareUnsigned(segment.memorySize(), mm.layout().maximum()) > 0) {
            throw Errno.EINVAL.exception();
        }
        if (segment.fileSize() > 0) {
            if ((segment.offset() & PAGE - 1) != inPage) {
                throw Errno.EINVAL.exception();
            }
            var pages = file.pages();
            if (pages == null) {
                throw Errno.ENODEV.exception();
            }
            int flags = MAP_PRIVATE | MAP_FIXED;
            int kind = Mappings.vmaFlags(flags, false, Mappings.ShareMode.WRITABLE);
            mm.mappings()
                    .map(
                            base,
                            segment.fileSize() + inPage,
                            prot,
                            flags,
                            kind,
                            pages,
                            segment.offset() - inPage,
                            file,
                            "");
        }
        zeroRest(mm, start, segment, prot);
    }

    private static void zeroRest(Mm mm, long start, Segment segment, int prot) {
        long fileEnd = start + segment.fileSize();
        long memoryEnd = start + segment.memorySize();
        if (memoryEnd <= fileEnd) {
            return;
        }
        long pageEnd = segment.fileSize() == 0 ? fileEnd & -PAGE : pageUp(fileEnd);
        if ((prot & PROT_WRITE) != 0 && fileEnd < pageEnd) {
            mm.user().clear(fileEnd, Math.min(pageEnd, memoryEnd) - fileEnd);
            if (memoryEnd < pageEnd) {
                mm.user().clear(memoryEnd, pageEnd - memoryEnd);
            }
        }
        if (pageUp(memoryEnd) > pageEnd) {
            mm.mappings().mapAnonymous(pageEnd, pageUp(memoryEnd) - pageEnd, prot, MAP_PRIVATE, "");
        }
    }

    private static long pageUp(long address) {
        return address + PAGE - 1 & -PAGE;
    }
}
