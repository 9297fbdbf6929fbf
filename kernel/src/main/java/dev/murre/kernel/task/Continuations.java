package dev.murre.kernel.task;

/// The addresses that switch frames return to: where a task goes on when it gets the processor.
///
/// @param retFromFork a new task's first steps
/// @param syscallAgain the blocked system call is entered again
/// @param syscallStart the system call begins, after a stop for the tracer
/// @param returnToUser on the way to user mode
/// @param faultServed a page that was to come from user mode may be there
/// @param kernelThread a kernel thread's function is entered again
record Continuations(
        long retFromFork,
        long syscallAgain,
        long syscallStart,
        long returnToUser,
        long faultServed,
        long kernelThread) {
    static Continuations in(KernelText text) {
        KernelText.Continuation fork = VirtualCpu::retFromFork;
        KernelText.Continuation again = VirtualCpu::syscallAgain;
        KernelText.Continuation start = VirtualCpu::syscallStart;
        KernelText.Continuation user = VirtualCpu::toUser;
        KernelText.Continuation served = VirtualCpu::faultServed;
        KernelText.Continuation thread = VirtualCpu::kernelThreadAgain;
        return new Continuations(
                text.add("ret_from_fork", fork),
                text.add("schedule", again),
                text.add("syscall_trace_enter", start),
                text.add("prepare_exit_to_usermode", user),
                text.add("handle_userfault", served),
                text.add("kthread", thread));
    }
}
