package dev.murre.kernel.explain;

import static dev.murre.abi.CloneFlags.CLONE_VFORK;
import static dev.murre.abi.CloneFlags.CLONE_VM;

import dev.murre.abi.Sysno;
import dev.murre.arch.x86.PtRegs;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.Task;
import dev.murre.trace.KernelSymbol;
import dev.murre.trace.TraceEvent;
import dev.murre.trace.story.Story;
import dev.murre.trace.story.Story.Block;
import dev.murre.trace.story.Story.Section;
import dev.murre.trace.story.Story.Step;
import dev.murre.trace.story.StoryRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A birth: fork(2), vfork(2), clone(2).
final class BirthChapter extends Chapter {
    private static final int MOST_FAULTS = 12;

    private final Map<Task, long[]> entries = new HashMap<>();
    private @Nullable Task parent;
    private @Nullable Task child;
    private long flags;
    private String call = "";
    private String instruction = "";
    private String parentName = "";
    private long @Nullable [] before;
    private long @Nullable [] parentAfter;
    private long @Nullable [] childFirst;
    private Story.@Nullable Stacks stacks;
    private Story.@Nullable Stacks sleeping;
    private Story.@Nullable Pages pages;
    private Story.@Nullable Pages pagesLater;
    private Story.@Nullable Table shared;
    private final List<Story.Fact> facts = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Story.Row> faults = new ArrayList<>();
    private long faultAddress;
    private String faultBefore = "";
    private boolean parentWentOn;
    private boolean childWentOn;
    private boolean done;

    BirthChapter(Kernel kernel, StoryRequest request) {
        super(kernel, request);
    }

    @Override
    public void enter(KernelSymbol function, Task t, long a, long b, @Nullable String text) {
        if (done) {
            return;
        }
        if (parent == null) {
            waitForIt(function, t, a, b);
            return;
        }
        if (t != parent && t != child) {
            return;
        }
        if (isSyscallEntry(function)) {
            wentOn(t);
            if (done) {
                return;
            }
        }
        if (told(t)) {
            calls.enter(function, t, a, b, text);
        }
        switch (function) {
            case WAKE_UP_NEW_TASK -> born(task(a));
            case CONTEXT_SWITCH -> switchedOut(t);
            case RET_FROM_FORK ->
                    step(
                            1,
                            "ret_from_fork",
                            "The switch frame's return address sends the child here: "
                                    + "its kernel stack now holds nothing but pt_regs.");
            case SYSCALL_RETURN, IRET -> returns(t, function);
            case HANDLE_MM_FAULT -> {
                faultAddress = a;
                faultBefore = MemoryView.page(t.mm(), a);
            }
            default -> {}
        }
    }

    /// Whether what the kernel does for a task belongs to the birth still.
    private boolean told(Task t) {
        return t == child ? childFirst == null : parentAfter == null || childFirst == null;
    }

    private void waitForIt(KernelSymbol function, Task t, long a, long b) {
        if (isSyscallEntry(function)) {
            entries.put(t, Look.registers(t));
        }
        if (function == KernelSymbol.DO_FORK && isKind(t, a) && chosen(t)) {
            begin(t, a);
            calls.enter(entrySymbol(t), t, t.syscallNumber(), 0, null);
            calls.enter(function, t, a, b, null);
        }
    }

    private static KernelSymbol entrySymbol(Task t) {
        boolean compat = t.abi() == dev.murre.abi.Abi.I386;
        return compat ? KernelSymbol.ENTRY_INT80_COMPAT : KernelSymbol.ENTRY_SYSCALL_64;
    }

    private boolean isKind(Task t, long bits) {
        boolean vfork = (bits & CLONE_VFORK) != 0;
        return switch (request.kind()) {
            case FORK -> (bits & CLONE_VM) == 0;
            case VFORK -> vfork;
            default -> t.syscallIs(Sysno.CLONE) || t.syscallIs(Sysno.CLONE3);
        };
    }

    private void begin(Task t, long bits) {
        parent = t;
        flags = bits;
        call = Look.call(t);
        parentName = Look.who(t);
        before = entries.get(t);
        entries.clear();
        long ip = t.arch().ip(t.regs());
        instruction = Look.syscallInstruction(t, ip);
        step(
                0,
                "The program asks",
                parentName
                        + " runs `"
                        + instruction
                        + "` with "
                        + call
                        + "'s number "
                        + t.syscallNumber()
                        + "; the instruction after it is at "
                        + Look.hex(ip)
                        + " ("
                        + Look.where(t, ip)
                        + ").");
        step(
                1,
                "Into the kernel",
                "The stack pointer goes to the top of the parent's kernel stack, "
                        + Look.hex(t.stack().address() + t.stack().bytes())
                        + ", and the user's registers are saved below it as pt_regs.");
    }

    private void step(int lane, String title, String detail) {
        steps.add(new Step(lane, title, detail));
    }

    @Override
    public void leave(KernelSymbol function, Task t) {
        if (done || parent == null || t != parent && t != child) {
            return;
        }
        calls.leave(function, t);
        if (function == KernelSymbol.HANDLE_MM_FAULT && child != null && t.mmOrNull() != null) {
            faulted(t);
        }
    }

    private void faulted(Task t) {
        if (faults.size() < MOST_FAULTS) {
            Task other = t == parent ? child : parent;
            Mm otherMm = other == null ? null : other.mmOrNull();
            faults.add(
                    new Story.Row(
                            Story.Mark.PLAIN,
                            List.of(
                                    Look.who(t),
                                    Look.hex(faultAddress & -4096),
                                    Look.where(t, faultAddress),
                                    faultBefore,
                                    MemoryView.page(t.mm(), faultAddress),
                                    otherMm == null || otherMm == t.mm()
                                            ? "–"
                                            : MemoryView.page(otherMm, faultAddress))));
        }
    }

    /// The child is complete and has not run.
    private void born(@Nullable Task newborn) {
        Task by = parent;
        if (newborn == null || by == null || child != null) {
            return;
        }
        child = newborn;
        step(
                1,
                "copy_process",
                "The child "
                        + newborn.id()
                        + " gets what the flags say; its pt_regs are"
                        + " the parent's with ax = "
                        + newborn.arch().result(newborn.regs())
                        + (stackGiven()
                                ? " and sp = " + Look.hex(newborn.arch().sp(newborn.regs()))
                                : "")
                        + ", and below them a switch frame that returns to ret_from_fork.");
        stacks =
                new Story.Stacks(
                        List.of(
                                StackView.of("parent " + by.id(), by, StackView.Where.RUNNING),
                                StackView.of(
                                        "child " + newborn.id(),
                                        newborn,
                                        StackView.Where.SWITCHED_OUT)));
        shared = shares(by, newborn);
        pages =
                MemoryView.both(
                        "Pages of the parent and the child, before the child first runs",
                        by,
                        newborn);
        fact("parent", parentName + ", process " + by.tgidNumber());
        fact("child", Look.who(newborn) + ", process " + newborn.tgidNumber());
        fact("call", call + " (" + by.syscallNumber() + ") by " + instruction);
        fact("flags", CallLog.cloneFlags((int) flags));
        fact("child's thread.sp", Look.hex(newborn.thread().sp));
        fact(
                "exit signal",
                newborn.exitSignal() < 0 ? "none: a thread" : "" + newborn.exitSignal());
        step(
                1,
                "wake_up_new_task",
                "The child is put into a run queue; it is runnable, not running.");
    }

    private boolean stackGiven() {
        return child != null
                && before != null
                && child.arch().sp(child.regs()) != Look.register(before, PtRegs.SP);
    }

    private void fact(String name, String value) {
        facts.add(new Story.Fact(name, value));
    }

    private static Story.Table shares(Task a, Task b) {
        List<Story.Row> rows = new ArrayList<>();
        row(rows, "address space", "CLONE_VM", a.mmOrNull() == b.mmOrNull());
        row(rows, "descriptors", "CLONE_FILES", a.filesOrNull() == b.filesOrNull());
        row(rows, "root, working directory, umask", "CLONE_FS", a.fsOrNull() == b.fsOrNull());
        row(rows, "signal handlers", "CLONE_SIGHAND", a.sigHand() == b.sigHand());
        row(rows, "process (thread group)", "CLONE_THREAD", a.threadGroup() == b.threadGroup());
        row(rows, "namespaces", "no CLONE_NEW…", a.namespaces() == b.namespaces());
        row(rows, "kernel stack", "–", a.stack() == b.stack());
        return new Story.Table("", List.of("what", "flag", "the child's is"), rows);
    }

    private static void row(List<Story.Row> rows, String what, String flag, boolean same) {
        var mark = same ? Story.Mark.PLAIN : Story.Mark.CHANGED;
        rows.add(new Story.Row(mark, List.of(what, flag, same ? "the parent's own" : "its own")));
    }

    private void switchedOut(Task t) {
        if (t == parent && (flags & CLONE_VFORK) != 0 && sleeping == null && child != null) {
            sleeping =
                    new Story.Stacks(
                            List.of(
                                    StackView.of(
                                            "parent " + t.id() + " while it waits",
                                            t,
                                            StackView.Where.SWITCHED_OUT)));
            step(
                    1,
                    "The parent sleeps",
                    "wait_for_vfork_done: it runs again when the child has"
                            + " called exec or ended. Until then both would use the same user stack.");
        }
    }

    private void returns(Task t, KernelSymbol how) {
        long[] values = Look.registers(t);
        long ip = Look.register(values, PtRegs.IP);
        if (t == child && childFirst == null) {
            childFirst = values;
            step(
                    2,
                    "The child's first instruction",
                    how.text()
                            + " loads pt_regs: ip "
                            + Look.hex(ip)
                            + " ("
                            + Look.where(t, ip)
                            + "), sp "
                            + Look.hex(Look.register(values, PtRegs.SP))
                            + ", ax "
                            + Look.register(values, PtRegs.AX)
                            + ". It believes it has returned from "
                            + call
                            + ".");
        }
        if (t == parent && child != null && parentAfter == null) {
            parentAfter = values;
            step(
                    0,
                    "The parent returns",
                    call
                            + " gives it "
                            + Look.register(values, PtRegs.AX)
                            + ", the child's number, at the same instruction "
                            + Look.hex(ip)
                            + ".");
        }
    }

    private void wentOn(Task t) {
        if (t == parent && parentAfter != null) {
            parentWentOn = true;
        }
        if (t == child && childFirst != null) {
            childWentOn = true;
        }
        if (parentWentOn && childWentOn) {
            finish();
        }
    }

    private void finish() {
        if (!done && parent != null && child != null) {
            if (parent.mmOrNull() != null
                    && child.mmOrNull() != null
                    && parent.mm() != child.mm()) {
                pagesLater =
                        MemoryView.both(
                                "A moment later: both have made their next system call",
                                parent,
                                child);
            }
            done = true;
        }
    }

    @Override
    void on(TraceEvent event) {
        boolean ends = event instanceof TraceEvent.Exec || event instanceof TraceEvent.Exit;
        if (!done && ends && parent != null && child != null && parentAfter != null) {
            done |= event.tid() == child.id() || event.tid() == parent.id();
        }
    }

    @Override
    @Nullable Story story() {
        if (parent == null || child == null || stacks == null || shared == null || pages == null) {
            return null;
        }
        List<Section> sections = new ArrayList<>();
        sections.add(
                new Section(
                        "What happened",
                        List.of(
                                new Story.Facts(facts),
                                new Story.Steps(
                                        List.of("parent, user mode", "kernel", "child, user mode"),
                                        steps))));
        sections.add(new Section("Through the kernel", List.of(calls.block())));
        sections.add(
                new Section("Two kernel stacks, before the child first runs", List.of(stacks)));
        if (sleeping != null) {
            sections.add(
                    new Section("The parent's kernel stack while it waits", List.of(sleeping)));
        }
        if (before != null && parentAfter != null && childFirst != null) {
            sections.add(
                    new Section(
                            "Registers",
                            List.of(
                                    Look.registerTable(
                                            "",
                                            List.of(
                                                    "parent at entry",
                                                    "parent on return",
                                                    "child's first"),
                                            List.of(before, parentAfter, childFirst)))));
        }
        sections.add(new Section("What they share", List.of(shared)));
        sections.add(new Section("Memory", memory()));
        return new Story(title(), summary(), sections);
    }

    private List<Block> memory() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(java.util.Objects.requireNonNull(pages));
        if (!faults.isEmpty()) {
            blocks.add(
                    new Story.Table(
                            "Page faults that followed",
                            List.of("who", "page", "in", "before", "after", "the other's page"),
                            faults));
        }
        if (pagesLater != null) {
            blocks.add(pagesLater);
        }
        return blocks;
    }

    private String title() {
        return call + ": " + parentName + " makes " + java.util.Objects.requireNonNull(child).id();
    }

    private String summary() {
        String memory =
                (flags & CLONE_VM) != 0
                        ? "They share one address space."
                        : "No page was copied: both see the same ones until either writes.";
        return "One call, two returns: the parent gets the child's number, the child gets 0. "
                + memory;
    }
}
