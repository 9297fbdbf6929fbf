package dev.murre.kernel.debug;

import dev.murre.kernel.task.Task;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which threads gdb has let run, from its last vCont.
final class GdbThreads {
    /// What a thread was told to do.
    enum Action {
        CONTINUE,
        STEP
    }

    /// A process or thread by gdb's `pPID.TID`; −1 stands for all.
    record Id(int process, int thread) {
        static final Id ALL = new Id(-1, -1);

        static Id parse(String text) {
            if (!text.startsWith("p")) {
                return new Id(-1, number(text));
            }
            int dot = text.indexOf('.');
            return dot < 0
                    ? new Id(number(text.substring(1)), -1)
                    : new Id(number(text.substring(1, dot)), number(text.substring(dot + 1)));
        }

        private static int number(String text) {
            return text.equals("-1") ? -1 : Integer.parseInt(text, 16);
        }

        static String of(Task t) {
            return "p" + Integer.toHexString(t.tgidNumber()) + "." + Integer.toHexString(t.id());
        }
    }

    private final Map<Integer, Action> threads = new HashMap<>();
    private final Map<Integer, Action> processes = new HashMap<>();
    private final Set<Integer> known = new HashSet<>();
    private @Nullable Action everybody;

    /// Begins a new set of orders for the processes there are.
    void clear(Set<Integer> inferiors) {
        threads.clear();
        processes.clear();
        known.clear();
        known.addAll(inferiors);
        everybody = null;
    }

    /// An order; the first one for a thread counts.
    void order(Id whom, Action action) {
        if (whom.thread() > 0) {
            threads.putIfAbsent(whom.thread(), action);
        } else if (whom.process() > 0) {
            processes.putIfAbsent(whom.process(), action);
        } else if (everybody == null) {
            everybody = action;
        }
    }

    /// What a thread is to do; null: stay. A process made since the last orders stays, a thread
    /// does as its process.
    @Nullable Action of(Task t) {
        Action own = threads.get(t.id());
        if (own != null) {
            return own;
        }
        Action process = processes.get(t.tgidNumber());
        if (process != null) {
            return process;
        }
        return known.contains(t.tgidNumber()) ? everybody : null;
    }
}
