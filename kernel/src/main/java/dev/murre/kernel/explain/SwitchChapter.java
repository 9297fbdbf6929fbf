package dev.murre.kernel.explain;

import dev.murre.arch.x86.PtRegs;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.Task;
import dev.murre.trace.KernelSymbol;
import dev.murre.trace.TraceEvent;
import dev.murre.trace.story.Story;
import dev.murre.trace.story.Story.Section;
import dev.murre.trace.story.Story.Step;
import dev.murre.trace.story.StoryRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A switch from one program X to another Y, in the eight steps from user mode to user mode.
final class SwitchChapter extends Chapter {
    /// The last way in from user mode, of each task.
    private record Entry(KernelSymbol how, long argument, long[] registers) {}

    private final Map<Task, Entry> entries = new HashMap<>();
    private @Nullable Task x;
    private @Nullable Task y;
    private @Nullable Entry entry;
    private String xName = "";
    private String yName = "";
    private char state = '?';
    private final List<Step> steps = new ArrayList<>();
    private Story.@Nullable Stacks stacks;
    private long @Nullable [] yRegisters;
    private final List<Story.Fact> facts = new ArrayList<>();
    private boolean done;

    SwitchChapter(Kernel kernel, StoryRequest request) {
        super(kernel, request);
    }

    @Override
    public void enter(KernelSymbol function, Task t, long a, long b, @Nullable String text) {
        if (done) {
            return;
        }
        if (x == null) {
            if (isEntry(function)) {
                entries.put(t, new Entry(function, a, Look.registers(t)));
            }
            if (function == KernelSymbol.CONTEXT_SWITCH) {
                consider(t, task(b), a, b);
            }
            return;
        }
        if (t != x && t != y) {
            return;
        }
        calls.enter(function, t, a, b, text);
        switch (function) {
            case SWITCH_MM -> facts.add(new Story.Fact("switch_mm", sameMemory()));
            case SYSCALL_RETURN, IRET -> {
                if (t == y) {
                    arrives(function);
                }
            }
            default -> {}
        }
    }

    private String sameMemory() {
        return x != null && y != null && x.mmOrNull() == y.mmOrNull()
                ? "nothing to do: both use one address space"
                : "the processor now translates addresses by Y's page tables";
    }

    private void consider(Task from, @Nullable Task to, long a, long b) {
        Entry in = entries.get(from);
        if (to == null
                || in == null
                || to.isKernelThread()
                || from.stackOrNull() == null
                || to.mmOrNull() == null
                || !chosen(from, to)) {
            return;
        }
        x = from;
        y = to;
        entry = in;
        xName = Look.who(from);
        yName = Look.who(to);
        state = from.state().letter;
        calls.enter(in.how, from, in.argument, 0, null);
        calls.enter(KernelSymbol.SCHEDULE, from, 0, 0, null);
        calls.enter(KernelSymbol.PICK_NEXT_TASK, from, 0, 0, null);
        calls.leave(KernelSymbol.PICK_NEXT_TASK, from);
        calls.enter(KernelSymbol.CONTEXT_SWITCH, from, a, b, null);
        begin(from, to, in);
    }

    private void begin(Task from, Task to, Entry in) {
        long ip = Look.register(in.registers, PtRegs.IP);
        var where = StackView.Where.SWITCHED_OUT;
        stacks =
                new Story.Stacks(
                        List.of(
                                StackView.of("X = " + xName, from, where),
                                StackView.of("Y = " + yName, to, where)));
        step(
                0,
                "X runs in user mode",
                xName
                        + " is at "
                        + Look.hex(ip)
                        + " ("
                        + Look.where(from, ip)
                        + ") on its user stack "
                        + Look.hex(Look.register(in.registers, PtRegs.SP))
                        + ".");
        step(0, "Something traps", reason(from, in));
        step(
                1,
                "X's state is saved",
                "The stack pointer becomes "
                        + Look.hex(from.stack().address() + from.stack().bytes())
                        + ", the top of X's kernel stack, and pt_regs is pushed there, "
                        + from.arch().regsBytes()
                        + " bytes.");
        step(
                1,
                "The handler works; schedule() picks Y",
                why() + " pick_next_task chooses " + yName + ".");
        long back = to.arch().switchReturnAddress(to.stack(), to.thread().sp);
        step(
                1,
                "switch_to",
                "X's callee-saved registers and return address go on its kernel stack;"
                        + " X.thread.sp = "
                        + Look.hex(from.thread().sp)
                        + ". The stack pointer becomes Y.thread.sp = "
                        + Look.hex(to.thread().sp)
                        + ". From this moment the kernel runs in Y's name.");
        step(
                2,
                "Y's kernel state comes back",
                "The return address on Y's stack is "
                        + Look.hex(back)
                        + " = "
                        + kernel.text().nameAt(back)
                        + ": there Y goes on.");
    }

    private String why() {
        return switch (state) {
            case 'R' -> "X could go on, but its turn is over (state R).";
            case 'S' -> "X has to wait (state S).";
            case 'Z', 'X' -> "X has ended (state " + state + ").";
            default -> "X is in state " + state + ".";
        };
    }

    private static String reason(Task t, Entry in) {
        return switch (in.how) {
            case ENTRY_SYSCALL_64, ENTRY_INT80_COMPAT -> {
                var name = t.kernel().syscalls().numbers(t.abi()).name(in.argument);
                yield "A system call: "
                        + (name == null ? in.argument : name.text())
                        + ", by `"
                        + Look.syscallInstruction(t, Look.register(in.registers, PtRegs.IP))
                        + "`.";
            }
            case PAGE_FAULT -> "A page fault at " + Look.hex(in.argument) + ".";
            default -> "The timer interrupt.";
        };
    }

    private void step(int lane, String title, String detail) {
        steps.add(new Step(lane, title, detail));
    }

    private void arrives(KernelSymbol how) {
        Task to = y;
        if (to == null || done) {
            return;
        }
        long[] values = Look.registers(to);
        yRegisters = values;
        long ip = Look.register(values, PtRegs.IP);
        step(
                2,
                "Back to user mode",
                how.text() + ": Y's pt_regs are loaded; its kernel stack is empty again.");
        step(
                3,
                "Y runs in user mode",
                yName + " is at " + Look.hex(ip) + " (" + Look.where(to, ip) + ").");
        done = true;
    }

    @Override
    public void leave(KernelSymbol function, Task t) {
        if (!done && (t == x || t == y)) {
            calls.leave(function, t);
        }
    }

    @Override
    void on(TraceEvent event) {
        if (!done && x != null && event instanceof TraceEvent.Switch change && facts.isEmpty()) {
            facts.add(
                    new Story.Fact(
                            "X",
                            xName
                                    + ", prio "
                                    + change.previous().prio()
                                    + ", state "
                                    + change.state()));
            facts.add(new Story.Fact("Y", yName + ", prio " + change.next().prio()));
            facts.add(new Story.Fact("CPU", "" + event.at().cpu()));
        }
    }

    @Override
    @Nullable Story story() {
        if (stacks == null || entry == null || yRegisters == null) {
            return null;
        }
        List<Section> sections = new ArrayList<>();
        sections.add(
                new Section(
                        "Eight steps",
                        List.of(
                                new Story.Facts(facts),
                                new Story.Steps(
                                        List.of(
                                                "X, user mode",
                                                "X's kernel stack",
                                                "Y's kernel stack",
                                                "Y, user mode"),
                                        steps))));
        sections.add(new Section("Through the kernel", List.of(calls.block())));
        sections.add(new Section("The two kernel stacks at the switch", List.of(stacks)));
        sections.add(
                new Section(
                        "Registers",
                        List.of(
                                Look.registerTable(
                                        "",
                                        List.of("X when it left user mode", "Y when it came back"),
                                        List.of(entry.registers, yRegisters)))));
        return new Story(
                "switch: " + xName + " → " + yName,
                "A switch is a change of stacks: what runs next is whatever return address Y's holds.",
                sections);
    }
}
