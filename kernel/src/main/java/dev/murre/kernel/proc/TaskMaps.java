package dev.murre.kernel.proc;

import dev.murre.abi.MmapFlags;
import dev.murre.kernel.fs.Devices;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.PathText;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.mm.Vma;
import dev.murre.kernel.task.Task;

/// `/proc/PID/maps`, `smaps` and `smaps_rollup`.
final class TaskMaps {
    /// Where the name begins: fs/proc/task_mmu.c pads the columns before it to this width.
    private static final int NAME_COLUMN = 73;

    private TaskMaps() {}

    static String maps(Task t, FsSubject reader) {
        Mm mm = t.mmOrNull();
        if (mm == null) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        for (Vma vma : mm.vmas()) {
            line(out, mm, vma, reader);
        }
        return out.toString();
    }

    private static void line(StringBuilder out, Mm mm, Vma vma, FsSubject reader) {
        int start = out.length();
        hex(out, vma.start(), 8);
        out.append('-');
        hex(out, vma.end(), 8);
        int prot = vma.prot();
        out.append(' ').append((prot & MmapFlags.PROT_READ) != 0 ? 'r' : '-');
        out.append((prot & MmapFlags.PROT_WRITE) != 0 ? 'w' : '-');
        out.append((prot & MmapFlags.PROT_EXEC) != 0 ? 'x' : '-');
        out.append(vma.isShared() ? 's' : 'p').append(' ');
        hex(out, vma.fileOffset(), 8);
        OpenFile file = vma.file() instanceof OpenFile f ? f : null;
        long dev = file == null ? 0 : file.inode().superBlock().dev();
        out.append(' ');
        hex(out, Devices.major(dev), 2);
        out.append(':');
        hex(out, Devices.minor(dev), 2);
        out.append(' ').append(file == null ? 0 : file.inode().ino());
        String name =
                file != null ? PathText.shown(file.path(), reader.fs().root()) : name(mm, vma);
        out.append(' ');
        if (!name.isEmpty()) {
            while (out.length() - start < NAME_COLUMN) {
                out.append(' ');
            }
            out.append(name.replace("\n", "\\012"));
        }
        out.append('\n');
    }

    private static String name(Mm mm, Vma vma) {
        if (!vma.name().isEmpty()) {
            return vma.name();
        }
        if (vma.start() < mm.brk() && vma.end() > mm.brkStart() && mm.brk() > mm.brkStart()) {
            return "[heap]";
        }
        boolean stack = vma.start() <= mm.stackStart() && vma.end() > mm.stackStart();
        return stack ? "[stack]" : "";
    }

    private static void hex(StringBuilder out, long value, int width) {
        String digits = Long.toHexString(value);
        for (int i = digits.length(); i < width; i++) {
            out.append('0');
        }
        out.append(digits);
    }

    static String smaps(Task t, FsSubject reader) {
        Mm mm = t.mmOrNull();
        if (mm == null) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        for (Vma vma : mm.vmas()) {
            line(out, mm, vma, reader);
            size(out, "Size", vma.length());
            size(out, "KernelPageSize", 4096);
            size(out, "MMUPageSize", 4096);
            Totals totals = new Totals();
            totals.add(mm, vma);
            totals.print(out);
            out.append("THPeligible:\t\t0\nVmFlags: ").append(flags(vma)).append('\n');
        }
        return out.toString();
    }

    static String rollup(Task t) {
        Mm mm = t.mmOrNull();
        if (mm == null || mm.vmas().isEmpty()) {
            return "";
        }
        Totals totals = new Totals();
        long first = -1;
        long last = 0;
        for (Vma vma : mm.vmas()) {
            totals.add(mm, vma);
            first = first < 0 ? vma.start() : first;
            last = vma.end();
        }
        StringBuilder out = new StringBuilder();
        hex(out, first, 8);
        out.append('-');
        hex(out, last, 8);
        out.append(" ---p 00000000 00:00 0 ");
        while (out.length() < NAME_COLUMN) {
            out.append(' ');
        }
        out.append("[rollup]\n");
        totals.print(out);
        return out.toString();
    }

    private static void size(StringBuilder out, String name, long bytes) {
        out.append(name).append(':');
        String number = Long.toString(bytes >>> 10);
        for (int i = name.length() + 1 + number.length(); i < 24; i++) {
            out.append(' ');
        }
        out.append(number).append(" kB\n");
    }

    private static String flags(Vma vma) {
        StringBuilder s = new StringBuilder();
        int prot = vma.prot();
        s.append((prot & MmapFlags.PROT_READ) != 0 ? "rd " : "");
        s.append((prot & MmapFlags.PROT_WRITE) != 0 ? "wr " : "");
        s.append((prot & MmapFlags.PROT_EXEC) != 0 ? "ex " : "");
        s.append(vma.isShared() ? "sh " : "");
        s.append("mr ").append(vma.mayWrite() ? "mw " : "").append("me ");
        s.append(vma.growsDown() ? "gd " : "");
        return s.append(vma.isLocked() ? "lo " : "").toString();
    }

    /// Sums of resident memory in bytes.
    private static final class Totals {
        private long resident;
        private long sharedClean;
        private long privateClean;
        private long privateDirty;
        private long anonymous;
        private long locked;

        void add(Mm mm, Vma vma) {
            long bytes = mm.residentPages(vma) << 12;
            resident += bytes;
            boolean clean = vma.file() != null && (vma.prot() & MmapFlags.PROT_WRITE) == 0;
            if (vma.isShared()) {
                sharedClean += bytes;
            } else if (clean) {
                privateClean += bytes;
            } else {
                privateDirty += bytes;
                anonymous += bytes;
            }
            locked += vma.isLocked() ? bytes : 0;
        }

        void print(StringBuilder out) {
            size(out, "Rss", resident);
            size(out, "Pss", resident);
            size(out, "Shared_Clean", sharedClean);
            size(out, "Shared_Dirty", 0);
            size(out, "Private_Clean", privateClean);
            size(out, "Private_Dirty", privateDirty);
            size(out, "Referenced", resident);
            size(out, "Anonymous", anonymous);
            size(out, "LazyFree", 0);
            size(out, "AnonHugePages", 0);
            size(out, "ShmemPmdMapped", 0);
            size(out, "FilePmdMapped", 0);
            size(out, "Shared_Hugetlb", 0);
            size(out, "Private_Hugetlb", 0);
            size(out, "Swap", 0);
            size(out, "SwapPss", 0);
            size(out, "Locked", locked);
        }
    }
}
