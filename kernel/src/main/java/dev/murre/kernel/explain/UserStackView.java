package dev.murre.kernel.explain;

import dev.murre.abi.AuxType;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.strace.FlagNames;
import dev.murre.kernel.task.Task;
import dev.murre.trace.story.Story;
import dev.murre.trace.story.Story.Area;
import dev.murre.trace.story.Story.Slot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The stack that a fresh program finds, read from its memory: from the stack pointer up argc,
/// argv, envp, the auxiliary vector, and the strings they point to.
final class UserStackView {
    private static final FlagNames TYPES = new FlagNames(AuxType.class, "AT_");
    private static final int LONGEST = 60;

    private final Task t;
    private final Mm mm;
    private final int word;
    private final List<Slot> slots = new ArrayList<>();
    private long at;

    private UserStackView(Task t) {
        this.t = t;
        this.mm = t.mm();
        this.word = t.arch().abi().wordSize;
        this.at = t.arch().sp(t.regs());
    }

    static Story.Stack of(Task t) {
        var view = new UserStackView(t);
        long sp = view.at;
        view.read();
        Collections.reverse(view.slots);
        return new Story.Stack(
                "user stack, sp = " + Look.hex(sp) + ", " + view.word * 8 + "-bit words",
                view.slots);
    }

    private long load(long address) {
        byte[] bytes = new byte[word];
        mm.forced().read(address, bytes, 0, word);
        long value = 0;
        for (int i = word - 1; i >= 0; i--) {
            value = value << 8 | bytes[i] & 0xff;
        }
        return value;
    }

    private String string(long address) {
        byte[] bytes = new byte[4096];
        int got = mm.forced().read(address, bytes, 0, bytes.length);
        int end = 0;
        while (end < got && bytes[end] != 0) {
            end++;
        }
        String text = new String(bytes, 0, end, StandardCharsets.UTF_8);
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }

    private long slot(Area area, String name, String note) {
        long value = load(at);
        slots.add(new Slot(area, Look.hex(at), name, Look.hex(value), note));
        at += word;
        return value;
    }

    private void read() {
        long argc = load(at);
        slot(Area.POINTERS, "argc", argc + " ← sp");
        List<Long> strings = new ArrayList<>();
        pointers("argv", strings);
        pointers("envp", strings);
        auxiliary();
        long stringsStart = strings.isEmpty() ? at : strings.getFirst();
        if (stringsStart > at) {
            slots.add(
                    new Slot(
                            Area.STRINGS,
                            Look.hex(at),
                            "",
                            stringsStart - at + " bytes",
                            "platform name, 16 random bytes, alignment"));
        }
        long previous = 0;
        for (long address : strings) {
            text(address);
            previous = address;
        }
        long file = previous == 0 ? 0 : previous + string(previous).length() + 1;
        if (file != 0 && load(file) != 0) {
            text(file);
        }
    }

    private void text(long address) {
        slots.add(new Slot(Area.STRINGS, Look.hex(address), "", "", "\"" + string(address) + "\""));
    }

    private void pointers(String name, List<Long> strings) {
        for (int i = 0; load(at) != 0; i++) {
            long address = load(at);
            strings.add(address);
            slot(Area.POINTERS, name + "[" + i + "]", "→ \"" + string(address) + "\"");
        }
        slot(Area.POINTERS, "", "end of " + name);
    }

    private void auxiliary() {
        while (true) {
            long type = load(at);
            long value = load(at + word);
            slots.add(
                    new Slot(
                            Area.AUXILIARY,
                            Look.hex(at),
                            type == 0 ? "AT_NULL" : TYPES.value((int) type),
                            Look.hex(value),
                            meaning((int) type, value)));
            at += 2L * word;
            if (type == AuxType.AT_NULL) {
                return;
            }
        }
    }

    private String meaning(int type, long value) {
        return switch (type) {
            case AuxType.AT_EXECFN, AuxType.AT_PLATFORM -> "→ \"" + string(value) + "\"";
            case AuxType.AT_PHDR, AuxType.AT_BASE, AuxType.AT_ENTRY, AuxType.AT_SYSINFO_EHDR ->
                    Look.where(t, value);
            case AuxType.AT_RANDOM -> "→ 16 random bytes";
            case AuxType.AT_PHNUM, AuxType.AT_PHENT, AuxType.AT_PAGESZ, AuxType.AT_CLKTCK ->
                    Long.toString(value);
            default -> "";
        };
    }
}
