package dev.murre.kernel.coredump;

import dev.murre.abi.Abi;
import dev.murre.abi.AtFlags;
import dev.murre.abi.ErrnoException;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.Rlimit;
import dev.murre.kernel.base.ByteIoBuf;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.Vfs;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.mm.Vma;
import dev.murre.kernel.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// Writes the core file of a process that a signal ends, core(5). Linux: do_coredump and
/// elf_core_dump.
///
/// What a mapping contributes is what Linux's usual filter lets through: all private pages and
/// anonymous shared ones, and the first page of ELF files. Pages that were never touched stay
/// holes.
/// A pattern that begins with a bar, for a program to read the core, writes none.
public final class CoreDump {
    private static final int HEADER_BYTES = 64;
    private static final int SEGMENT_BYTES = 56;
    private static final int PT_LOAD = 1;
    private static final int PT_NOTE = 4;
    private static final int ET_CORE = 4;
    private static final int EM_X86_64 = 62;
    private static final int MODE = 0600;
    private static final int PAGE_SIZE = 4096;
    private static final int MOST_SEGMENTS = 0xfffe;

    private final Task task;
    private final OpenFile file;
    private final long limit;
    private final ByteIoBuf buffer = new ByteIoBuf();
    private final byte[] page = new byte[PAGE_SIZE];

    private CoreDump(Task task, OpenFile file) {
        this.task = task;
        this.file = file;
        this.limit = task.limits().soft(Rlimit.CORE);
    }

    /// Writes the core file where limits and rights allow one. Returns whether it did.
    public static boolean write(Task t, SigInfo info) {
        long limit = t.limits().soft(Rlimit.CORE);
        String pattern = t.kernel().settings().corePattern;
        if (!t.options().dumpable
                || Long.compareUnsigned(limit, PAGE_SIZE) < 0
                || t.arch().abi() != Abi.X86_64
                || pattern.isEmpty()
                || pattern.startsWith("|")) {
            return false;
        }
        Vfs vfs = t.kernel().vfs();
        int flags = OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_WRONLY;
        try {
            String name = CoreName.of(t, info.signal());
            vfs.names().unlink(t, AtFlags.AT_FDCWD, name); // An older one; the open tells the rest.
            if (vfs.opener().open(t, AtFlags.AT_FDCWD, name, flags, MODE) != 0) {
                return false;
            }
            OpenFile file = vfs.opener().opened();
            try {
                return isFit(t, file) && new CoreDump(t, file).writeAll(info);
            } finally {
                file.put();
            }
        } catch (ErrnoException e) {
            return false;
        }
    }

    /// Nobody may make a program write to another file than one of its own.
    private static boolean isFit(Task t, OpenFile file) {
        return file.inode().isRegular()
                && file.inode().nlink() == 1
                && file.inode().uid() == t.creds().fsuid();
    }

    private boolean writeAll(SigInfo info) {
        task.syncThread();
        Mm mm = task.mm();
        List<Vma> mappings = mm.vmas().stream().limit(MOST_SEGMENTS).toList();
        byte[] notes = CoreNotes.of(task, info);
        long notesAt = HEADER_BYTES + (long) SEGMENT_BYTES * (mappings.size() + 1);
        long at = notesAt + notes.length + PAGE_SIZE - 1 & -PAGE_SIZE;
        ByteBuffer headers = ByteBuffer.allocate((int) notesAt).order(ByteOrder.LITTLE_ENDIAN);
        putHeader(headers, mappings.size() + 1);
        putSegment(headers, PT_NOTE, 0, notesAt, 0, notes.length, 0, 0);
        long[] lengths = new long[mappings.size()];
        long offset = at;
        for (int i = 0; i < lengths.length; i++) {
            Vma vma = mappings.get(i);
            lengths[i] = mm.coreBytes(vma, task.threadGroup().coreFilter());
            int rights = rights(vma.prot());
            putSegment(
                    headers,
                    PT_LOAD,
                    rights,
                    offset,
                    vma.start(),
                    lengths[i],
                    vma.length(),
                    PAGE_SIZE);
            offset += lengths[i];
        }
        boolean fits = put(headers.array(), 0) && put(notes, notesAt);
        for (int i = 0; i < lengths.length && fits; i++) {
            fits = putPages(mm, mappings.get(i), lengths[i], at);
            at += lengths[i];
        }
        if (fits) {
            task.kernel().vfs().names().truncateInode(task, file.inode(), offset);
        }
        return true;
    }

    private static void putHeader(ByteBuffer b, int segments) {
        b.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        b.putShort((short) ET_CORE).putShort((short) EM_X86_64).putInt(1);
        b.putLong(0).putLong(HEADER_BYTES).putLong(0).putInt(0);
        b.putShort((short) HEADER_BYTES).putShort((short) SEGMENT_BYTES);
        b.putShort((short) segments).putShort((short) 0).putShort((short) 0).putShort((short) 0);
    }

    private static void putSegment(
            ByteBuffer b,
            int type,
            int flags,
            long offset,
            long address,
            long length,
            long size,
            long alignment) {
        b.putInt(type).putInt(flags).putLong(offset).putLong(address).putLong(0);
        b.putLong(length).putLong(size).putLong(alignment);
    }

    /// ELF's rights from mmap's: read and execute have changed places.
    private static int rights(int prot) {
        return (prot & 1) << 2 | prot & 2 | (prot & 4) >>> 2;
    }

    private boolean putPages(Mm mm, Vma vma, long length, long at) {
        for (long done = 0; done < length; done += PAGE_SIZE) {
            if (mm.hasContent(vma, vma.start() + done)
                    && mm.forced().read(vma.start() + done, page, 0, PAGE_SIZE) == PAGE_SIZE
                    && !put(page, at + done)) {
                return false;
            }
        }
        return true;
    }

    /// Writes at a place in the file; false beyond the limit or where there is no room.
    private boolean put(byte[] bytes, long at) {
        if (Long.compareUnsigned(at + bytes.length, limit) > 0) {
            return false;
        }
        return file.write(task, buffer.reset(bytes, 0, bytes.length), at) == bytes.length;
    }
}
