package dev.murre.kernel.debug;

import dev.murre.arch.KernelStack;
import dev.murre.kernel.debug.GdbRegisters.KernelFrame;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.Task;
import dev.murre.machine.memory.Host;
import dev.murre.trace.KernelSymbol;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps the return addresses of the kernel's functions on the kernel stacks while gdb watches, so
/// that it can see who called whom: below pt_regs, one word a call.
final class KernelFrames {
    /// Where in a function it calls another, for its return address.
    private static final int CALL_SITE = 0x10;

    private record Frame(KernelSymbol function, long sp, long a, long b) {}

    private final Map<KernelSymbol, Long> addresses;
    private final Map<Task, ArrayDeque<Frame>> frames = new HashMap<>();
    private @Nullable Task stoppedIn;

    KernelFrames(Kernel kernel) {
        this.addresses = kernel.text().functions();
    }

    long addressOf(KernelSymbol function) {
        return addresses.getOrDefault(function, 0L);
    }

    Map<KernelSymbol, Long> all() {
        return addresses;
    }

    void enter(KernelSymbol function, Task t, long a, long b) {
        ArrayDeque<Frame> stack = frames.computeIfAbsent(t, key -> new ArrayDeque<>());
        boolean returns = function == KernelSymbol.SYSCALL_RETURN || function == KernelSymbol.IRET;
        if (returns) {
            stack.clear();
        }
        KernelStack bytes = t.stackOrNull();
        long sp = 0;
        if (bytes != null) {
            boolean switching = stack.stream().anyMatch(f -> f.function == KernelSymbol.SCHEDULE);
            if (switching) {
                sp = t.thread().sp;
            } else {
                sp = bytes.regsAddress() - 8L * (stack.size() + 1);
                Frame caller = stack.peekLast();
                long back = caller == null ? 0 : addressOf(caller.function) + CALL_SITE;
                if (function != KernelSymbol.RET_FROM_FORK && !returns) {
                    Host.put64(bytes.host(sp), back);
                }
            }
        }
        stack.addLast(new Frame(function, sp, a, b));
    }

    void leave(KernelSymbol function, Task t) {
        ArrayDeque<Frame> stack = frames.get(t);
        if (stack != null && stack.stream().anyMatch(frame -> frame.function == function)) {
            while (stack.removeLast().function != function) {
                // It went with its caller.
            }
        }
    }

    void clear(Task t) {
        frames.remove(t);
    }

    /// Where the kernel is in a task's name; empty if it is about to be in user mode.
    Optional<KernelFrame> of(Task t) {
        ArrayDeque<Frame> stack = frames.get(t);
        Frame last = stack == null ? null : stack.peekLast();
        if (last == null
                || t != stoppedIn
                || last.function == KernelSymbol.SYSCALL_RETURN
                || last.function == KernelSymbol.IRET) {
            return Optional.empty();
        }
        return Optional.of(new KernelFrame(addressOf(last.function), last.sp, last.a, last.b));
    }

    /// The task that is stopped in the kernel, not on its way through.
    void stopIn(@Nullable Task t) {
        stoppedIn = t;
    }
}
