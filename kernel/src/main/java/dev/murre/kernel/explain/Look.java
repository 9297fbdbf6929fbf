package dev.murre.kernel.explain;

import dev.murre.abi.MmapFlags;
import dev.murre.arch.x86.PtRegs;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.PathText;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.mm.Vma;
import dev.murre.kernel.task.Task;
import dev.murre.machine.memory.Host;
import dev.murre.trace.story.Story;
import java.util.ArrayList;
import java.util.List;

/// Looks at a task and its memory and finds words for it.
final class Look {
    private static final int REGISTERS = PtRegs.BYTES / 8;
    private static final int FS_BASE = REGISTERS;

    private static final String[] FLAGS = {
        "CF", "", "PF", "", "AF", "", "ZF", "SF", "TF", "IF", "DF", "OF"
    };

    private Look() {}

    static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    static String who(Task t) {
        return t.comm() + "-" + t.id();
    }

    /// The saved registers on the kernel stack, and the thread pointer behind them.
    static long[] registers(Task t) {
        long[] values = new long[REGISTERS + 1];
        long regs = t.regs();
        for (int i = 0; i < REGISTERS; i++) {
            values[i] = Host.get64(regs + i * 8L);
        }
        t.syncThread();
        values[FS_BASE] = t.thread().fsBase;
        return values;
    }

    static long register(long[] values, int offset) {
        return values[offset / 8];
    }

    /// Registers at several moments, side by side; those that differ stand out.
    static Story.Table registerTable(String title, List<String> moments, List<long[]> values) {
        List<String> columns = new ArrayList<>();
        columns.add("register");
        columns.addAll(moments);
        List<Story.Row> rows = new ArrayList<>();
        for (int i = REGISTERS; i >= 0; i--) {
            List<String> cells = new ArrayList<>();
            cells.add(i == FS_BASE ? "fs_base" : PtRegs.name(i * 8));
            boolean changed = false;
            for (long[] moment : values) {
                cells.add(hex(moment[i]));
                changed |= moment[i] != values.getFirst()[i];
            }
            rows.add(new Story.Row(changed ? Story.Mark.CHANGED : Story.Mark.PLAIN, cells));
        }
        return new Story.Table(title, columns, rows);
    }

    /// The bits of the flags register that are set.
    static String flags(long value) {
        var text = new StringBuilder();
        for (int i = 0; i < FLAGS.length; i++) {
            if ((value >>> i & 1) != 0 && !FLAGS[i].isEmpty()) {
                text.append(text.isEmpty() ? "" : " ").append(FLAGS[i]);
            }
        }
        return text.toString();
    }

    /// What a user address lies in, such as `libc.so.6+0x1234`.
    static String where(Task t, long address) {
        Mm mm = t.mmOrNull();
        Vma vma = mm == null ? null : mm.find(address);
        if (mm == null || vma == null) {
            return "";
        }
        String name = name(t, mm, vma);
        String brief = name.substring(name.lastIndexOf('/') + 1);
        if (brief.isEmpty()) {
            return "anonymous";
        }
        return vma.file() == null
                ? brief
                : brief + "+" + hex(address - vma.start() + vma.fileOffset());
    }

    static String name(Task t, Mm mm, Vma vma) {
        if (vma.file() instanceof OpenFile file) {
            return t.fsOrNull() == null ? "" : PathText.shown(file.path(), t.fs().root());
        }
        if (!vma.name().isEmpty()) {
            return vma.name();
        }
        if (vma.start() < mm.brk() && vma.end() > mm.brkStart()) {
            return "[heap]";
        }
        return vma.start() <= mm.stackStart() && vma.end() > mm.stackStart() ? "[stack]" : "";
    }

    static String protection(Vma vma) {
        int prot = vma.prot();
        return ((prot & MmapFlags.PROT_READ) != 0 ? "r" : "-")
                + ((prot & MmapFlags.PROT_WRITE) != 0 ? "w" : "-")
                + ((prot & MmapFlags.PROT_EXEC) != 0 ? "x" : "-")
                + (vma.isShared() ? "s" : "p");
    }

    static String range(Vma vma) {
        return String.format("%08x-%08x", vma.start(), vma.end());
    }

    /// The instruction before an address, if it asks for a system call.
    static String syscallInstruction(Task t, long ip) {
        byte[] bytes = new byte[2];
        Mm mm = t.mmOrNull();
        if (mm == null || mm.forced().read(ip - 2, bytes, 0, 2) != 2) {
            return "";
        }
        int both = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        return switch (both) {
            case 0x0f05 -> "syscall";
            case 0xcd80 -> "int $0x80";
            case 0x0f34 -> "sysenter";
            default -> "";
        };
    }

    /// A task's name for the system call it is in.
    static String call(Task t) {
        var name = t.kernel().syscalls().numbers(t.abi()).name(t.syscallNumber());
        return name == null ? "call " + t.syscallNumber() : name.text();
    }
}
