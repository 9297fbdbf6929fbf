package dev.murre.kernel.explain;

import dev.murre.abi.Abi;
import dev.murre.abi.SigactionFlags;
import dev.murre.abi.Signal;
import dev.murre.arch.x86.PtRegs;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.Task;
import dev.murre.trace.KernelSymbol;
import dev.murre.trace.TraceEvent;
import dev.murre.trace.story.Story;
import dev.murre.trace.story.Story.Area;
import dev.murre.trace.story.Story.Section;
import dev.murre.trace.story.Story.Slot;
import dev.murre.trace.story.Story.Step;
import dev.murre.trace.story.StoryRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A signal, from its sender through a handler and back. One that ends its process is told if no
/// handler is ever called.
final class SignalChapter extends Chapter {
    /// x86-64's rt_sigframe in words, sigreturn(2): return address, ucontext with sigcontext in it,
    /// siginfo.
    private static final List<String> FRAME =
            List.of(
                    "pretcode",
                    "uc_flags",
                    "uc_link",
                    "ss_sp",
                    "ss_flags",
                    "ss_size",
                    "r8",
                    "r9",
                    "r10",
                    "r11",
                    "r12",
                    "r13",
                    "r14",
                    "r15",
                    "di",
                    "si",
                    "bp",
                    "bx",
                    "dx",
                    "ax",
                    "cx",
                    "sp",
                    "ip",
                    "flags",
                    "cs gs fs ss",
                    "err",
                    "trapno",
                    "oldmask",
                    "cr2",
                    "fpstate");

    private static final int SIGMASK_WORD = FRAME.size() + 8;

    private @Nullable Task t;
    private TraceEvent.@Nullable SignalSent sent;
    private TraceEvent.@Nullable SignalDelivered fatal;
    private String name = "";
    private String number = "";
    private long @Nullable [] before;
    private long @Nullable [] inHandler;
    private long @Nullable [] restored;
    private Story.@Nullable Stack frame;
    private final List<Step> steps = new ArrayList<>();
    private boolean withInfo;
    private boolean returning;
    private boolean done;

    SignalChapter(Kernel kernel, StoryRequest request) {
        super(kernel, request);
    }

    @Override
    void on(TraceEvent event) {
        if (t == null && event instanceof TraceEvent.SignalSent s) {
            sent = s;
        }
        if (t == null
                && fatal == null
                && event instanceof TraceEvent.SignalDelivered d
                && d.handler() == 0) {
            fatal = d;
        }
    }

    @Override
    public void enter(KernelSymbol function, Task who, long a, long b, @Nullable String text) {
        if (done) {
            return;
        }
        if (t == null) {
            if (function == KernelSymbol.HANDLE_SIGNAL && chosen(who)) {
                begin(who, a, b);
                calls.enter(KernelSymbol.GET_SIGNAL, who, 0, 0, null);
                calls.leave(KernelSymbol.GET_SIGNAL, who);
                calls.enter(function, who, a, b, null);
            }
            return;
        }
        if (who != t) {
            return;
        }
        calls.enter(function, who, a, b, text);
        if (function == KernelSymbol.RT_SIGRETURN) {
            returning = true;
            step(
                    0,
                    "The handler returns",
                    "Its return address leads to code that calls rt_sigreturn: the"
                            + " kernel reads the frame back from the user stack.");
        }
        if (isReturn(function) && returning) {
            restored = Look.registers(who);
            long ip = Look.register(restored, PtRegs.IP);
            step(
                    0,
                    "As if nothing had happened",
                    Look.who(who)
                            + " goes on at "
                            + Look.hex(ip)
                            + " ("
                            + Look.where(who, ip)
                            + ").");
            done = true;
        }
    }

    private void begin(Task who, long signal, long handler) {
        t = who;
        Signal known = Signal.of((int) signal);
        name = known == null ? "signal " + signal : known.text();
        number = Long.toString(signal);
        withInfo = known != null && who.sigHand().action(known).has(SigactionFlags.SA_SIGINFO);
        before = Look.registers(who);
        if (sent != null) {
            step(
                    1,
                    "Sent",
                    sent.at().comm()
                            + "-"
                            + sent.at().tid()
                            + " sends "
                            + sent.signal().text()
                            + " to "
                            + sent.comm()
                            + "-"
                            + sent.targetTid()
                            + ", code "
                            + sent.code()
                            + ": it is put in the queue of the "
                            + (sent.target() == TraceEvent.SignalSent.Target.THREAD
                                    ? "thread"
                                    : "process")
                            + ".");
        }
        long ip = Look.register(before, PtRegs.IP);
        step(
                1,
                "Taken on the way to user mode",
                "Before "
                        + Look.who(who)
                        + " returns to "
                        + Look.hex(ip)
                        + " ("
                        + Look.where(who, ip)
                        + "), get_signal finds "
                        + name
                        + "; its handler is at "
                        + Look.hex(handler)
                        + " ("
                        + Look.where(who, handler)
                        + ").");
    }

    private void step(int lane, String title, String detail) {
        steps.add(new Step(lane, title, detail));
    }

    @Override
    public void leave(KernelSymbol function, Task who) {
        if (done || who != t) {
            return;
        }
        calls.leave(function, who);
        if (function == KernelSymbol.HANDLE_SIGNAL && inHandler == null) {
            long[] values = Look.registers(who);
            inHandler = values;
            frame = frame(who, withInfo);
            step(
                    1,
                    "A frame on the user stack",
                    "All registers are written to the user stack, and pt_regs"
                            + " changed: ip = the handler, sp = "
                            + Look.hex(Look.register(values, PtRegs.SP))
                            + ", first argument = "
                            + number
                            + ".");
            step(0, "The handler runs", "in user mode, with its return address on its stack.");
        }
    }

    private static Story.Stack frame(Task who, boolean withInfo) {
        long sp = who.arch().sp(who.regs());
        List<Slot> slots = new ArrayList<>();
        boolean wide = who.arch().abi() == Abi.X86_64;
        int word = wide ? 8 : 4;
        int words = wide ? SIGMASK_WORD + (withInfo ? 3 : 1) : 24;
        byte[] bytes = new byte[words * word];
        who.mm().forced().read(sp, bytes, 0, bytes.length);
        for (int i = 0; i < words; i++) {
            String slot = wide ? slotName(i) : i == 0 ? "pretcode" : i == 1 ? "sig" : "";
            if (wide && i >= FRAME.size() && i < SIGMASK_WORD) {
                continue;
            }
            long value = 0;
            for (int k = word - 1; k >= 0; k--) {
                value = value << 8 | bytes[i * word + k] & 0xff;
            }
            String note =
                    switch (slot) {
                        case "pretcode" -> "→ " + Look.where(who, value) + ": rt_sigreturn";
                        case "ip" -> Look.where(who, value);
                        case "flags" -> Look.flags(value);
                        case "cr2" -> "address of the last fault";
                        case "oldmask", "uc_sigmask" -> "signals blocked before";
                        default -> "";
                    };
            slots.add(
                    new Slot(
                            Area.FRAME,
                            Look.hex(sp + (long) i * word),
                            slot,
                            Look.hex(value),
                            note));
        }
        Collections.reverse(slots);
        return new Story.Stack("user stack when the handler begins", slots);
    }

    private static String slotName(int i) {
        if (i < FRAME.size()) {
            return FRAME.get(i);
        }
        return switch (i - SIGMASK_WORD) {
            case 0 -> "uc_sigmask";
            case 1 -> "si_signo, si_errno";
            default -> "si_code";
        };
    }

    @Override
    @Nullable Story story() {
        if (t == null || before == null || inHandler == null || frame == null) {
            return fatalStory();
        }
        List<String> moments = new ArrayList<>(List.of("before", "handler's first"));
        List<long[]> values = new ArrayList<>(List.of(before, inHandler));
        if (restored != null) {
            moments.add("after sigreturn");
            values.add(restored);
        }
        return new Story(
                name + ": " + Look.who(t) + " takes a signal",
                "The kernel makes the program call a function it did not call, and hides the traces.",
                List.of(
                        new Section(
                                "What happened",
                                List.of(new Story.Steps(List.of("user mode", "kernel"), steps))),
                        new Section("Through the kernel", List.of(calls.block())),
                        new Section("The signal frame", List.of(new Story.Stacks(List.of(frame)))),
                        new Section(
                                "Registers", List.of(Look.registerTable("", moments, values)))));
    }

    private @Nullable Story fatalStory() {
        if (fatal == null || request.nth() != 1 || request.pid() != 0) {
            return null;
        }
        String who = fatal.at().comm() + "-" + fatal.at().tid();
        return new Story(
                fatal.signal().text() + " ends " + who,
                "It had no handler for it, and the default action is to end.",
                List.of(
                        new Section(
                                "What happened",
                                List.of(
                                        new Story.Facts(
                                                List.of(
                                                        new Story.Fact(
                                                                "signal",
                                                                fatal.signal().number
                                                                        + " "
                                                                        + fatal.signal().text()),
                                                        new Story.Fact(
                                                                "code", "" + fatal.code())))))));
    }
}
