package dev.murre.kernel.coredump;

import dev.murre.arch.x86.Fxsave;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.PathText;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.mm.Vma;
import dev.murre.kernel.signal.SigInfoLayout;
import dev.murre.kernel.task.Task;
import dev.murre.kernel.task.UserRegisters;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The notes of an x86-64 core file: elf.h's `elf_prstatus` and `elf_prpsinfo`, and the like.
final class CoreNotes {
    private static final int NT_PRSTATUS = 1;
    private static final int NT_FPREGSET = 2;
    private static final int NT_PRPSINFO = 3;
    private static final int NT_AUXV = 6;
    private static final int NT_SIGINFO = 0x53494749;
    private static final int NT_FILE = 0x46494c45;
    private static final byte[] OWNER = {'C', 'O', 'R', 'E', 0, 0, 0, 0};
    private static final int OWNER_LENGTH = 5;

    private static final int PRSTATUS_BYTES = 336;
    private static final int PRPSINFO_BYTES = 136;
    private static final int COMM_BYTES = 16;
    private static final int ARGUMENT_BYTES = 80;
    private static final int PAGE_SIZE = 4096;

    private final Task task;
    private final SigInfo info;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private CoreNotes(Task task, SigInfo info) {
        this.task = task;
        this.info = info;
    }

    /// The notes of the process of `task`, which the signal ends.
    static byte[] of(Task task, SigInfo info) {
        CoreNotes notes = new CoreNotes(task, info);
        notes.writeAll();
        return notes.out.toByteArray();
    }

    private void writeAll() {
        Mm mm = task.mm();
        note(NT_PRSTATUS, status(task));
        note(NT_PRPSINFO, process(mm));
        byte[] signal = new byte[SigInfoLayout.BYTES];
        SigInfoLayout.write(info, task.abi(), signal);
        note(NT_SIGINFO, signal);
        note(NT_AUXV, mm.auxv());
        note(NT_FILE, files(mm));
        note(NT_FPREGSET, floatingPoint(task));
        for (Task other : List.copyOf(task.threadGroup().threads())) {
            if (other != task && !other.exiting()) {
                note(NT_PRSTATUS, status(other));
                note(NT_FPREGSET, floatingPoint(other));
            }
        }
    }

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void note(int type, byte[] content) {
        ByteBuffer header = bytes(12).putInt(OWNER_LENGTH).putInt(content.length).putInt(type);
        out.writeBytes(header.array());
        out.writeBytes(OWNER);
        out.writeBytes(content);
        out.writeBytes(new byte[-content.length & 3]);
    }

    private byte[] status(Task t) {
        ByteBuffer b = bytes(PRSTATUS_BYTES);
        int number = info.signal().number;
        b.putInt(number).putInt(0).putInt(0).putShort((short) number).putShort((short) 0);
        b.putLong(t.signals().pending.mask()).putLong(t.signals().blocked());
        ids(b, t);
        times(b, t.accounting().userNanos());
        times(b, t.accounting().systemNanos());
        times(b, t.threadGroup().childrenUsage().userNanos());
        times(b, t.threadGroup().childrenUsage().systemNanos());
        b.put(UserRegisters.of(t)).putInt(1);
        return b.array();
    }

    private static void ids(ByteBuffer b, Task t) {
        b.putInt(t.pid()).putInt(t.numberOf(t.realParent()));
        b.putInt(t.processGroup().pid().numberIn(t.pidNamespace()));
        b.putInt(t.session().pid().numberIn(t.pidNamespace()));
    }

    private static void times(ByteBuffer b, long nanos) {
        b.putLong(nanos / 1_000_000_000).putLong(nanos % 1_000_000_000 / 1000);
    }

    private byte[] process(Mm mm) {
        ByteBuffer b = bytes(PRPSINFO_BYTES);
        b.put((byte) 0).put((byte) 'R').put((byte) 0).put((byte) task.sched().nice());
        b.putInt(0).putLong(0).putInt(task.creds().uid()).putInt(task.creds().gid());
        ids(b, task);
        put(b, task.comm().getBytes(StandardCharsets.ISO_8859_1), COMM_BYTES);
        int length = (int) Math.min(ARGUMENT_BYTES - 1, mm.argEnd() - mm.argStart());
        byte[] arguments = new byte[Math.max(0, length)];
        mm.forced().read(mm.argStart(), arguments, 0, arguments.length);
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = arguments[i] == 0 ? (byte) ' ' : arguments[i];
        }
        put(b, arguments, ARGUMENT_BYTES);
        return b.array();
    }

    private static void put(ByteBuffer b, byte[] text, int size) {
        int length = Math.min(text.length, size - 1);
        b.put(text, 0, length).put(new byte[size - length]);
    }

    /// Which files are mapped where.
    private byte[] files(Mm mm) {
        List<Vma> mapped = new ArrayList<>();
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        for (Vma vma : mm.vmas()) {
            if (vma.file() instanceof OpenFile file) {
                mapped.add(vma);
                String name = PathText.shown(file.path(), task.fs().root());
                names.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
                names.write(0);
            }
        }
        ByteBuffer b = bytes(16 + 24 * mapped.size() + names.size());
        b.putLong(mapped.size()).putLong(PAGE_SIZE);
        for (Vma vma : mapped) {
            b.putLong(vma.start()).putLong(vma.end()).putLong(vma.fileOffset() / PAGE_SIZE);
        }
        return b.put(names.toByteArray()).array();
    }

    private static byte[] floatingPoint(Task t) {
        byte[] state = new byte[Fxsave.BYTES];
        t.syncThread();
        Fxsave.save(t.thread(), state);
        return state;
    }
}
