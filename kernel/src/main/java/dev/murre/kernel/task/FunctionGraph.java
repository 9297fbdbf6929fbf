package dev.murre.kernel.task;

import dev.murre.trace.KernelSymbol;
import dev.murre.trace.TraceEvent;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes trace events of kernel functions, with each task's call stack as ftrace's function graph
/// keeps it: it stays while the task sleeps.
final class FunctionGraph implements KernelProbe {
    private record Open(KernelSymbol function, long nanos) {}

    private final Events events;
    private final Map<Task, ArrayDeque<Open>> stacks = new HashMap<>();

    FunctionGraph(Events events) {
        this.events = events;
    }

    @Override
    public void enter(KernelSymbol function, Task t, long a, long b, @Nullable String text) {
        ArrayDeque<Open> stack = stacks.computeIfAbsent(t, key -> new ArrayDeque<>());
        if (function == KernelSymbol.SYSCALL_RETURN || function == KernelSymbol.IRET) {
            // The kernel stack is empty whenever a task is in user mode.
            while (!stack.isEmpty()) {
                pop(t, stack);
            }
        }
        var at = events.moment(t);
        events.send(new TraceEvent.FunctionEnter(at, function, a, b, text, stack.size()));
        stack.addLast(new Open(function, at.nanos()));
    }

    @Override
    public void leave(KernelSymbol function, Task t) {
        ArrayDeque<Open> stack = stacks.get(t);
        if (stack == null || stack.stream().noneMatch(open -> open.function == function)) {
            return;
        }
        while (pop(t, stack) != function) {
            // What it called ended with it.
        }
    }

    private KernelSymbol pop(Task t, ArrayDeque<Open> stack) {
        Open last = stack.removeLast();
        events.send(
                new TraceEvent.FunctionReturn(
                        events.moment(t), last.function, last.nanos, stack.size()));
        return last.function;
    }

    /// A task is gone.
    void forget(Task t) {
        stacks.remove(t);
    }
}
