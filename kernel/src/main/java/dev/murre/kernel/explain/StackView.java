package dev.murre.kernel.explain;

import dev.murre.arch.KernelStack;
import dev.murre.arch.x86.PtRegs;
import dev.murre.kernel.task.Task;
import dev.murre.trace.story.Story;
import dev.murre.trace.story.Story.Area;
import dev.murre.trace.story.Story.Slot;
import java.util.ArrayList;
import java.util.List;

/// A kernel stack as its bytes are, every word with its name.
final class StackView {
    /// Words of `inactive_task_frame`, from low to high: arch/x86/include/asm/switch_to.h.
    private static final List<String> FRAME =
            List.of("r15", "r14", "r13", "r12", "bx", "bp", "ret_addr");

    /// Whether the task's stack pointer is in the processor or in `thread.sp`.
    enum Where {
        /// Its kernel code runs now: a switch frame below is an old one.
        RUNNING,
        /// It is switched out, or has never run.
        SWITCHED_OUT
    }

    private final Task t;
    private final KernelStack stack;
    private final List<Slot> slots = new ArrayList<>();

    private StackView(Task t) {
        this.t = t;
        this.stack = t.stack();
    }

    static Story.Stack of(String title, Task t, Where where) {
        var view = new StackView(t);
        view.registers();
        view.frameAndRest(where);
        String size = stackSize(t);
        return new Story.Stack(
                title + ": " + Look.hex(t.stack().address()) + ", " + size, view.slots);
    }

    private static String stackSize(Task t) {
        return t.stack().bytes() / 1024 + " KiB";
    }

    private String at(int offset) {
        return String.format("+%04x", offset);
    }

    private void registers() {
        int low = (int) (stack.regsAddress() - stack.address());
        long origAx = stack.peek(low + PtRegs.ORIG_AX);
        for (int i = t.arch().regsBytes() - 8; i >= 0; i -= 8) {
            long value = stack.peek(low + i);
            slots.add(
                    new Slot(
                            Area.REGISTERS,
                            at(low + i),
                            PtRegs.name(i),
                            Look.hex(value),
                            note(i, value, origAx)));
        }
    }

    private String note(int register, long value, long origAx) {
        return switch (register) {
            case PtRegs.SS -> "user data";
            case PtRegs.SP -> Look.where(t, value);
            case PtRegs.FLAGS -> Look.flags(value);
            case PtRegs.CS -> value == PtRegs.USER32_CS ? "user code, 32 bit" : "user code, 64 bit";
            case PtRegs.IP -> Look.where(t, value);
            case PtRegs.ORIG_AX -> origAx == -1 ? "no system call" : callName(origAx);
            case PtRegs.AX -> value == -38 && origAx != -1 ? "-ENOSYS until there is a result" : "";
            default -> "";
        };
    }

    private String callName(long number) {
        var name = t.kernel().syscalls().numbers(t.abi()).name(number);
        return name == null ? "" : name.text();
    }

    private void frameAndRest(Where where) {
        int top = (int) (stack.regsAddress() - stack.address());
        int sp = (int) (t.thread().sp - stack.address());
        int bytes = t.arch().switchFrameBytes();
        boolean valid = where == Where.SWITCHED_OUT && sp > 0 && sp <= top - bytes;
        int frame = valid ? sp : top - bytes;
        for (int i = top - 8; valid && i >= frame + bytes; i -= 8) {
            word(Area.UNUSED, i, "", "");
        }
        for (int i = FRAME.size() - 1; i >= 0; i--) {
            long value = stack.peek(frame + i * 8);
            String name = FRAME.get(i);
            String note = name.equals("ret_addr") ? "→ " + symbol(value) : "";
            if (valid) {
                note = i == 0 ? "← thread.sp" : name.equals("bx") ? function(value) : note;
                word(Area.SWITCH_FRAME, frame + i * 8, name, note);
            } else if (value != 0) {
                word(Area.UNUSED, frame + i * 8, "", "left from a switch " + note);
            }
        }
        long unused = firstUsed();
        slots.add(
                new Slot(
                        Area.UNUSED,
                        "⋮",
                        "",
                        frame - 8 + " bytes",
                        unused < 0 ? "all zero" : "used before, now dead"));
        long magic = stack.peek(0);
        String ok = stack.endIntact() ? "STACK_END_MAGIC, intact" : "STACK_END_MAGIC is gone!";
        slots.add(new Slot(Area.END_MAGIC, at(0), "magic", Look.hex(magic), ok));
    }

    private long firstUsed() {
        int end = (int) (stack.regsAddress() - stack.address()) - t.arch().switchFrameBytes();
        for (int i = 8; i < end; i += 8) {
            if (stack.peek(i) != 0) {
                return i;
            }
        }
        return -1;
    }

    private void word(Area area, int offset, String name, String note) {
        slots.add(new Slot(area, at(offset), name, Look.hex(stack.peek(offset)), note));
    }

    private String symbol(long address) {
        String name = t.kernel().text().nameAt(address);
        return name == null ? "?" : name;
    }

    private String function(long address) {
        return address == 0 ? "0: not a kernel thread" : "kernel thread: " + symbol(address);
    }
}
