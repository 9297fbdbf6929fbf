package dev.murre.kernel.explain;

import dev.murre.arch.x86.PtRegs;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.Task;
import dev.murre.trace.KernelSymbol;
import dev.murre.trace.story.Story;
import dev.murre.trace.story.Story.Section;
import dev.murre.trace.story.Story.Step;
import dev.murre.trace.story.StoryRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An exec: one program takes another's place, execve(2). The program that the machine itself
/// starts is told only if no program calls exec.
final class ExecChapter extends Chapter {
    private @Nullable Attempt now;
    private @Nullable Attempt first;
    private @Nullable Attempt told;

    ExecChapter(Kernel kernel, StoryRequest request) {
        super(kernel, request);
    }

    /// One exec from its call to the new program's first instruction.
    private static final class Attempt {
        final Task t;
        final CallLog calls;
        final String file;
        final String oldName;
        final boolean byProgram;
        final List<Step> steps = new ArrayList<>();
        long @Nullable [] before;
        long @Nullable [] after;
        Story.@Nullable Pages oldMemory;
        Story.@Nullable Pages newMemory;
        Story.@Nullable Stack oldStack;
        Story.@Nullable Stack newStack;
        Story.@Nullable Stack userStack;
        boolean complete;

        Attempt(Task t, String file, boolean byProgram, CallLog calls) {
            this.t = t;
            this.file = file;
            this.oldName = t.comm();
            this.byProgram = byProgram;
            this.calls = calls;
        }
    }

    @Override
    public void enter(KernelSymbol function, Task t, long a, long b, @Nullable String text) {
        if (told != null) {
            return;
        }
        if (function == KernelSymbol.DO_EXECVEAT_COMMON) {
            begin(t, text == null ? "" : text);
        }
        Attempt attempt = now;
        if (attempt == null || attempt.t != t) {
            return;
        }
        attempt.calls.enter(function, t, a, b, text);
        switch (function) {
            case SEARCH_BINARY_HANDLER ->
                    step(
                            attempt,
                            1,
                            "Which format?",
                            "search_binary_handler asks each format in turn"
                                    + (a == 0
                                            ? "."
                                            : ", now for the interpreter: rewriting " + a + "."));
            case FLUSH_OLD_EXEC ->
                    step(
                            attempt,
                            1,
                            "The point of no return",
                            "The new address space is ready. Other"
                                    + " threads end, the old memory goes.");
            case START_THREAD -> starts(attempt, a, b);
            case SYSCALL_RETURN, IRET -> returns(attempt, function);
            default -> {}
        }
    }

    private void begin(Task t, String file) {
        boolean byProgram = t.mmOrNull() != null;
        var attempt = new Attempt(t, file, byProgram, new CallLog(kernel, watch));
        now = attempt;
        if (byProgram) {
            attempt.before = Look.registers(t);
            attempt.oldMemory = MemoryView.of("Before: " + attempt.oldName, t);
            attempt.oldStack = StackView.of("before", t, StackView.Where.RUNNING);
            long ip = t.arch().ip(t.regs());
            step(
                    attempt,
                    0,
                    "The program asks",
                    Look.who(t)
                            + " runs `"
                            + Look.syscallInstruction(t, ip)
                            + "` for "
                            + Look.call(t)
                            + "(\""
                            + file
                            + "\", …) at "
                            + Look.hex(ip)
                            + " ("
                            + Look.where(t, ip)
                            + ").");
        }
    }

    private static void step(Attempt attempt, int lane, String title, String detail) {
        attempt.steps.add(new Step(lane, title, detail));
    }

    private static void starts(Attempt attempt, long ip, long sp) {
        step(
                attempt,
                1,
                "start_thread",
                "It writes ip = "
                        + Look.hex(ip)
                        + " and sp = "
                        + Look.hex(sp)
                        + " over the saved registers on the kernel stack and clears the others: that is why execve"
                        + " does not return to its caller.");
    }

    private void returns(Attempt attempt, KernelSymbol how) {
        if (!attempt.complete) {
            now = null;
            return;
        }
        Task t = attempt.t;
        attempt.after = Look.registers(t);
        attempt.newStack = StackView.of("after", t, StackView.Where.RUNNING);
        attempt.newMemory = MemoryView.of("After: " + t.comm(), t);
        attempt.userStack = UserStackView.of(t);
        long ip = t.arch().ip(t.regs());
        step(
                attempt,
                2,
                "The first instruction",
                how.text()
                        + " loads the registers: "
                        + Look.hex(ip)
                        + " ("
                        + Look.where(t, ip)
                        + ") of "
                        + t.comm()
                        + ", with argc at the stack pointer.");
        now = null;
        if (attempt.byProgram ? chosen(t) : request.nth() == 1 && first == null) {
            if (attempt.byProgram) {
                told = attempt;
            } else {
                first = attempt;
            }
        }
    }

    @Override
    public void leave(KernelSymbol function, Task t) {
        Attempt attempt = now;
        if (attempt == null || attempt.t != t) {
            return;
        }
        attempt.calls.leave(function, t);
        if (function == KernelSymbol.SETUP_NEW_EXEC) {
            attempt.complete = true;
        }
    }

    @Override
    @Nullable Story story() {
        Attempt a = told != null ? told : request.pid() == 0 ? first : null;
        if (a == null || a.newStack == null || a.newMemory == null || a.userStack == null) {
            return null;
        }
        List<Section> sections = new ArrayList<>();
        sections.add(
                new Section(
                        "What happened",
                        List.of(
                                new Story.Steps(
                                        List.of(
                                                "old program, user mode",
                                                "kernel",
                                                "new program, user mode"),
                                        a.steps))));
        sections.add(new Section("Through the kernel", List.of(a.calls.block())));
        List<Story.Stack> stacks = new ArrayList<>();
        if (a.oldStack != null) {
            stacks.add(a.oldStack);
        }
        stacks.add(a.newStack);
        sections.add(new Section("The kernel stack", List.of(new Story.Stacks(stacks))));
        if (a.before != null && a.after != null) {
            sections.add(
                    new Section(
                            "Registers",
                            List.of(
                                    Look.registerTable(
                                            "",
                                            List.of("before", "new program's first"),
                                            List.of(a.before, a.after)))));
        }
        sections.add(
                new Section(
                        "The stack the new program finds",
                        List.of(new Story.Stacks(List.of(a.userStack)))));
        List<Story.Block> memory = new ArrayList<>();
        if (a.oldMemory != null) {
            memory.add(a.oldMemory);
        }
        memory.add(a.newMemory);
        sections.add(new Section("The address space", memory));
        long sp = a.after == null ? 0 : Look.register(a.after, PtRegs.SP);
        return new Story(
                "execve: " + a.oldName + "-" + a.t.id() + " becomes " + a.file,
                "Same task, same number, same open files; another memory and other registers. The new"
                        + " program begins with its stack pointer at "
                        + Look.hex(sp)
                        + ".",
                sections);
    }
}
