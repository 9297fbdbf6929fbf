package dev.murre.trace;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.abi.Signal;
import dev.murre.abi.Sysno;
import org.jspecify.annotations.Nullable;

/// Something that happened in the machine, told once from the one place where it happens. Names and
/// fields are those of Linux's trace points (`/sys/kernel/tracing/events`); numbers of tasks are
/// those of the machine's first pid namespace.
public sealed interface TraceEvent {
    Moment at();

    /// Linux's name of the trace point, without its group.
    String name();

    /// Linux's group of trace points, such as `sched`.
    String group();

    Category category();

    /// Gives the fields away, in Linux's order.
    void fields(FieldSink to);

    default long nanos() {
        return at().nanos();
    }

    /// The acting thread.
    default int tid() {
        return at().tid();
    }

    /// Another task, as trace points tell of it.
    ///
    /// @param prio Linux's: 100 to 139 for nice −20 to 19, 0 to 99 for real time, −1 for deadline
    record Subject(String comm, int pid, int prio) {
        void to(FieldSink to) {
            to.text("comm", comm);
            to.number("pid", pid);
            to.number("prio", prio);
        }
    }

    /// What is told of births, execs and ends.
    sealed interface Process extends TraceEvent {
        @Override
        default String group() {
            return "sched";
        }

        @Override
        default Category category() {
            return Category.PROCESS;
        }
    }

    /// A task was made; `flags` are those of clone(2).
    record Fork(Moment at, String childComm, int childTid, int childTgid, long flags)
            implements Process {
        @Override
        public String name() {
            return "sched_process_fork";
        }

        @Override
        public void fields(FieldSink to) {
            to.text("comm", at.comm());
            to.number("pid", at.tid());
            to.text("child_comm", childComm);
            to.number("child_pid", childTid);
            to.hex("clone_flags", flags);
        }
    }

    /// A task became another program.
    record Exec(Moment at, int oldTid, String file) implements Process {
        @Override
        public String name() {
            return "sched_process_exec";
        }

        @Override
        public void fields(FieldSink to) {
            to.text("filename", file);
            to.number("pid", at.tid());
            to.number("old_pid", oldTid);
        }
    }

    /// A task ended; `status` as wait(2) reports it.
    record Exit(Moment at, int prio, int status) implements Process {
        @Override
        public String name() {
            return "sched_process_exit";
        }

        @Override
        public void fields(FieldSink to) {
            to.text("comm", at.comm());
            to.number("pid", at.tid());
            to.number("prio", prio);
            to.hex("status", status);
        }
    }

    /// An ended task is gone altogether: somebody has waited for it.
    record Free(Moment at, Subject who) implements Process {
        @Override
        public String name() {
            return "sched_process_free";
        }

        @Override
        public void fields(FieldSink to) {
            who.to(to);
        }
    }

    /// A task begins to wait for children.
    record Wait(Moment at, int pid, int prio) implements Process {
        @Override
        public String name() {
            return "sched_process_wait";
        }

        @Override
        public void fields(FieldSink to) {
            to.text("comm", at.comm());
            to.number("pid", pid);
            to.number("prio", prio);
        }
    }

    /// What is told of switches and wake-ups.
    sealed interface Sched extends TraceEvent {
        @Override
        default String group() {
            return "sched";
        }

        @Override
        default Category category() {
            return Category.SCHED;
        }
    }

    /// A processor changes from one task to another; `state` is the letter of the one that leaves.
    record Switch(Moment at, Subject previous, char state, Subject next) implements Sched {
        @Override
        public String name() {
            return "sched_switch";
        }

        @Override
        public void fields(FieldSink to) {
            to.text("prev_comm", previous.comm);
            to.number("prev_pid", previous.pid);
            to.number("prev_prio", previous.prio);
            to.text("prev_state", String.valueOf(state));
            to.text("next_comm", next.comm);
            to.number("next_pid", next.pid);
            to.number("next_prio", next.prio);
        }
    }

    /// A task may run (again).
    record Wake(Moment at, Kind kind, Subject who, int targetCpu) implements Sched {
        /// The three trace points of waking.
        public enum Kind {
            /// It is about to be woken.
            WAKING("sched_waking"),
            /// It is in a run queue.
            WAKEUP("sched_wakeup"),
            /// It is in a run queue for the first time.
            NEW("sched_wakeup_new");

            private final String text;

            Kind(String text) {
                this.text = text;
            }
        }

        @Override
        public String name() {
            return kind.text;
        }

        @Override
        public void fields(FieldSink to) {
            who.to(to);
            to.number("target_cpu", targetCpu);
        }
    }

    /// A task goes to another processor.
    record Migrate(Moment at, Subject who, int from, int to) implements Sched {
        @Override
        public String name() {
            return "sched_migrate_task";
        }

        @Override
        public void fields(FieldSink sink) {
            who.to(sink);
            sink.number("orig_cpu", from);
            sink.number("dest_cpu", to);
        }
    }

    /// What is told of system calls.
    sealed interface Syscall extends TraceEvent {
        Abi abi();

        long number();

        @Nullable Sysno call();

        /// The call in words as strace(1) has them, if that was asked for.
        @Nullable String text();

        @Override
        default String group() {
            return "syscalls";
        }

        @Override
        default Category category() {
            return Category.SYSCALL;
        }

        /// The call's name.
        default String callName() {
            Sysno known = call();
            return known == null ? "" + number() : known.text();
        }
    }

    /// A system call begins; `arguments` has six.
    record SyscallEnter(
            Moment at,
            Abi abi,
            long number,
            @Nullable Sysno call,
            long[] arguments,
            @Nullable String text)
            implements Syscall {
        @Override
        public String name() {
            return "sys_enter_" + callName();
        }

        @Override
        public void fields(FieldSink to) {
            to.number("nr", number);
            if (text != null) {
                to.text("call", text);
                return;
            }
            for (int i = 0; i < arguments.length; i++) {
                to.hex("arg" + i, arguments[i]);
            }
        }
    }

    /// A system call is done; `result` as the program sees it, or an internal restart number.
    record SyscallExit(
            Moment at,
            Abi abi,
            long number,
            @Nullable Sysno call,
            long result,
            @Nullable String text)
            implements Syscall {
        @Override
        public String name() {
            return "sys_exit_" + callName();
        }

        @Override
        public void fields(FieldSink to) {
            to.number("nr", number);
            if (text != null) {
                to.text("call", text);
            }
            to.number("ret", result);
            if (Errno.isError(result)) {
                Errno errno = Errno.of((int) -result);
                to.text("errno", errno == null ? "?" : errno.name());
            }
        }
    }

    /// What is told of signals.
    sealed interface Signals extends TraceEvent {
        Signal signal();

        @Override
        default String group() {
            return "signal";
        }

        @Override
        default Category category() {
            return Category.SIGNAL;
        }
    }

    /// A signal was queued for a process or thread; `result` says whether it was.
    record SignalSent(
            Moment at,
            Signal signal,
            int code,
            String comm,
            int targetTid,
            Target target,
            Sent sent)
            implements Signals {
        /// Whom it is for.
        public enum Target {
            THREAD,
            PROCESS
        }

        /// What became of it, by Linux's numbers (TRACE_SIGNAL_…).
        public enum Sent {
            DELIVERED,
            IGNORED,
            ALREADY_PENDING
        }

        @Override
        public String name() {
            return "signal_generate";
        }

        @Override
        public void fields(FieldSink to) {
            to.number("sig", signal.number);
            to.text("name", signal.text());
            to.number("code", code);
            to.text("comm", comm);
            to.number("pid", targetTid);
            to.number("grp", target.ordinal());
            to.number("res", sent.ordinal());
        }
    }

    /// A signal was taken: by a handler at `handler`, or 0 for the default action.
    record SignalDelivered(Moment at, Signal signal, int code, long handler, long flags)
            implements Signals {
        @Override
        public String name() {
            return "signal_deliver";
        }

        @Override
        public void fields(FieldSink to) {
            to.number("sig", signal.number);
            to.text("name", signal.text());
            to.number("code", code);
            to.hex("sa_handler", handler);
            to.hex("sa_flags", flags);
        }
    }

    /// A program touched memory that was not ready for it, or not allowed.
    record Fault(
            Moment at, long address, long ip, long errorCode, Access access, Resolution resolution)
            implements TraceEvent {
        @Override
        public String name() {
            return "page_fault_user";
        }

        @Override
        public String group() {
            return "exceptions";
        }

        @Override
        public Category category() {
            return Category.FAULT;
        }

        @Override
        public void fields(FieldSink to) {
            to.hex("address", address);
            to.hex("ip", ip);
            to.hex("error_code", errorCode);
            to.text("access", access.name());
            to.text("result", resolution.name());
        }
    }

    /// How memory was touched.
    enum Access {
        READ,
        WRITE,
        EXECUTE
    }

    /// What came of a fault.
    enum Resolution {
        /// The page is there now.
        RESOLVED,
        /// A page shared since fork was copied.
        COPIED,
        /// The program gets a signal.
        SIGNAL
    }

    /// What is told of the kernel's own functions; `depth` is 0 for the outermost.
    sealed interface Function extends TraceEvent {
        KernelSymbol function();

        int depth();

        @Override
        default String group() {
            return "ftrace";
        }

        @Override
        default Category category() {
            return Category.KERNEL;
        }
    }

    /// A kernel function begins.
    ///
    /// @param text the argument that is text, if one is
    record FunctionEnter(
            Moment at, KernelSymbol function, long a, long b, @Nullable String text, int depth)
            implements Function {
        @Override
        public String name() {
            return "funcgraph_entry";
        }

        @Override
        public void fields(FieldSink to) {
            to.text("func", function.text());
            to.number("depth", depth);
            for (int i = 0; i < function.arguments().size(); i++) {
                String argument = function.arguments().get(i);
                if (argument.equals("filename") && text != null) {
                    to.text(argument, text);
                } else {
                    long value = i == 0 ? a : b;
                    if (Math.abs(value) < 65536) {
                        to.number(argument, value);
                    } else {
                        to.hex(argument, value);
                    }
                }
            }
        }
    }

    /// A kernel function ends.
    record FunctionReturn(Moment at, KernelSymbol function, long enteredNanos, int depth)
            implements Function {
        @Override
        public String name() {
            return "funcgraph_exit";
        }

        @Override
        public void fields(FieldSink to) {
            to.text("func", function.text());
            to.number("depth", depth);
            to.number("duration_ns", at.nanos() - enteredNanos);
        }
    }
}
