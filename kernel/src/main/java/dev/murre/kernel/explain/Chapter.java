package dev.murre.kernel.explain;

import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.KernelProbe;
import dev.murre.kernel.task.Task;
import dev.murre.trace.KernelSymbol;
import dev.murre.trace.TraceEvent;
import dev.murre.trace.story.Story;
import dev.murre.trace.story.StoryRequest;
import org.jspecify.annotations.Nullable;

/// Records one kind of event.
abstract class Chapter implements KernelProbe {
    final Kernel kernel;
    final StoryRequest request;
    final Stopwatch watch;
    final CallLog calls;
    private int seen;

    Chapter(Kernel kernel, StoryRequest request) {
        this.kernel = kernel;
        this.request = request;
        this.watch = new Stopwatch(kernel);
        this.calls = new CallLog(kernel, watch);
    }

    /// Whether an event of this kind is the one; counts them.
    final boolean chosen(Task... about) {
        if (request.pid() != 0) {
            boolean named = false;
            for (Task t : about) {
                named |= t.id() == request.pid();
            }
            if (!named) {
                return false;
            }
        }
        return ++seen == request.nth();
    }

    /// A trace event.
    void on(TraceEvent event) {}

    abstract @Nullable Story story();

    static boolean isEntry(KernelSymbol function) {
        return switch (function) {
            case ENTRY_SYSCALL_64, ENTRY_INT80_COMPAT, PAGE_FAULT, APIC_TIMER_INTERRUPT -> true;
            default -> false;
        };
    }

    static boolean isSyscallEntry(KernelSymbol function) {
        return function == KernelSymbol.ENTRY_SYSCALL_64
                || function == KernelSymbol.ENTRY_INT80_COMPAT;
    }

    static boolean isReturn(KernelSymbol function) {
        return function == KernelSymbol.SYSCALL_RETURN || function == KernelSymbol.IRET;
    }

    final @Nullable Task task(long id) {
        var pid = kernel.pids().find((int) id);
        return pid == null ? null : pid.task();
    }
}
